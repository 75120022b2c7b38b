import SQLite
import Support
import Testing

extension OneAtATime {
    /// Scenario 11 of research §6: killed at fifty points between the answer of a strict provider and the commit of it.
    ///
    /// Nothing in the program stops there for a test. The relay sends the answer and the kill a moment later; the moment is
    /// moved nearer after a commit that was in time and further off after one that was not, so that the fifty points lie close
    /// around the commit, on both sides of it.
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
            for round in 1...50 {
                let before = try stage.number("SELECT token_version FROM connection")
                try await kill(stage, after: delay)
                let outcome = try look(stage, versionBefore: before)
                outcomes.append(outcome)
                // Halves of what is left, down to steps of a tenth of a millisecond.
                let step = max(.microseconds(100), .milliseconds(4) / round)
                delay = max(.zero, delay + (outcome == .stored ? step * -1 : step))
                try await goOn(stage, visitor, outcome)
            }
            let connection = try SQLite.Connection(path: stage.database, mode: .reader)
            #expect(try connection.problems() == [])
            #expect(outcomes.contains(.stored) && outcomes.contains(.lost), "\(outcomes)")
            // One notice for each that was lost, and none for the others.
            #expect(
                stage.log.filter { $0.contains("a grant has ended") && $0.contains("rotation_lost") }.count
                    == outcomes.filter { $0 == .lost }.count)
            #expect(!stage.log.contains { $0.contains("CRITICAL") })
            try await stage.close()
        }

        private func kill(_ stage: Stage, after delay: Duration) async throws {
            let server = try stage.server
            stage.relay?.set(
                Relay.Trap(purpose: .refresh, place: .answered) {
                    try? await Task.sleep(for: delay, tolerance: .zero)
                    server.signal(9)
                })
            try await server.waitForExit(within: .seconds(20))
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
