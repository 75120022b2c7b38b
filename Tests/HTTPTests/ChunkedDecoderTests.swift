import HTTP
import Testing

@Suite struct `Chunked content` {
    static let accepted: [(String, String)] = [
        ("0\r\n\r\n", ""),
        ("5\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5;a=b\r\nhello\r\n1;\"x\"\r\n!\r\n0;end\r\n\r\n", "hello!"),
        ("00005\r\nhello\r\n000\r\n\r\n", "hello"),
        ("A\r\n0123456789\r\n0\r\nTrailer: x\r\nOther:\r\n\r\n", "0123456789"),
    ]

    @Test(arguments: accepted)
    func `is decoded alike whole, split anywhere, and octet by octet`(text: String, content: String) throws {
        let bytes = Array(text.utf8)
        for split in 0...bytes.count {
            var decoder = ChunkedDecoder()
            var output: [UInt8] = []
            let first = try decoder.decode(bytes.span.extracting(first: split), into: &output)
            let second = try decoder.decode(bytes.span.extracting(droppingFirst: split), into: &output)
            #expect(first + second == bytes.count)
            #expect(decoder.isDone)
            #expect(String(decoding: output, as: UTF8.self) == content)
        }
        var decoder = ChunkedDecoder()
        var output: [UInt8] = []
        for index in bytes.indices {
            #expect(!decoder.isDone)
            _ = try decoder.decode(bytes.span.extracting(index..<(index + 1)), into: &output)
        }
        #expect(decoder.isDone)
        #expect(String(decoding: output, as: UTF8.self) == content)
    }

    @Test func `leaves what follows it alone`() throws {
        let bytes = Array("1\r\na\r\n0\r\n\r\nGET /".utf8)
        var decoder = ChunkedDecoder()
        var output: [UInt8] = []
        let count = try decoder.decode(bytes.span, into: &output)
        #expect(count == bytes.count - 5)
    }

    @Test func `stops where its reader has enough, and goes on`() throws {
        let bytes = Array("8\r\nabcdefgh\r\n0\r\n\r\n".utf8)
        var decoder = ChunkedDecoder()
        var output: [UInt8] = []
        let first = try decoder.decode(bytes.span, into: &output, outputMax: 3)
        #expect(output == Array("abc".utf8))
        output = []
        _ = try decoder.decode(bytes.span.extracting(droppingFirst: first), into: &output)
        #expect(output == Array("defgh".utf8))
        #expect(decoder.isDone)
    }

    static let refused = [
        "\r\n", "g\r\n", "-1\r\na\r\n", "+1\r\na\r\n", "0x1\r\na\r\n", " 1\r\na\r\n", "1 \r\na\r\n", "1\na\r\n",
        "1\r\nab\r\n", "1\r\na\n0\r\n\r\n", "1\r\na\rx", "1\rx", "1;a\u{0}\r\na\r\n", "1;a\nb\r\na\r\n",
        "8000000000000000\r\n", "11111111111111111\r\n", "0\r\nbad trailer\r\n\r\n", "0\r\n: x\r\n\r\n",
        "0\r\nx : y\r\n\r\n", "0\r\nx: y\n\r\n",
        "0\r\n\n", "1_0\r\n",
    ]

    @Test(arguments: refused)
    func `is refused when a line of it could be read two ways`(text: String) {
        let bytes = Array(text.utf8)
        var decoder = ChunkedDecoder()
        var output: [UInt8] = []
        #expect(throws: MalformedMessage.self) {
            for byte in bytes { _ = try decoder.decode([byte].span, into: &output) }
        }
    }

    @Test func `may carry only so many octets of extensions`() {
        let bytes = Array(("1;" + String(repeating: "x", count: 20_000) + "\r\na\r\n").utf8)
        var decoder = ChunkedDecoder()
        var output: [UInt8] = []
        #expect(throws: MalformedMessage.self) { _ = try decoder.decode(bytes.span, into: &output) }
    }
}
