import Domain
import Support
import Testing

/// Scenario 19 of research §6: the machine's clock is wrong for a while.
@Suite(.storied) struct ClockTests {
    @Test(arguments: [Duration.hours(-2), .days(30)])
    func `19 · a clock that leaps and comes back signs nobody out, repeats nothing and reminds nobody`(
        _ leap: Duration
    ) async throws {
        let clock = try await FakeClock.start()
        let stage = try await Stage.open(clock: clock)
        let (first, artists) = try await stage.arrive("listener-1")
        let visitors = [first, try await stage.arrive("listener-2").visitor]
        try await stage.sandbox.publish("Before", by: artists)
        for visitor in visitors {
            try await waitUntil("the release") {
                try await visitor.get("/").announcements == ["Before"]
            }
        }
        // Somebody's consent has 55 days left: by the clock that is wrong, 25.
        try Program.edit(stage.database, "UPDATE connection SET authorized_at = authorized_at - 125 * 86400000")
        let since = try await stage.lastRequest()

        try clock.advance(by: leap)
        try await stage.server.waitForLine(containing: "the clock has leapt")
        if leap < .zero {
            // Nobody is signed out by an earlier time.
            for visitor in visitors { #expect(try await visitor.isConnected()) }
        } else {
            // Every access token seems to have ended: one exchange each.
            try await waitUntil("the exchanges") {
                try await stage.refreshes(since: since).count >= 2
            }
        }
        try await stage.sandbox.publish("Meanwhile", by: artists)
        try await waitUntil("the release") {
            try stage.number("SELECT count(*) FROM announcement") == 4
        }
        try clock.advance(by: .zero - leap)
        try await waitUntil("the second line") {
            stage.log.filter { $0.contains("the clock has leapt") }.count == 2
        }

        try await stage.sandbox.publish("After", by: artists)
        for visitor in visitors {
            try await waitUntil("the last release") {
                try await Set(visitor.get("/").announcements) == ["Before", "Meanwhile", "After"]
            }
            #expect(try await visitor.get("/").announcements.count == 3)
            #expect(try await visitor.isConnected())
        }
        #expect(try stage.number("SELECT count(*) FROM consent_reminder") == 0)
        #expect(try stage.number("SELECT count(*) FROM data_key") == 2)
        // One exchange more than otherwise, for each, at the most.
        #expect(try await stage.refreshes(since: since).count <= 2)
        #expect(try await stage.refreshes().allSatisfy { $0.status == 200 })
        try await stage.close()
    }
}
