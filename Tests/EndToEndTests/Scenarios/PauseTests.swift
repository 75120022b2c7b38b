import Domain
import FoundationEssentials
import HTTP
import Support
import Testing

/// Scenario 16 of research §6: the provider asks for a pause, and gets it, from everybody, across restarts.
@Suite(.storied) struct PauseTests {
    struct Pause: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let retryAfter: @Sendable (_ now: Int) -> String
        /// How long nothing may be asked, and when it must be again.
        let atLeast: Duration
        let atMost: Duration
    }

    static let pauses = [
        Pause(
            testDescription: "a day in seconds", retryAfter: { _ in "86400" }, atLeast: .hours(23), atMost: .hours(25)),
        Pause(
            testDescription: "a day as a date", retryAfter: { HTTPDate.format(Int64($0) + 86_400) },
            atLeast: .hours(23), atMost: .hours(25)),
        Pause(
            testDescription: "nothing that can be read", retryAfter: { _ in "soon, perhaps" }, atLeast: .seconds(4),
            atMost: .hours(1)),
    ]

    @Test(arguments: pauses)
    func `16 · nothing is asked before its time, by nobody, across a restart, and the page says until when`(
        _ sample: Pause
    ) async throws {
        let clock = try await FakeClock.start()
        let stage = try await Stage.open(clock: clock)
        let (visitor, artists) = try await stage.arrive(following: 2)
        let now = try await stage.sandbox.call(.get, "/clock")["now"].int ?? 0
        for path in ["/v1/artists/*/albums", "/v1/me/following"] {
            try await stage.sandbox.post(
                "/faults",
                ["path": .string(path), "status": 429, "headers": ["Retry-After": .string(sample.retryAfter(now))]])
        }
        try await waitUntil("both kinds of call to pause") {
            try stage.number("SELECT count(*) FROM call_pause") == 2
        }
        // From here on time passes as the test says, or the shortest of the pauses would be over on a busy machine.
        try clock.stand()
        _ = try await stage.sandbox.call(.delete, "/faults")
        try await stage.sandbox.publish("Patience", by: [artists[0]])
        let since = try await stage.lastRequest()
        func calls() async throws -> [SandboxProcess.LoggedRequest] {
            try await stage.sandbox.requests(since: since).filter {
                $0.path.hasSuffix("/albums") || $0.path == "/v1/me/following"
            }
        }

        for isRestarted in [false, true] {
            if isRestarted {
                #expect(try await stage.server.terminate() == 0)
                try await stage.start()
            }
            #expect(try await visitor.get("/artists").text.contains("Spotify has asked for a pause until"))
            // As far as the time allows, in two steps: the worker has looked, and found nothing that it may do.
            try clock.advance(by: sample.atLeast / 2)
            try await stage.waitForBeats()
            #expect(try await calls().isEmpty, "restarted: \(isRestarted)")
        }

        try clock.advance(by: sample.atMost)
        try clock.resume()
        try await waitUntil("the release") {
            try await visitor.get("/").announcements == ["Patience"]
        }
        // Not all at once: the calls of two artists and a list, in each second of them, and no storm.
        let made = try await calls()
        let seconds = try #require(made.last).time - #require(made.first).time
        #expect(Double(made.count) < 60 + 3 * seconds)
        try await stage.close()
    }

    @Test func `16 · a token endpoint that asks for a pause is left alone for everybody, across a restart`()
        async throws
    {
        let clock = try await FakeClock.start()
        let stage = try await Stage.open(clock: clock)
        var visitors: [Visitor] = []
        for number in 1...3 {
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-\(number)")
            visitors.append(visitor)
        }
        stage.relay?.rewrite { purpose, response in
            guard purpose == .refresh else { return response }
            return Response(.tooManyRequests, fields: [.retryAfter: "86400"])
        }
        try clock.advance(by: .hours(2))
        try await waitUntil("the pause") {
            try stage.number("SELECT count(*) FROM call_pause WHERE family = 'accounts'") == 1
        }
        stage.relay?.rewrite(nil)
        try await stage.waitForBeats()
        let since = try await stage.lastRequest()
        #expect(try await stage.server.terminate() == 0)
        try await stage.start()
        try clock.advance(by: .hours(20))
        try await stage.waitForBeats()
        #expect(try await stage.refreshes(since: since).isEmpty)
        for visitor in visitors { #expect(try await visitor.isConnected()) }

        try clock.advance(by: .hours(5))
        try await waitUntil("everybody's refresh") {
            try stage.number("SELECT count(*) FROM connection WHERE refresh_failures = 0 AND token_version > 1") == 3
        }
        #expect(try await stage.refreshes(since: since).count == 3)
        try await stage.close()
    }

    @Test func `16, 19 · a pause asked for while the clock was a month ahead ends in its time once it is right`()
        async throws
    {
        let clock = try await FakeClock.start()
        let stage = try await Stage.open(clock: clock)
        let (visitor, artists) = try await stage.arrive()
        try clock.advance(by: .days(30))
        try await stage.server.waitForLine(containing: "the clock has leapt")
        try await stage.sandbox.post(
            "/faults", ["path": "/v1/artists/*/albums", "status": 429, "headers": ["Retry-After": "7200"]])
        try await waitUntil("the pause") {
            try stage.number("SELECT count(*) FROM call_pause WHERE family = 'artist-albums'") == 1
        }
        _ = try await stage.sandbox.call(.delete, "/faults")
        try clock.advance(by: .zero - .days(30))
        try await waitUntil("the second line") {
            stage.log.filter { $0.contains("the clock has leapt") }.count == 2
        }
        // It begins anew, and holds for as long as it was asked for.
        try await waitUntil("the pause to come back") {
            try stage.number("SELECT max(until) - max(since) FROM call_pause") >= 7_200_000
                && stage.number("SELECT max(until) / 1000 - unixepoch('now') FROM call_pause") < 7 * 86_400
        }
        try await stage.sandbox.publish("In Its Time", by: artists)
        let since = try await stage.lastRequest()
        try clock.advance(by: .minutes(100))
        try await stage.waitForBeats()
        #expect(try await stage.sandbox.requests(since: since).allSatisfy { !$0.path.hasSuffix("/albums") })
        try clock.advance(by: .minutes(30))
        try await waitUntil("the release") {
            try await visitor.get("/").announcements == ["In Its Time"]
        }
        try await stage.close()
    }
}
