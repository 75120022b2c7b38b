import FoundationEssentials
import Support
import Testing

/// Access tokens that live for seconds, for minutes: everything goes on, and no call to Spotify ever fails.
@Suite(.storied) struct ShortTokenTests {
    private static let listeners = ["listener-1", "listener-2", "listener-3"]

    /// How long; `FANFARE_TEST_SOAK_SECONDS` makes it longer.
    private static var duration: Duration {
        let text = ProcessInfo.processInfo.environment["FANFARE_TEST_SOAK_SECONDS"]
        return .seconds(text.flatMap { Int($0) } ?? 75)
    }

    @Test func `three people's tokens of five seconds are refreshed without one failed call`() async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 5)
        // Slower than elsewhere: other tests want the machine, too.
        let stage = try await Stage.open(
            sandbox: sandbox, settings: ["CHECK_INTERVAL_MIN": "3s", "CHECK_INTERVAL_MAX": "3s"])
        let artists = Array(try await sandbox.artists().prefix(3))
        var visitors: [(listener: String, visitor: Visitor)] = []
        for listener in ShortTokenTests.listeners {
            try await sandbox.setFollows(of: listener, to: artists)
            let visitor = stage.visitor()
            #expect(try await visitor.signIn(as: listener).location == "/welcome")
            visitors.append((listener, visitor))
        }
        for (_, visitor) in visitors { try await visitor.waitForImport() }

        let clock = ContinuousClock()
        let begin = clock.now
        var rows: [SandboxProcess.LoggedRequest] = []
        var published = 0
        var hasRestarted = false
        while clock.now < begin + ShortTokenTests.duration {
            // Each round waits for a release to come by on everybody's page: the pages go on, and so does the worker.
            published += 1
            let title = "Round \(ShortTokenTests.words(published))"
            try await sandbox.publish(title, by: [artists[published % 3]])
            for (listener, visitor) in visitors {
                try await waitUntil("\(title) for \(listener)", within: .seconds(30)) {
                    let page = try await visitor.get("/")
                    #expect(page.status == 200)
                    return page.announcements.filter { $0 == title }.count == 1
                }
                #expect(try await visitor.get("/settings").text.contains("<span>Connected</span>"))
            }
            rows += try await sandbox.requests(since: rows.last?.number ?? 0)
            if !hasRestarted, clock.now > begin + ShortTokenTests.duration / 2 {
                hasRestarted = true
                #expect(try await stage.server.terminate() == 0)
                try await stage.start()
            }
        }
        rows += try await sandbox.requests(since: rows.last?.number ?? 0)

        let failed = rows.filter { ($0.path.hasPrefix("/v1/") || $0.path == "/api/token") && $0.status >= 400 }
        #expect(failed.isEmpty)
        for listener in ShortTokenTests.listeners {
            let refreshes = rows.filter { $0.user == listener && $0.grantType == "refresh_token" }.count
            // At the latest every five seconds while serve runs; a restart may cost one.
            #expect(refreshes >= Int(ShortTokenTests.duration.components.seconds) / 5 - 3, "\(listener)")
            #expect(rows.contains { $0.user == listener && $0.path == "/v1/me/following" })
        }
        #expect(hasRestarted)
        #expect(!stage.log.contains { $0.contains("refresh failed") || $0.contains(" CRITICAL ") })
        try await stage.close()
    }

    /// A number in words that are no edition's and that no two numbers share.
    static func words(_ number: Int) -> String {
        let words = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Flint", "Grove", "Heath", "Inlet", "Jetty"]
        return String(number).compactMap { $0.wholeNumberValue.map { words[$0] } }.joined(separator: " ")
    }
}
