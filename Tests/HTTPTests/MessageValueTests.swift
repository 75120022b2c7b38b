import HTTP
import Testing

@Suite struct `Values of messages` {
    @Test func `Field values that would split a message cannot be made`() {
        for text in ["a\r\nb", "a\nb", "a\u{0}", " a", "a ", "\u{7f}"] { #expect(FieldValue(text) == nil) }
        for text in ["", "a", "a\tb", "Grüße"] { #expect(FieldValue(text)?.description == text) }
    }

    @Test func `Field names are tokens`() {
        for text in ["", "a b", "a:", "ä", "a\r"] { #expect(FieldName(text) == nil) }
        let (one, other) = ("X-Any_thing!", "x-any_THING!")
        #expect(FieldName(one) == FieldName(other))
        #expect(FieldName(one) != nil)
    }

    @Test func `Tokens are exactly the octets of RFC 9110 §5.6.2`() {
        let tokens = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        for byte in UInt8.min...UInt8.max { #expect(ASCII.isToken(byte) == tokens.contains(byte), "\(byte)") }
    }

    @Test func `Fields are set, replaced and written in order`() {
        var fields: Fields = [.contentType: "text/plain", .vary: "a", .vary: "b"]
        #expect(fields.combined(.vary) == "a, b")
        fields.set(.vary, "c")
        fields.append(.location, "/x")
        var output: [UInt8] = []
        fields.write(to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "content-type: text/plain\r\nvary: c\r\nlocation: /x\r\n")
    }

    static let lines: [(String, (name: String, value: String)?)] = [
        ("Content-Type: text/plain", ("content-type", "text/plain")), ("a:b", ("a", "b")),
        ("a:", ("a", "")), ("a: \t b c \t", ("a", "b c")), ("a: ü", ("a", "ü")), ("a: b: c", ("a", "b: c")),
        ("a : b", nil), (" a: b", nil), (": b", nil), ("a", nil), ("", nil), ("a: b\u{0}", nil), ("a: b\rc", nil),
    ]

    @Test(arguments: lines)
    func `Lines are added as they were received, if they are field lines`(
        line: String, expected: (name: String, value: String)?
    ) {
        var fields: Fields = [.vary: "x"]
        let isAdded = fields.append(line: Array(line.utf8).span)
        #expect(isAdded == (expected != nil))
        #expect(fields.pairs.map(\.name) == ["vary"] + [expected?.name].compactMap { $0 })
        #expect(fields.pairs.map(\.value) == ["x"] + [expected?.value].compactMap { $0 })
    }

    static let dates: [(String, Int64?)] = [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sat, 29 Feb 2020 23:59:59 GMT", 1_583_020_799),
        ("Sun, 06 Nov 1994 08:49:37", nil),
        ("Sun, 06 Nov 1994 25:49:37 GMT", nil),
        ("Sun, 6 Nov 1994 08:49:37 GMT", nil),
        ("Sun,  6 Nov 1994 08:49:37 GMT", nil),
        ("Sun 06 Nov 1994 08:49:37 GMT", nil),
        ("Son, 06 Nov 1994 08:49:37 GMT", nil),
        ("Sun, 06 Nov 1994 8:49:37 GMT", nil),
        ("Sun, 06-Nov-94 08:49:37 GMT", nil),
        ("Sun Nov 6 08:49:37 1994", nil),
        ("Sunday, 06-Nov-+4 08:49:37 GMT", nil),
        ("Sun, 31 Feb 2100 08:49:37 GMT", nil),
        ("Sat, 31 Nov 2026 08:49:37 GMT", nil),
        ("+5", nil),
    ]

    @Test(arguments: dates)
    func `Dates are read in three forms and written in one`(text: String, seconds: Int64?) {
        #expect(HTTPDate.parse(text) == seconds)
        if let seconds { #expect(HTTPDate.parse(HTTPDate.format(seconds)) == seconds) }
    }

    @Test func `The example date of RFC 9110 is written as it stands there`() {
        #expect(HTTPDate.format(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    static let paths: [(String, [String]?)] = [
        ("/", []), ("/a", ["a"]), ("/a/b/", ["a", "b"]), ("/a%20b", ["a b"]), ("/%41", ["A"]),
        ("//", nil), ("/a//b", nil), ("/a/../b", nil), ("/%2e%2e/a", nil), ("/a%2Fb", nil), ("/a%5Cb", nil),
        ("/a\\b", nil),
        ("/%00", nil), ("/%zz", nil), ("/%c3%28", nil), ("a", nil), ("", nil), ("/./a", nil), ("/%252e", ["%2e"]),
    ]

    @Test(arguments: paths)
    func `Paths have one reading or none`(path: String, segments: [String]?) {
        #expect(PathSegments(path)?.segments == segments)
    }

    @Test func `Forms are read and written`() {
        let form = FormFields(encoded: "a=1&b=x+y%26&a=2&c".utf8)
        #expect(form?["b"] == "x y&")
        #expect(form?.values(of: "a") == ["1", "2"])
        #expect(form?.hasRepeated(["a"]) == true)
        #expect(form?["c"] == "")
        #expect(FormFields(encoded: "a=%zz".utf8) == nil)
        #expect(FormFields([("a b", "c&d")]).encoded == "a%20b=c%26d")
    }

    @Test func `Cookies are read and set`() {
        var fields = Fields()
        fields.append(.cookie, "a=1; b=2;c=3; =x; d")
        #expect(fields.cookies.map(\.name) == ["a", "b", "c"])
        #expect(fields.cookie("b") == "2")
        let cookie = SetCookie("__Host-a", "b.c", maxAge: 5, isSecure: true)
        #expect(
            cookie.fieldValue?.description == "__Host-a=b.c; Path=/; Max-Age=5; HttpOnly; SameSite=Lax; Secure")
        #expect(SetCookie("a", "b;c", maxAge: nil, isSecure: false).fieldValue == nil)
    }

    static let ranges: [(String, String, Bool)] = [
        ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.0.0.1", false), ("127.0.0.1", "127.0.0.1", true),
        ("::1", "::1", true), ("fd00::/8", "fd12::1", true), ("fd00::/8", "fe80::1", false),
        ("192.168.1.128/25", "192.168.1.200", true), ("192.168.1.128/25", "192.168.1.100", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
    ]

    @Test(arguments: ranges)
    func `Address blocks hold their addresses`(block: String, address: String, holds: Bool) throws {
        let range = try #require(AddressRange(block))
        let address = try #require(IPAddress(address))
        #expect(range.contains(address) == holds)
    }

    @Test func `Addresses are read strictly`() {
        for text in ["1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", ":::", "1::2::3", "12345::", "::g", "1:2:3:4:5:6:7"]
        {
            #expect(IPAddress(text) == nil, "\(text)")
        }
        for text in ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "fe80::1"] {
            #expect(IPAddress(text) != nil, "\(text)")
        }
        #expect(IPAddress("::ffff:1.2.3.4") == IPAddress("1.2.3.4"))
    }

    @Test(
        arguments: [
            [.contentType: "text/plain"],
            [
                .contentLength: "5", .contentType: "text/plain", .transferEncoding: "chunked", .date: "x",
                .connection: "keep-alive",
            ],
        ] as [Fields])
    func `Responses say their framing once, whatever a handler says of it`(_ fields: Fields) {
        var output: [UInt8] = []
        ResponseSerializer.writeHead(
            .ok, fields, framing: .length(12), date: Array("D".utf8), persists: false, toHTTP10: false, to: &output)
        #expect(
            String(decoding: output, as: UTF8.self)
                == "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ndate: D\r\ncontent-length: 12\r\nconnection: close\r\n\r\n"
        )
    }

    @Test func `joins the lines of two messages`() {
        var fields: Fields = [.accept: "a", .vary: "b"]
        fields.append(contentsOf: [.vary: "c", .eTag: "\"d\""])
        fields.append(contentsOf: [:])
        #expect(fields == [.accept: "a", .vary: "b", .vary: "c", .eTag: "\"d\""])
        var output: [UInt8] = []
        fields.write(to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "accept: a\r\nvary: b\r\nvary: c\r\netag: \"d\"\r\n")
    }
}
