import Support
import Synchronization
import Testing

/// Lets three tests with processes of their own run at a time, since more would time one another out, and adds to a
/// test that threw an error what its stages have logged: the reason is mostly there.
struct StageStories: TestTrait, SuiteTrait, TestScoping {
    /// The stages of one test.
    final class Opened: Sendable {
        private let stages = Mutex<[Stage]>([])

        func add(_ stage: Stage) { stages.withLock { $0.append(stage) } }

        /// How each process stands, and its last lines.
        var story: String {
            stages.withLock { $0 }.map { stage in
                let processes = [("serve", try? stage.server), ("sandbox", stage.sandbox.process)]
                let states = processes.map { name, process in
                    "\(name): \(process?.exitCode.map { "ended with \($0)" } ?? "runs")"
                }
                let lines = stage.log.suffix(40) + stage.sandbox.process.lines.suffix(10)
                return (states + lines).joined(separator: "\n")
            }.joined(separator: "\n\n")
        }
    }

    @TaskLocal static var opened: Opened?

    private static let turns = Turns(atOnce: 3)

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        // A suite in a suite has the trait twice, and one turn.
        guard StageStories.opened == nil else { return try await function() }
        let opened = Opened()
        do {
            try await StageStories.turns.take {
                try await StageStories.$opened.withValue(opened) { try await function() }
            }
        } catch {
            // One that is cancelled for want of a program is skipped, and has nothing to tell.
            if !Task.isCancelled, !opened.story.isEmpty {
                Issue.record("What the processes wrote:\n\(opened.story)")
            }
            throw error
        }
    }
}

extension Trait where Self == StageStories {
    /// A test waits for its turn, and one that throws shows what its processes wrote.
    static var storied: Self { StageStories() }
}
