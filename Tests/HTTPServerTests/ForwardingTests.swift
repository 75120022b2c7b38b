import HTTP
import Support
import Testing

@testable import HTTPServer

/// Answers with who asks, under which id, and with the names of the fields that came.
struct Doorman: Handler {
    func respond(to request: Request) async -> Response {
        let names = request.fields.pairs.map(\.name).joined(separator: " ")
        return .text(.ok, "[\(request.client)] [\(request.id)] [\(names)]")
    }
}

@Suite struct `Words of a proxy` {
    /// A value of `Forwarded`, the `for` of its elements; nil where it is malformed.
    static let values: [(String, [String?]?)] = [
        ("for=1.2.3.4", ["1.2.3.4"]), ("For=\"[2001:db8::1]:4711\"", ["[2001:db8::1]:4711"]),
        ("for=1.2.3.4;proto=http;by=5.6.7.8", ["1.2.3.4"]), ("for=1.2.3.4, for=5.6.7.8", ["1.2.3.4", "5.6.7.8"]),
        ("proto=https", [nil]), ("for=a, proto=https", ["a", nil]), ("for=\"a\\\"b\"", ["a\"b"]),
        ("for=\"x, for=y\"", ["x, for=y"]), ("for=\"x;for=y\"", ["x;for=y"]), ("for=unknown", ["unknown"]),
        (" for=_hidden ; proto=http ,, for=b", ["_hidden", "b"]), ("", []), (",", []), ("for=a;", ["a"]),
        ("for", nil), ("for=", nil), ("for=\"a", nil), ("for=a;for=b", nil), ("for=1.2.3.4:80", nil),
        ("for=a b", nil), ("=a", nil), ("for =a", nil), ("for=\"a\"b", nil), ("for=[::1]", nil), ("for=\"a\\", nil),
    ]

    @Test(arguments: values)
    func `follow the grammar or are not believed`(text: String, hops: [String?]?) {
        #expect(ForwardedField(text)?.hops == hops)
    }

    /// Trusted proxies, field lines, whom the handler sees.
    static let clients: [([String], String, String)] = [
        (["127.0.0.1"], "Forwarded: for=1.2.3.4", "1.2.3.4"),
        (["127.0.0.1"], "Forwarded: for=6.6.6.6, for=\"1.2.3.4:80\"", "1.2.3.4"),
        (["127.0.0.1"], "Forwarded: for=6.6.6.6\r\nForwarded: for=\"[2001:DB8:0::1]:80\"", "2001:db8::1"),
        (["127.0.0.1", "10.0.0.0/8"], "Forwarded: for=6.6.6.6, for=10.0.0.1", "6.6.6.6"),
        (["127.0.0.1", "10.0.0.0/8"], "Forwarded: for=10.0.0.2, for=10.0.0.1", "10.0.0.2"),
        (["127.0.0.1"], "Forwarded: for=1.2.3.4, for=unknown", "-"),
        (["127.0.0.1"], "Forwarded: for=1.2.3.4, for=_hidden", "-"),
        (["127.0.0.1"], "Forwarded: for=1.2.3.4, proto=http", "-"),
        (["127.0.0.1"], "Forwarded: for=1.2.3.4;", "1.2.3.4"),
        (["127.0.0.1"], "Forwarded: for=\"1.2.3.4", "-"), ([], "Forwarded: for=1.2.3.4", "127.0.0.1"),
        // A proxy that writes one of them passes the client's own other one on.
        (["127.0.0.1"], "Forwarded: for=6.6.6.6\r\nX-Forwarded-For: 1.2.3.4", "1.2.3.4"),
        (["127.0.0.1"], "X-Forwarded-For: 1.2.3.4:5678", "1.2.3.4"), (["127.0.0.1"], "X-Forwarded-For: [::2]:5", "::2"),
        (["127.0.0.1"], "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 1.2.3.4", "1.2.3.4"),
        (["127.0.0.1"], "X-Forwarded-For: 1.2.3.4:", "1.2.3.4"), (["127.0.0.1"], "X-Forwarded-For: [1.2.3.4]", "-"),
        (["127.0.0.1"], "X-Forwarded-For: ::ffff:1.2.3.4", "1.2.3.4"),
        (["127.0.0.1"], "X_Forwarded_For: 6.6.6.6", "127.0.0.1"),
    ]

    @Test(arguments: clients)
    func `name the client`(trusted: [String], lines: String, client: String) async throws {
        let answer = try await ask(lines, trusted: trusted)
        #expect(answer.contains("[\(client)] ["), "\(answer)")
    }

    @Test func `from anybody else reach no handler, however spelt`() async throws {
        let lines =
            "forwarded: for=a\r\nX-Forwarded-For: b\r\nx_forwarded_proto: c\r\nX-Forwarded-Host: d\r\nX-Real-IP: e"
        let answer = try await ask("\(lines)\r\nX-Foo: f\r\nForwarded-By: g", trusted: [])
        #expect(answer.hasSuffix("[Host X-Foo Forwarded-By Connection]"), "\(answer)")
    }

    /// A request id, and whether it is taken over.
    static let ids: [(String, Bool)] = [
        ("abc-123_x", true), (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
        ("a b", false), ("a\"b", false), ("", false),
    ]

    @Test(arguments: ids)
    func `name the request, if the words are sound`(id: String, isTaken: Bool) async throws {
        #expect(try await ask("X-Request-Id: \(id)", trusted: ["127.0.0.1"]).contains("] [\(id)] [") == isTaken)
        #expect(try await !ask("X-Request-Id: \(id)", trusted: []).contains("] [\(id)] ["))
    }

    private func ask(_ lines: String, trusted: [String]) async throws -> String {
        let (server, port) = try startServer(Doorman()) {
            $0.trustedProxies = trusted.compactMap { AddressRange($0) }
            $0.loops = 1
        }
        let client = RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\nConnection: close\r\n\r\n")
        let answer = await client.receiveAll()
        await server.stop()
        return answer
    }
}
