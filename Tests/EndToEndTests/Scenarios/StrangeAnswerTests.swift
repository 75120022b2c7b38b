import Domain
import HTTP
import Support
import Testing

/// Scenarios 12 and 13 of research §6: a token endpoint that answers refreshes with what is no answer, and with grants
/// that say less, or odder things, than one would like.
@Suite(.storied) struct StrangeAnswerTests {
    struct NoGrant: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: Response
    }

    /// Four megabytes and more of JSON that begins like a grant.
    private static let flood = Array(
        ("{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"padding\":\"" + String(repeating: "x", count: 5 << 20)
            + "\"}").utf8)

    static let noGrants: [NoGrant] = [
        NoGrant(
            testDescription: "502 with a page",
            answer: .html(.badGateway, Array("<h1>502 Bad Gateway</h1>".utf8))),
        NoGrant(testDescription: "200 with a page", answer: .html(.ok, Array("<h1>Welcome</h1>".utf8))),
        NoGrant(testDescription: "200 with nothing in it", answer: .json(.ok, Array("{}".utf8))),
        NoGrant(testDescription: "200 and half of the JSON", answer: .json(.ok, Array("{\"access_tok".utf8))),
        NoGrant(testDescription: "a redirection", answer: .redirect(.found, to: "https://example.com/elsewhere")),
        NoGrant(
            testDescription: "invalid_grant from a provider in trouble",
            answer: .json(.serviceUnavailable, Array("{\"error\":\"invalid_grant\"}".utf8))),
        NoGrant(testDescription: "five megabytes", answer: .json(.ok, flood)),
    ]

    /// A sign-in that is an hour from its refresh, by a clock that the test moves.
    private func open() async throws -> (stage: Stage, clock: FakeClock, visitor: Visitor) {
        let clock = try await FakeClock.start()
        let stage = try await Stage.open(clock: clock)
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        try await visitor.waitForImport()
        return (stage, clock, visitor)
    }

    @Test func `12 · what is no grant passes by: the token stays, and nobody is asked to reconnect`()
        async throws
    {
        let (stage, clock, visitor) = try await open()
        for sample in StrangeAnswerTests.noGrants {
            let version = try stage.number("SELECT token_version FROM connection")
            stage.relay?.rewrite { purpose, response in purpose == .refresh ? sample.answer : response }
            try clock.advance(by: .hours(2))
            try await waitUntil("a failure after \(sample.testDescription)") {
                try stage.number("SELECT refresh_failures FROM connection") > 0
            }
            let page = try await visitor.get("/settings").text
            #expect(page.contains("<span>Connected</span>"), "\(sample.testDescription)")
            #expect(page.contains("has trouble at the moment"), "\(sample.testDescription)")
            #expect(!page.contains("Reconnect to go on"), "\(sample.testDescription)")
            #expect(try stage.number("SELECT token_version FROM connection") == version, "\(sample.testDescription)")

            // It mends itself, and nobody need do anything.
            stage.relay?.rewrite(nil)
            try clock.advance(by: .hours(2))
            try await waitUntil("recovery from \(sample.testDescription)") {
                try stage.number("SELECT token_version FROM connection") > version
            }
            #expect(try await !visitor.get("/settings").text.contains("has trouble at the moment"))
        }
        #expect(try stage.number("SELECT count(*) FROM connection WHERE state = 'connected'") == 1)
        try await stage.close()
    }

    @Test func `12 · trouble that lasts closes the gate for everybody, no longer than half an hour`()
        async throws
    {
        let (stage, clock, visitor) = try await open()
        stage.relay?.rewrite { purpose, response in
            purpose == .refresh ? .html(.badGateway, Array("<h1>502</h1>".utf8)) : response
        }
        for failures in 1...5 {
            try clock.advance(by: .hours(2))
            try await waitUntil("failure \(failures)") {
                try stage.number("SELECT refresh_failures FROM connection") >= failures
            }
        }
        try await waitUntil("the gate to close") { stage.log.contains { $0.contains("left alone for a while") } }
        stage.relay?.rewrite(nil)
        try clock.advance(by: .hours(2))
        try await stage.wait(for: 0, "SELECT refresh_failures FROM connection")
        #expect(try await visitor.isConnected())
        try await stage.close()
    }

    @Test func `12 · an answer that trickles is given up after a minute, and the next one counts`()
        async throws
    {
        let (stage, clock, visitor) = try await open()
        stage.relay?.rewrite { purpose, response in
            guard purpose == .refresh else { return response }
            return Response(
                .ok, fields: [.contentType: "application/json"],
                body: .stream { writer in
                    for byte in Array("{\"access_token\":".utf8) + Array(repeating: 0x20, count: 600) {
                        try await writer.write([byte])
                        try await Task.sleep(for: .milliseconds(250))
                    }
                })
        }
        try clock.advance(by: .hours(2))
        try await waitUntil("the exchange") {
            try stage.number("SELECT count(*) FROM connection WHERE lease_until IS NOT NULL") == 1
        }
        // Nobody waits with it: not for the minute that it takes.
        #expect(try await visitor.get("/", deadline: .seconds(30)).status == 200)
        try await waitUntil("the end of it", within: .seconds(150)) {
            try stage.number("SELECT refresh_failures FROM connection") > 0
        }
        // What became of it is not known, and said so by the note that stays.
        #expect(try stage.number("SELECT count(*) FROM connection WHERE attempt_version = token_version") == 1)
        stage.relay?.rewrite(nil)
        try clock.advance(by: .hours(2))
        try await stage.wait(for: 0, "SELECT refresh_failures FROM connection")
        #expect(try await visitor.isConnected())
        try await stage.close()
    }

    struct Odd: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var lifetime: Int?
        let change: @Sendable (inout [String: JSONValue]) -> Void
    }

    static let odd: [Odd] = [
        Odd(testDescription: "no refresh token") { $0["refresh_token"] = nil },
        Odd(testDescription: "an empty refresh token") { $0["refresh_token"] = "" },
        Odd(testDescription: "null for a refresh token") { $0["refresh_token"] = .null },
        Odd(testDescription: "no lifetime", lifetime: 3_600_000) { $0["expires_in"] = nil },
        Odd(testDescription: "a lifetime in quotes", lifetime: 3_600_000) { $0["expires_in"] = "3600" },
        Odd(testDescription: "a lifetime before its beginning", lifetime: 60_000) { $0["expires_in"] = -1 },
        Odd(testDescription: "no life at all", lifetime: 60_000) { $0["expires_in"] = 0 },
        Odd(testDescription: "a lifetime of 30,000 years", lifetime: 86_400_000) {
            $0["expires_in"] = 1_000_000_000_000
        },
        Odd(testDescription: "no scope") { $0["scope"] = nil },
    ]

    private static func rewriting(
        _ purpose: Relay.Purpose, _ change: @escaping @Sendable (inout [String: JSONValue]) -> Void
    ) -> @Sendable (Relay.Purpose, Response) -> Response {
        { called, response in
            guard called == purpose, case .bytes(let bytes) = response.body,
                let parsed = try? JSONValue(parsing: bytes), parsed["access_token"].string != nil
            else { return response }
            var members = parsed.object
            change(&members)
            return .json(response.status, (try? JSONValue.object(members).encoded) ?? bytes)
        }
    }

    @Test
    func `13 · a grant that says less keeps what was there, and no lifetime is believed blindly`()
        async throws
    {
        let (stage, clock, visitor) = try await open()
        for sample in StrangeAnswerTests.odd {
            let version = try stage.number("SELECT token_version FROM connection")
            stage.relay?.rewrite(StrangeAnswerTests.rewriting(.refresh, sample.change))
            try clock.advance(by: .hours(25))
            try await waitUntil("a grant with \(sample.testDescription)") {
                try stage.number("SELECT token_version FROM connection") > version
            }
            if let lifetime = sample.lifetime {
                #expect(
                    try stage.number("SELECT access_lifetime_ms FROM connection") == lifetime,
                    "\(sample.testDescription)")
            }
            stage.relay?.rewrite(nil)
            #expect(try await visitor.isConnected(), "\(sample.testDescription)")
        }
        // Also on a second sign-in.
        stage.relay?.rewrite(StrangeAnswerTests.rewriting(.signIn) { $0["refresh_token"] = nil })
        #expect(try await visitor.reconnect(as: "listener-1").status == 303)
        stage.relay?.rewrite(nil)
        let since = try await stage.lastRequest()
        try clock.advance(by: .hours(25))
        try await waitUntil("a refresh with the token of the first") {
            try await stage.refreshes(of: "listener-1", since: since).contains { $0.status == 200 }
        }
        #expect(try await stage.refreshes().allSatisfy { $0.status == 200 })
        try await stage.close()
    }

    @Test(arguments: [0, -1])
    func `13 · tokens that say they have ended are not exchanged over and over`(_ seconds: Int) async throws {
        let (stage, clock, visitor) = try await open()
        stage.relay?.rewrite(StrangeAnswerTests.rewriting(.refresh) { $0["expires_in"] = .number(Double(seconds)) })
        let since = try await stage.lastRequest()
        try clock.advance(by: .hours(2))
        try await waitUntil("the exchange") {
            try await stage.refreshes(since: since).count >= 1
        }
        // Follow lists are read meanwhile with what is there; the worker beats once a second.
        try await waitUntil("more calls") {
            try await stage.sandbox.requests(since: since).filter { $0.path == "/v1/me/following" }.count >= 3
        }
        // They are taken to live for a minute, and are not due before the 24th second of it.
        let rows = try await stage.sandbox.requests(since: since)
        let exchanges = rows.filter { $0.grantType == "refresh_token" }
        let seconds = try #require(rows.last).time - #require(exchanges.first).time
        #expect(exchanges.count <= 1 + Int(seconds / 24), "in \(seconds) s")
        // It is exchanged in time, as any other.
        try clock.advance(by: .seconds(50))
        try await waitUntil("the next") { try await stage.refreshes(since: since).count > exchanges.count }
        #expect(try await visitor.isConnected())
        try await stage.close()
    }

    @Test func `13 · fewer scopes pause what they were for, and say how to have it again`()
        async throws
    {
        let (stage, clock, visitor) = try await open()
        let artist = try #require(try await stage.sandbox.artists().first)
        try await stage.sandbox.setFollows(of: "listener-1", to: [artist])
        try await waitUntil("the list") {
            try await Page.plain(visitor.get("/artists").text).contains(artist.name)
        }
        stage.relay?.rewrite(StrangeAnswerTests.rewriting(.refresh) { $0["scope"] = "user-read-private" })
        try clock.advance(by: .hours(2))
        try await waitUntil("the shrunken grant") {
            try await visitor.get("/settings").text.contains(
                "You have not allowed Fanfare to see which artists you follow. Reconnect to allow it.")
        }
        stage.relay?.rewrite(nil)
        // All else goes on.
        #expect(try await visitor.isConnected())
        try await stage.sandbox.publish("All the Same", by: [artist])
        try await waitUntil("the release") {
            try await visitor.get("/").announcements.contains("All the Same")
        }
        try await visitor.reconnect(as: "listener-1")
        #expect(try await !visitor.get("/settings").text.contains("You have not allowed"))
        try await stage.close()
    }
}
