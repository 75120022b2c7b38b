import Domain
import Support
import Testing

extension OneAtATime {
    /// Scenarios 9 and 10 of research §6: many who want one token at one moment, in two processes; slow providers, and
    /// holders of leases that stop or die.
    struct RefreshRaceTests {
        @Test func `9 · fifty pages and the workers of two processes at expiry make one refresh, and no more at a 401`()
            async throws
        {
            // An exchange is good for an hour, so that every one too many shows.
            let clock = try await FakeClock.start()
            let sandbox = try await SandboxProcess.start()
            try await sandbox.post("/tokens/policy", ["rotation": "always"])
            let stage = try await Stage.open(sandbox: sandbox, clock: clock)
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            try await visitor.waitForImport()
            let first = try stage.server
            let second = try await stage.start()
            let since = try await stage.lastRequest()
            let answer = try #require(stage.relay).hold(.refresh, at: .carriedOut)
            // The token ends, for both at once.
            try clock.advance(by: .hours(2))
            try await waitUntil("the exchange") { answer.waiting == 1 }
            // Before the answer all pages have been asked for, and who does not make the exchange has looked for what
            // is due.
            try await askForPages(visitor)
            try await stage.waitForBeats(ofOneOf: [first, second])
            #expect(answer.waitingMax == 1)
            answer.open()
            try await expectCalls(by: stage, since: since)
            #expect(try await stage.refreshes(since: since).map(\.status) == [200])

            // The provider's clock runs ahead: every token is refused at once, whatever Fanfare thinks of it.
            let refusal = try await stage.lastRequest()
            try await sandbox.post("/clock/advance", ["seconds": 3601])
            try await waitUntil("the next exchange") {
                try await askForPages(visitor)
                return try await !stage.refreshes(of: "listener-1", since: refusal).isEmpty
            }
            try await expectCalls(by: stage, since: refusal)
            #expect(try await stage.refreshes(since: refusal).map(\.status) == [200])
            #expect(try await visitor.isConnected())
            #expect(!stage.log.contains { $0.contains("a grant has ended") })
            #expect(try await first.terminate() == 0)
            try await stage.close()
        }

        /// Fifty requests at a time.
        private func askForPages(_ visitor: Visitor) async throws {
            let paths = ["/", "/settings", "/artists", "/settings/export", "/welcome"]
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<50 {
                    group.addTask { try await visitor.get(paths[number % paths.count]).status }
                }
                for try await status in group { #expect(status == 200 || status == 303) }
            }
        }

        /// The new token is used, and more than once.
        private func expectCalls(by stage: Stage, since: Int) async throws {
            try await waitUntil("readings with the new token") {
                try await stage.sandbox.requests(since: since).filter {
                    $0.path == "/v1/me/following" && $0.status == 200
                }.count >= 4
            }
        }

        @Test func `10 · an answer after twenty seconds is stored, pages do not wait for it, and a stop does`()
            async throws
        {
            let sandbox = try await SandboxProcess.start(tokenLifetime: 6)
            try await sandbox.post("/tokens/policy", ["rotation": "always"])
            let stage = try await Stage.open(sandbox: sandbox)
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            let answer = try #require(stage.relay).hold(.refresh, at: .carriedOut)
            try await waitUntil("the exchange") { answer.waiting == 1 }
            let begin = ContinuousClock.now
            // The access token ends, and who needs one gives up after ten seconds; the exchange goes on.
            try await waitUntil("a caller to give up") {
                try stage.number("SELECT count(*) FROM connection WHERE follows_error LIKE '%slow to answer%'") == 1
            }
            #expect(try await visitor.get("/").status == 200)
            let server = try stage.server
            server.signal(15)
            try await server.waitForLine(containing: "stopping")
            try await Task.sleep(until: begin + .seconds(20), clock: .continuous)
            #expect(server.exitCode == nil)
            answer.open()
            #expect(try await server.waitForExit() == 0)
            #expect(try stage.number("SELECT count(*) FROM connection WHERE attempt_version IS NULL") == 1)

            let since = try await stage.lastRequest()
            try await stage.start()
            try await waitUntil("the next refresh") { try await !stage.refreshes(since: since).isEmpty }
            #expect(try await stage.refreshes().allSatisfy { $0.status == 200 })
            try await stage.close()
        }

        @Test func `10 · who is stopped in the middle keeps the lease, and who is killed loses it at once`()
            async throws
        {
            let sandbox = try await SandboxProcess.start(tokenLifetime: 5)
            let stage = try await Stage.open(sandbox: sandbox)
            // Nothing to import: a process that is stopped while it writes holds the whole database, too.
            try await sandbox.setFollows(of: "listener-1", to: [])
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            let holder = try stage.server
            let stopped = try #require(stage.relay).hold(.refresh, at: .asked)
            try await waitUntil("the exchange") { stopped.waiting == 1 }
            let since = try await stage.lastRequest()
            holder.signal(19)
            // Another process looks at the same connection, finds it leased, and leaves it alone.
            let other = try await stage.start()
            try await waitUntil("the other to give up") {
                try stage.number("SELECT count(*) FROM connection WHERE follows_error LIKE '%elsewhere%'") == 1
            }
            #expect(try await stage.refreshes(since: since).isEmpty)
            #expect(try await other.terminate() == 0)
            stopped.open()
            holder.signal(18)
            try await waitUntil("the answer to be stored") {
                try await stage.refreshes(since: since).map(\.status).first == 200
            }

            // Killed in the middle of the next one: whoever else lives goes on.
            let killed = try #require(stage.relay).hold(.refresh, at: .asked)
            try await waitUntil("the next exchange") { killed.waiting == 1 }
            try await stage.start()
            #expect(killed.waiting == 1)
            try await holder.kill()
            // Two seconds are the rule, and a minute is what a busy machine may take; the lease is for ten.
            try await waitUntil("the other to take over") { killed.waiting == 2 }
            killed.open()
            #expect(try await visitor.isConnected())
            try await stage.close()
        }
    }
}
