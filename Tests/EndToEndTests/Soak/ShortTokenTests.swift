import FoundationEssentials
import Support
import Testing

/// Access tokens that end again and again, for most of an hour by the clocks: everything goes on, and no call to
/// Spotify ever fails.
@Suite(.storied) struct ShortTokenTests {
    private static let listeners = ["listener-1", "listener-2", "listener-3"]

    /// How often they end; `FANFARE_TEST_SOAK_ROUNDS` makes it more often.
    private static var rounds: Int {
        ProcessInfo.processInfo.environment["FANFARE_TEST_SOAK_ROUNDS"].flatMap { Int($0) } ?? 15
    }

    /// Of tokens that live for five minutes: then they are due, and as good as before for another hundred seconds,
    /// which is what the machine may take.
    private static let step = Duration.seconds(200)

    @Test func `three people's tokens of five minutes are refreshed without one failed call`() async throws {
        let clock = try await FakeClock.start()
        let sandbox = try await SandboxProcess.start(tokenLifetime: 300)
        // Slower than elsewhere: other tests want the machine, too.
        let stage = try await Stage.open(
            sandbox: sandbox, settings: ["CHECK_INTERVAL_MIN": "3s", "CHECK_INTERVAL_MAX": "3s"], clock: clock)
        let artists = Array(try await sandbox.artists().prefix(3))
        var visitors: [(listener: String, visitor: Visitor)] = []
        for listener in ShortTokenTests.listeners {
            try await sandbox.setFollows(of: listener, to: artists)
            let visitor = stage.visitor()
            #expect(try await visitor.signIn(as: listener).location == "/welcome")
            visitors.append((listener, visitor))
        }
        for (_, visitor) in visitors { try await visitor.waitForImport() }

        var rows: [SandboxProcess.LoggedRequest] = []
        for round in 1...ShortTokenTests.rounds {
            // Fanfare's clock goes before Spotify's: it must act in time, and has the time to.
            try clock.advance(by: ShortTokenTests.step)
            // Each round waits for a release to come by on everybody's page: the pages go on, and so does the worker.
            let title = "Round \(ShortTokenTests.words(round))"
            try await sandbox.publish(title, by: [artists[round % 3]])
            for (listener, visitor) in visitors {
                try await waitUntil("\(title) for \(listener)") {
                    let page = try await visitor.get("/")
                    #expect(page.status == 200)
                    return page.announcements.filter { $0 == title }.count == 1
                }
                #expect(try await visitor.get("/settings").text.contains("<span>Connected</span>"))
            }
            for listener in ShortTokenTests.listeners {
                try await waitUntil("refresh \(round) for \(listener)") {
                    rows += try await sandbox.requests(since: rows.last?.number ?? 0)
                    return rows.count { $0.user == listener && $0.grantType == "refresh_token" } >= round
                }
            }
            try await sandbox.post(
                "/clock/advance", ["seconds": .number(Double(ShortTokenTests.step.components.seconds))])
            if round == ShortTokenTests.rounds / 2 {
                #expect(try await stage.server.terminate() == 0)
                try await stage.start()
            }
        }
        rows += try await sandbox.requests(since: rows.last?.number ?? 0)

        let failed = rows.filter { ($0.path.hasPrefix("/v1/") || $0.path == "/api/token") && $0.status >= 400 }
        #expect(failed.isEmpty)
        for listener in ShortTokenTests.listeners {
            #expect(rows.contains { $0.user == listener && $0.path == "/v1/me/following" })
        }
        #expect(!stage.log.contains { $0.contains("refresh failed") || $0.contains(" CRITICAL ") })
        try await stage.close()
    }

    /// A number in words that are no edition's and that no two numbers share.
    static func words(_ number: Int) -> String {
        let words = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Flint", "Grove", "Heath", "Inlet", "Jetty"]
        return String(number).compactMap { $0.wholeNumberValue.map { words[$0] } }.joined(separator: " ")
    }
}
