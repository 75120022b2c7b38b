import SQLite
import Support
import Testing

extension OneAtATime {
    /// Scenario 11 of research §6: killed at fifty points between the answer of a strict provider and the commit of it.
    ///
    /// Nothing in the program stops there for a test. The relay sends the answer and the kill a moment later; the
    /// moment is moved nearer after a commit that was in time and further off after one that was not, so that the fifty
    /// points lie close around the commit, on both sides of it, however long the machine takes to get there.
    struct LostAnswerTests {
        private enum Outcome { case stored, lost }

        @Test func `11 · killed at fifty points around the commit, an answer is stored or known to be lost`()
            async throws
        {
            let sandbox = try await SandboxProcess.start(tokenLifetime: 2)
            try await sandbox.post("/tokens/policy", ["rotation": "always"])
            let stage = try await Stage.open(sandbox: sandbox, settings: ["RATE_LIMIT": "off"])
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            var outcomes: [Outcome] = []
            var delay = Duration.milliseconds(4)
            var step = delay
            for _ in 1...50 {
                let before = try stage.number("SELECT token_version FROM connection")
                try await kill(stage, after: delay)
                let outcome = try look(stage, versionBefore: before)
                // Smaller steps each time the commit lies between two points, and larger ones until it does.
                let hasPassed = outcomes.last.map { $0 != outcome } ?? false
                step = hasPassed ? max(.microseconds(100), step / 2) : min(.seconds(1), step * 1.2)
                delay += outcome == .stored ? step * -1 : step
                outcomes.append(outcome)
                try await goOn(stage, visitor, outcome)
            }
            let connection = try SQLite.Connection(path: stage.database, mode: .reader)
            #expect(try connection.problems() == [])
            #expect(outcomes.contains(.stored) && outcomes.contains(.lost), "\(outcomes)")
            // One notice for each that was lost, and none for the others.
            let lost = outcomes.filter { $0 == .lost }.count
            func notices() -> Int {
                stage.log.filter { $0.contains("a grant has ended") && $0.contains("rotation_lost") }.count
            }
            try await waitUntil("the last notice") { notices() >= lost }
            #expect(notices() == lost)
            #expect(!stage.log.contains { $0.contains("CRITICAL") })
            try await stage.close()
        }

        /// Less than no delay is before the answer has left.
        private func kill(_ stage: Stage, after delay: Duration) async throws {
            let server = try stage.server
            stage.relay?.set(
                Relay.Trap(purpose: .refresh, place: delay < .zero ? .carriedOut : .answered) {
                    try? await Task.sleep(for: delay, tolerance: .zero)
                    server.signal(9)
                })
            try await server.waitForExit()
        }

        /// What the files say, before anybody else has been at them: there is no third way.
        private func look(_ stage: Stage, versionBefore: Int) throws -> Outcome {
            let connection = try SQLite.Connection(path: stage.database, mode: .reader)
            let row = try connection.first("SELECT token_version, attempt_version FROM connection") {
                (version: $0.int(0), attempt: $0.isNull(1) ? nil : $0.int(1))
            }
            let (version, attempt) = try #require(row)
            if attempt == version { return .lost }
            #expect(attempt == nil && version > versionBefore)
            return .stored
        }

        /// The next life: one try with what is stored. It works, or it was the last, and the owner is asked.
        private func goOn(_ stage: Stage, _ visitor: Visitor, _ outcome: Outcome) async throws {
            let since = try await stage.lastRequest()
            try await stage.start()
            switch outcome {
            case .stored:
                try await waitUntil("the next refresh") { try await !stage.refreshes(since: since).isEmpty }
                #expect(try await stage.refreshes(since: since).allSatisfy { $0.status == 200 })
                #expect(try await visitor.isConnected())
            case .lost:
                try await waitUntil("the end") { try stage.connections("needs_reconnect") == 1 }
                #expect(
                    try stage.number("SELECT count(*) FROM connection WHERE end_reason = 'rotation_lost'") == 1)
                let page = try await visitor.get("/settings").text
                #expect(page.contains("An answer of Spotify was lost on the way. Reconnect to go on."))
                // One try, refused; a sign-in afterwards mends it, and until then nothing more was sent.
                #expect(try await stage.refreshes(since: since).map(\.status) == [400])
                try await visitor.reconnect(as: "listener-1")
                #expect(try await visitor.isConnected())
            }
        }
    }
}
