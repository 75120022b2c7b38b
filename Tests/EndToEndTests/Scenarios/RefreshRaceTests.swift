import Support
import Synchronization
import Testing

extension OneAtATime {
    /// Scenarios 9 and 10 of research §6: many who want one token at one moment, in two processes; slow providers, and
    /// holders of leases that stop or die.
    struct RefreshRaceTests {
        /// Lets a call wait until the test says so.
        private final class Hold: Sendable {
            private let isOver = Mutex(false)
            private let isReached = Mutex(false)

            var hasBegun: Bool { isReached.withLock { $0 } }
            func end() { isOver.withLock { $0 = true } }

            func wait() async {
                isReached.withLock { $0 = true }
                try? await waitUntil("the test to go on", within: .seconds(90)) { isOver.withLock { $0 } }
            }
        }

        @Test func `9 · fifty pages and the workers of two processes at expiry make one refresh, and no more at a 401`()
            async throws
        {
            let sandbox = try await SandboxProcess.start(tokenLifetime: 40)
            try await sandbox.post("/tokens/policy", ["rotation": "always"])
            let stage = try await Stage.open(sandbox: sandbox)
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            let since = try await stage.lastRequest()
            // From here on an exchange is good for an hour, so that every one too many shows.
            try await sandbox.post("/tokens/policy", ["lifetime": 3600])
            try await visitor.waitForImport()
            let first = try stage.server
            try await stage.start()
            stage.relay?.set(
                Relay.Trap(purpose: .refresh, place: .carriedOut) { try? await Task.sleep(for: .milliseconds(800)) })
            try await askForPages(visitor) {
                try await stage.refreshes(of: "listener-1", since: since).isEmpty
            }
            try await expectCalls(by: stage, since: since)
            #expect(try await stage.refreshes(since: since).map(\.status) == [200])

            // The provider's clock runs ahead: every token is refused at once, whatever Fanfare thinks of it.
            let second = try await stage.lastRequest()
            try await sandbox.post("/clock/advance", ["seconds": 3601])
            try await askForPages(visitor) {
                try await stage.refreshes(of: "listener-1", since: second).isEmpty
            }
            try await expectCalls(by: stage, since: second)
            #expect(try await stage.refreshes(since: second).map(\.status) == [200])
            #expect(try await visitor.isConnected())
            #expect(!stage.log.contains { $0.contains("a grant has ended") })
            #expect(try await first.terminate() == 0)
            try await stage.close()
        }

        /// Fifty requests at a time, as long as the condition holds.
        private func askForPages(_ visitor: Visitor, while condition: () async throws -> Bool) async throws {
            let paths = ["/", "/settings", "/artists", "/settings/export", "/welcome"]
            let end = ContinuousClock.now + .seconds(60)
            while try await condition(), ContinuousClock.now < end {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<50 {
                        group.addTask { try await visitor.get(paths[number % paths.count]).status }
                    }
                    for try await status in group { #expect(status == 200 || status == 303) }
                }
            }
        }

        /// The new token is used, and more than once.
        private func expectCalls(by stage: Stage, since: Int) async throws {
            try await waitUntil("readings with the new token", within: .seconds(30)) {
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
            let hold = Hold()
            stage.relay?.set(Relay.Trap(purpose: .refresh, place: .carriedOut) { await hold.wait() })
            try await waitUntil("the exchange") { hold.hasBegun }
            let begin = ContinuousClock.now
            // The access token ends, and who needs one gives up after ten seconds; the exchange goes on.
            try await waitUntil("a caller to give up", within: .seconds(40)) {
                try stage.number("SELECT count(*) FROM connection WHERE follows_error LIKE '%slow to answer%'") == 1
            }
            #expect(try await visitor.get("/", deadline: .seconds(3)).status == 200)
            let server = try stage.server
            server.signal(15)
            try await server.waitForLine(containing: "stopping")
            try await Task.sleep(until: begin + .seconds(20), clock: .continuous)
            #expect(server.exitCode == nil)
            hold.end()
            #expect(try await server.waitForExit(within: .seconds(30)) == 0)
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
            let stopped = Hold()
            stage.relay?.set(Relay.Trap(purpose: .refresh, place: .asked) { await stopped.wait() })
            try await waitUntil("the exchange") { stopped.hasBegun }
            let since = try await stage.lastRequest()
            holder.signal(19)
            // Another process looks at the same connection, finds it leased, and leaves it alone.
            let other = try await stage.start()
            try await waitUntil("the other to give up", within: .seconds(60)) {
                try stage.number("SELECT count(*) FROM connection WHERE follows_error LIKE '%elsewhere%'") == 1
            }
            #expect(try await stage.refreshes(since: since).isEmpty)
            #expect(try await other.terminate() == 0)
            stopped.end()
            holder.signal(18)
            try await waitUntil("the answer to be stored", within: .seconds(20)) {
                try await stage.refreshes(since: since).map(\.status).first == 200
            }

            // Killed in the middle of the next one: whoever else lives goes on.
            let killed = Hold()
            stage.relay?.set(Relay.Trap(purpose: .refresh, place: .asked) { await killed.wait() })
            try await waitUntil("the next exchange") { killed.hasBegun }
            try await stage.start()
            let second = try await stage.lastRequest()
            try await holder.kill()
            let death = ContinuousClock.now
            try await waitUntil("the other to take over", within: .seconds(20)) {
                try await !stage.refreshes(since: second).isEmpty
            }
            // Two seconds are the rule; the rest is for a machine that does other things as well.
            #expect(ContinuousClock.now - death < .seconds(5))
            killed.end()
            #expect(try await visitor.isConnected())
            try await stage.close()
        }
    }
}
