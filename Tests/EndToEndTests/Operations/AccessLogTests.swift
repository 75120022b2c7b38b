import HTTP
import Support
import Testing

/// What an operator sees of each request, and what not.
@Suite(.storied) struct AccessLogTests {
    private static let token = "abcdefghijklmnopqrstuvwxyz012345"

    private static func visit(_ stage: Stage) async throws {
        let visitor = stage.visitor()
        _ = try await visitor.get("/healthz?code=not-for-logs")
        _ = try await visitor.get("/feeds/\(token)/releases.atom")
        _ = try await visitor.get("/%66eeds//\(token)/releases.atom")
        _ = try await visitor.get("/privacy", fields: [.xForwardedFor: "203.0.113.7", .xRequestId: "from-the-proxy"])
        let port = stage.directURL.split(separator: ":").last.map { String($0) } ?? ""
        _ = try await RawExchange.send("GET / HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n", toPort: port)
        // The last request's line comes last.
        _ = try await visitor.get("/readyz")
        try await stage.server.waitForLine(containing: "/readyz")
    }

    @Test func `one line of text a request, without queries and secrets`() async throws {
        let stage = try await Stage.open(settings: ["TRUSTED_PROXIES": "127.0.0.1"])
        try await Self.visit(stage)
        let lines = try stage.server.errors.filter { $0.contains(" INFO access: answered ") }
        let pattern =
            #/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO access: answered method=\S+ path=\S+ status=\d{3} bytes=\d+ duration=\d+\.\d{3}ms client=\S+ request=\S+$/#
        for line in lines { #expect(line.wholeMatch(of: pattern) != nil, "\(line)") }
        #expect(lines.contains { $0.contains("method=GET path=/healthz status=200 ") })
        #expect(lines.contains { $0.contains("path=/feeds/<secret>/releases.atom status=404 ") })
        #expect(lines.contains { $0.contains("method=- path=- status=400 ") })
        #expect(lines.contains { $0.contains("client=203.0.113.7 request=from-the-proxy") })
        #expect(!stage.log.contains { $0.contains(Self.token) || $0.contains("not-for-logs") })
        #expect(try await stage.close() == 0)
    }

    @Test func `the same as JSON`() async throws {
        let stage = try await Stage.open(settings: ["LOG_FORMAT": "json"])
        try await Self.visit(stage)
        let lines = try stage.server.errors.filter { $0.contains("\"part\":\"access\"") }
        let objects = try lines.map { try JSONValue(parsing: Array($0.utf8)) }
        let first = try #require(objects.first { $0["path"].string == "/healthz" })
        #expect(first["method"].string == "GET")
        #expect(first["status"].int == 200)
        #expect(first["client"].string == "127.0.0.1")
        #expect(first["level"].string == "info")
        #expect(first["request"].string?.isEmpty == false)
        #expect(objects.contains { $0["path"].string == "/feeds/<secret>/releases.atom" })
        #expect(!stage.log.contains { $0.contains(Self.token) || $0.contains("not-for-logs") })
        #expect(try await stage.close() == 0)
    }

    @Test func `no line above the level info`() async throws {
        let stage = try await Stage.open(settings: ["LOG_LEVEL": "notice"])
        _ = try await stage.visitor().get("/healthz")
        #expect(try await stage.close() == 0)
        #expect(!stage.log.contains { $0.contains("access") })
    }
}
