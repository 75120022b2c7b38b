import HTTP
import Support
import Testing

/// Limits by the client's address, as a trusted proxy tells it.
@Suite(.storied) struct RateLimitTests {
    private static let foreign = "/callback?code=x&state=" + String(repeating: "A", count: 43)

    /// The first status other than 400 among so many bogus callbacks.
    private func flood(_ stage: Stage, _ address: String, _ count: Int) async throws -> Page? {
        let visitor = stage.visitor()
        for _ in 0..<count {
            let page = try await visitor.get(Self.foreign, fields: [.xForwardedFor: FieldValue(address) ?? ""])
            if page.status != 400 { return page }
        }
        return nil
    }

    @Test func `a network that floods callbacks is asked to wait, and nobody else`() async throws {
        // Three at once, and one more every twenty seconds: the next must not come by while the machine is busy.
        let stage = try await Stage.open(settings: ["TRUSTED_PROXIES": "127.0.0.1", "RATE_LIMIT": "0.1"])
        let refused = try #require(try await flood(stage, "203.0.113.7", 100))
        #expect(refused.status == 429)
        let wait = try #require(refused.fields[.retryAfter].flatMap { Int($0) })
        #expect((1...60).contains(wait) && refused.text.contains("try again"))
        // The left-most entry is anybody's claim; the right-most is whom the proxy saw.
        #expect(try await flood(stage, "198.51.100.1, 203.0.113.7", 3)?.status == 429)
        #expect(try await flood(stage, "203.0.113.8", 1) == nil)
        #expect(try await flood(stage, "2001:db8:1:1::1", 100)?.status == 429)
        #expect(try await flood(stage, "2001:db8:1:1:2::9", 3)?.status == 429)
        #expect(try await flood(stage, "2001:db8:1:2::1", 1) == nil)

        // From the very same address people sign in, and repair their connection.
        let fields: Fields = [.xForwardedFor: "203.0.113.7"]
        let visitor = stage.visitor()
        let front = try await visitor.get("/", fields: fields)
        let callback = try await visitor.agree(to: front.authorize ?? "", as: "listener-1")
        #expect(try await visitor.get(callback, fields: fields).location == "/welcome")
        let settings = try await visitor.get("/settings", fields: fields)
        let again = try await visitor.agree(to: settings.link("Reconnect") ?? "", as: "listener-1")
        #expect(try await visitor.get(again, fields: fields).location == "/settings")
        #expect(
            try await stage.json("user", "audit", "--json", "--limit", "0").array.contains {
                $0["act"].string == "rate-limit"
            })
        try await stage.close()
    }

    @Test func `a machine of one's own is not kept waiting`() async throws {
        let stage = try await Stage.open()
        for _ in 0..<60 { #expect(try await stage.visitor().signIn(as: "listener-1").status == 303) }
        #expect(try await flood(stage, "203.0.113.7", 200) == nil)
        try await stage.close()
    }
}
