import HTTP
import Support
import Testing

@testable import HTTPServer

@Suite struct `A PROXY header` {
    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]

    private static func version2(_ command: UInt8, _ family: UInt8, _ content: [UInt8]) -> [UInt8] {
        signature + [command, family, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
    }

    private static let four: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 0, 80, 0, 81]
    private static let six: [UInt8] = [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]

    /// Octets, and the source they name.
    static let accepted: [([UInt8], String?)] = [
        (Array("PROXY TCP4 1.2.3.4 5.6.7.8 80 65535\r\n".utf8), "1.2.3.4"),
        (Array("PROXY TCP6 2001:db8::1 ::1 0 1\r\n".utf8), "2001:db8::1"),
        (Array("PROXY UNKNOWN\r\n".utf8), nil),
        (Array("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n".utf8), nil),
        (version2(0x21, 0x11, four), "1.2.3.4"),
        (version2(0x21, 0x11, four + [0xEE, 0, 3, 1, 2, 3]), "1.2.3.4"),
        (version2(0x21, 0x21, six + six + [0, 1, 0, 2]), "2001:db8::1"),
        (version2(0x20, 0x00, []), nil), (version2(0x20, 0x11, four), nil), (version2(0x21, 0x00, [9, 9]), nil),
        (version2(0x21, 0x31, [UInt8](repeating: 0, count: 216)), nil), (version2(0x21, 0x12, four), nil),
    ]

    @Test(arguments: accepted)
    func `is read alike wherever it is split`(bytes: [UInt8], source: String?) throws {
        let followed = bytes + Array("GET /".utf8)
        for end in 0..<bytes.count {
            let progress = try ProxyHeader.parse(followed.span.extracting(first: end))
            #expect(progress == .needsMore, "after \(end)")
        }
        let progress = try ProxyHeader.parse(followed.span)
        #expect(progress == .done(source: source.flatMap { IPAddress($0) }, consumed: bytes.count))
    }

    static let refused: [[UInt8]] = [
        Array("GET / HTTP/1.1\r\n".utf8), Array("PROXY TCP4 1.2.3.4 5.6.7.8 80 81\n".utf8),
        Array("PROXY TCP4 1.2.3.4 5.6.7.8 80 65536\r\n".utf8), Array("PROXY TCP4 1.2.3.4 5.6.7.8 80 081\r\n".utf8),
        Array("PROXY TCP4 1.2.3.4 5.6.7.8 80 +81\r\n".utf8), Array("PROXY TCP4 1.2.3.4  5.6.7.8 80 81\r\n".utf8),
        Array("PROXY TCP4 ::1 ::1 80 81\r\n".utf8), Array("PROXY TCP6 1.2.3.4 5.6.7.8 80 81\r\n".utf8),
        Array("PROXY TCP4 01.2.3.4 5.6.7.8 80 81\r\n".utf8), Array("PROXY TCP4 1.2.3.4 5.6.7.8 80\r\n".utf8),
        Array("proxy TCP4 1.2.3.4 5.6.7.8 80 81\r\n".utf8), Array("PROXY \r\n".utf8), Array("PROXY\r\n".utf8),
        Array(("PROXY UNKNOWN " + String(repeating: "x", count: 100) + "\r\n").utf8),
        Array(signature.dropLast()) + [11], version2(0x22, 0x11, four), version2(0x11, 0x11, four),
        version2(0x21, 0x41, four), version2(0x21, 0x13, four), version2(0x21, 0x11, Array(four.dropLast())),
        version2(0x21, 0x21, four), version2(0x21, 0x31, four),
        version2(0x21, 0x11, four + [UInt8](repeating: 0, count: 5000)),
    ]

    @Test(arguments: refused)
    func `is refused unless it is understood to the last octet`(bytes: [UInt8]) {
        #expect(throws: MalformedMessage.self) { _ = try ProxyHeader.parse(bytes.span) }
    }

    @Test func `says whose connection it is, on a listener that expects it, from a trusted proxy`() async throws {
        let (server, port) = try startServer(options: "?proxy") {
            $0.trustedProxies = [AddressRange("127.0.0.1")!]
            // The octets come one by one.
            $0.proxyHeaderDeadline = .seconds(60)
        }
        for (header, client) in Self.accepted {
            let raw = RawClient(port: port)
            // Octet by octet at first, as a slow proxy might.
            for byte in header { raw.send([byte]) }
            raw.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 9.9.9.9\r\nConnection: close\r\n\r\n")
            // Not the proxy's own word any more once it has named somebody else.
            #expect(await raw.receiveAll().hasSuffix("GET / \(client ?? "9.9.9.9")"))
        }
        await server.stop()
    }

    @Test func `is expected from everybody or nobody`() async throws {
        let header = "PROXY TCP4 1.2.3.4 5.6.7.8 80 81\r\n"
        let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let (strict, strictPort) = try startServer(options: "?proxy") {
            $0.trustedProxies = [AddressRange("127.0.0.1")!]
            $0.proxyHeaderDeadline = .milliseconds(300)
        }
        let without = RawClient(port: strictPort)
        without.send(request)
        #expect(await without.receiveAll() == "")
        let silent = RawClient(port: strictPort)
        #expect(await silent.receiveAll() == "")
        await strict.stop()
        let (distrusting, distrustingPort) = try startServer(options: "?proxy")
        let stranger = RawClient(port: distrustingPort)
        stranger.send(header + request)
        #expect(await stranger.receiveAll() == "")
        await distrusting.stop()
        let (plain, plainPort) = try startServer()
        let unexpected = RawClient(port: plainPort)
        unexpected.send(header + request)
        #expect(await unexpected.receiveAll().hasPrefix("HTTP/1.1 400 "))
        await plain.stop()
    }
}
