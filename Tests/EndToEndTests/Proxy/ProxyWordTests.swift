import HTTP
import HTTPServer
import Support
import Testing

/// Whom the server believes about a client, behind proxies set up as the manual says. Clients come from 127.0.0.2,
/// proxies from 127.0.0.1, which is trusted.
@Suite(.serialized, .storied) struct ProxyWordTests {
    /// The ways between a proxy and the server.
    struct Way: Sendable, CustomTestStringConvertible {
        let proxy: ReverseProxy
        let listening: Backend.Listening
        var proxyProtocol: Int?
        var testDescription: String {
            "\(proxy), \(listening)\(proxyProtocol.map { ", PROXY protocol \($0)" } ?? "")"
        }
    }

    static let ways: [Way] =
        ReverseProxy.allCases.flatMap { proxy in
            Backend.Listening.allCases.map { Way(proxy: proxy, listening: $0) }
        } + [
            Way(proxy: .haproxy, listening: .port, proxyProtocol: 1),
            Way(proxy: .haproxy, listening: .port, proxyProtocol: 2),
            Way(proxy: .haproxy, listening: .unixSocket, proxyProtocol: 2),
        ]

    /// What a client could say to be taken for somebody else.
    static let lies = [
        "X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: unknown",
        "x-forwarded-for: 203.0.113.7\r\nX-Forwarded-For: 203.0.113.8", "X_Forwarded_For: 203.0.113.7",
        "Forwarded: for=203.0.113.7;proto=https;host=evil.example", "X-Real-IP: 203.0.113.7",
        "X-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.8\r\nX-Real-IP: 203.0.113.9",
        "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example", "Client-IP: 203.0.113.7",
        "X-Forwarded-For: 203.0.113.7\r\nConnection: close, X-Forwarded-For",
        "PROXY: TCP4 203.0.113.7 127.0.0.1 1 2", "X-Forwarded-For:\r\nX-Forwarded-For: ,,",
    ]

    @Test(arguments: ways)
    func `the client is who the proxy saw, whatever it says itself`(way: Way) async throws {
        let backend = try Backend.start(way.listening, options: way.proxyProtocol == nil ? "" : "?proxy")
        var plan = ProxyPlan(upstream: backend.upstream)
        plan.proxyProtocol = way.proxyProtocol
        let (front, process) = try await ProxyFront.start(way.proxy, plan)
        for (number, lie) in Self.lies.enumerated() {
            let client = RawClient(port: front.port, from: "127.0.0.2")
            let replies = await client.exchange("GET /\(number) HTTP/1.1\r\nHost: a\r\n\(lie)\r\n\r\n")
            // Refusing such a request is as good.
            guard replies.statuses == [200] else {
                #expect(replies.statuses == [400], "\(lie)")
                continue
            }
            let seen = try #require(backend.seen.last)
            #expect(seen.path == "/\(number)" && seen.client == "127.0.0.2", "\(lie): \(seen)")
        }
        try await process.terminate()
        await backend.stop()
    }

    @Test(arguments: ReverseProxy.allCases)
    func `nobody is believed where no proxy is trusted`(proxy: ReverseProxy) async throws {
        let backend = try Backend.start { $0.trustedProxies = [] }
        let (front, process) = try await ProxyFront.start(proxy, ProxyPlan(upstream: backend.upstream))
        let client = RawClient(port: front.port, from: "127.0.0.2")
        let replies = await client.exchange("GET / HTTP/1.1\r\nHost: a\r\nForwarded: for=203.0.113.7\r\n\r\n")
        let seen = try #require(backend.seen.last)
        #expect(replies.statuses == [200] && seen.client == "127.0.0.1")
        // The handler does not even see what was said.
        #expect(!seen.names.contains { $0.contains("forwarded") || $0 == "x-real-ip" }, "\(seen.names)")
        // Nor is anybody who comes past the proxy.
        let direct = RawClient(port: backend.port, from: "127.0.0.3")
        _ = await direct.exchange("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n")
        #expect(backend.seen.last?.client == "127.0.0.3")
        try await process.terminate()
        await backend.stop()
    }

    @Test(arguments: ReverseProxy.allCases)
    func `a request is named by the proxy, not by its client`(proxy: ReverseProxy) async throws {
        let backend = try Backend.start()
        let (front, process) = try await ProxyFront.start(proxy, ProxyPlan(upstream: backend.upstream))
        let client = RawClient(port: front.port)
        let replies = await client.exchange(
            String(repeating: "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine\r\n\r\n", count: 2), count: 2)
        #expect(replies.statuses == [200, 200])
        let ids = backend.seen.map { $0.id.filter { $0 != "-" } }
        // 128 bits, where our own ids are shorter.
        #expect(ids.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) } && Set(ids).count == 2, "\(ids)")
        try await process.terminate()
        await backend.stop()
    }

    @Test func `with the PROXY protocol nothing else is said on a connection, and by nobody else`() async throws {
        let backend = try Backend.start(options: "?proxy")
        let stranger = RawClient(port: backend.port, from: "127.0.0.2")
        stranger.send("PROXY TCP4 203.0.113.7 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await stranger.receiveAll() == "")
        let silent = RawClient(port: backend.port)
        silent.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await silent.receiveAll() == "")
        #expect(backend.seen.isEmpty)
        await backend.stop()
    }
}
