import Domain
import Testing

struct Base64Tests {
    /// RFC 4648 §10, and octets that use the last two digits.
    static let samples: [([UInt8], String, String)] = [
        ([], "", ""),
        (Array("f".utf8), "Zg==", "Zg"),
        (Array("fo".utf8), "Zm8=", "Zm8"),
        (Array("foo".utf8), "Zm9v", "Zm9v"),
        (Array("foobar".utf8), "Zm9vYmFy", "Zm9vYmFy"),
        ([0xFB, 0xEF, 0xFF], "++//", "--__"),
    ]

    @Test(arguments: samples)
    func `octets and text stand for each other`(_ bytes: [UInt8], _ standard: String, _ url: String) {
        #expect(Base64.standard.encode(bytes) == standard)
        #expect(Base64.url.encode(bytes) == url)
        #expect(Base64.standard.decode(standard) == bytes)
        #expect(Base64.url.decode(url) == bytes)
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Z", "Zg===", "====", "Z g=", "Zg==\n", "--__"])
    func `what has another spelling is refused`(_ text: String) {
        #expect(Base64.standard.decode(text) == nil)
    }

    @Test(arguments: ["Zg==", "Zh", "Z", "++//", "Zm9v ", "Zm9vé"])
    func `what has another spelling is refused in addresses`(_ text: String) {
        #expect(Base64.url.decode(text) == nil)
    }
}
