import Domain
import Support
import Testing

/// Scenario 15 of research §6: the six months of a consent, with both clocks in hand.
@Suite(.storied) struct ConsentTests {
    /// A person with an artist, whose sessions do not end with the clock: what ends is the consent.
    private func open() async throws -> (stage: Stage, clock: FakeClock, visitor: Visitor, feed: String) {
        let clock = try await FakeClock.start()
        let stage = try await Stage.open(clock: clock)
        let (visitor, _) = try await stage.arrive()
        try await stage.wait(for: 1, "SELECT count(*) FROM tally WHERE name = 'tidied_at'")
        try keepSessions(stage)
        return (stage, clock, visitor, try #require(try await visitor.get("/").feed))
    }

    private func pass(_ duration: Duration, _ stage: Stage, _ clock: FakeClock) async throws {
        try clock.advance(by: duration)
        try await stage.sandbox.post("/clock/advance", ["seconds": .number(Double(duration.components.seconds))])
    }

    /// Lets the time leap, and go steadily for as long as it takes to be believed.
    private func leap(_ days: Int, _ stage: Stage, _ clock: FakeClock) async throws {
        try keepSessions(stage)
        try await untilTidied(stage) { try await pass(.days(days), stage, clock) }
        try await untilTidied(stage) { try await pass(.hours(2), stage, clock) }
    }

    /// Until the worker has looked at the time again.
    private func untilTidied(_ stage: Stage, after body: () async throws -> Void) async throws {
        let before = try stage.number("SELECT count FROM tally WHERE name = 'tidied_at'")
        try await body()
        try await waitUntil("the worker to see the time") {
            // An hour is more than the beats in between.
            try stage.number("SELECT count FROM tally WHERE name = 'tidied_at'") > before + 3_600_000
        }
    }

    private func keepSessions(_ stage: Stage) throws {
        try Program.edit(
            stage.database, "UPDATE session SET idle_expires_at = 1 << 50, absolute_expires_at = 1 << 50")
    }

    private func reminders(_ visitor: Visitor, _ feed: String) async throws -> [String] {
        try await visitor.get(feed).entries.filter { $0.contains("asks for your consent again") }
    }

    @Test func `15 · people are reminded at 30, 14, 3 and 1 days, once each, in the page and in the feed`() async throws
    {
        let (stage, clock, visitor, feed) = try await open()
        #expect(try await reminders(visitor, feed).isEmpty)
        let steps = [(149, "30 days"), (16, "14 days"), (11, "3 days"), (2, "1 day")]
        var expected: [String] = []
        for (days, words) in steps {
            try await leap(days, stage, clock)
            expected.insert("Spotify asks for your consent again in \(words)", at: 0)
            try await waitUntil("the reminder of \(words)") {
                try await reminders(visitor, feed) == expected
            }
            let front = try await visitor.get("/")
            #expect(front.text.contains("Spotify asks for your consent again"))
            #expect(front.link("Reconnect") == "/reconnect")
        }
        // The link goes straight on to the provider.
        let start = try await visitor.get("/reconnect")
        #expect(start.status == 303 && start.location?.contains("code_challenge_method=S256") == true)
        // Another life repeats nothing.
        #expect(try await stage.server.terminate() == 0)
        try await stage.start()
        try await untilTidied(stage) { try await pass(.hours(3), stage, clock) }
        #expect(try await reminders(visitor, feed) == expected)
        try await stage.close()
    }

    @Test func `15 · after its end checking goes on, another account is refused, and the same one renews it`()
        async throws
    {
        let (stage, clock, visitor, _) = try await open()
        try await pass(.days(181), stage, clock)
        try await waitUntil("the end") {
            try stage.number("SELECT count(*) FROM connection WHERE end_reason = 'expired'") == 1
        }
        #expect(
            try await visitor.get("/settings").text.contains(
                "Six months have passed since you agreed. Reconnect to go on."))
        let artist = try #require(try await stage.sandbox.artists().first)
        try await stage.sandbox.publish("Without a Consent", by: [artist])
        try await waitUntil("a release") {
            try await visitor.get("/").announcements.first == "Without a Consent"
        }

        let mismatch = try await visitor.reconnect(as: "listener-2")
        #expect(mismatch.status == 409 && mismatch.text.contains("That was another account"))
        #expect(try stage.number("SELECT count(*) FROM account") == 1)
        #expect(try stage.number("SELECT count(*) FROM connection WHERE end_reason = 'expired'") == 1)

        let since = try await stage.lastRequest()
        #expect(try await visitor.reconnect(as: "listener-1").status == 303)
        #expect(try await visitor.get("/settings").text.contains("(179 days left)"))
        #expect(try await visitor.isConnected())
        #expect(try await !visitor.get("/").text.contains("asks for your consent again"))
        // The list is read again, and what waited does not come as a flood.
        try await waitUntil("the list") {
            try await stage.sandbox.requests(since: since).contains { $0.path == "/v1/me/following" }
        }
        #expect(try await visitor.get("/").announcements == ["Without a Consent"])
        try await stage.close()
    }
}
