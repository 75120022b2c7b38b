import Domain
import Synchronization

/// One open stream's ear. Signals of a kind that is waiting already are one with it, so a slow client costs no memory
/// and misses nothing.
final class ChangeSubscription: Sendable {
    enum Signal: Sendable, Hashable {
        /// Something changed.
        case change
        /// It has been quiet; time to show that the stream lives.
        case beat
    }

    let id: Int
    let account: AccountID
    private let signals: AsyncStream<Signal>
    private let continuation: AsyncStream<Signal>.Continuation
    private let waiting = Mutex<Set<Signal>>([])

    init(id: Int, account: AccountID) {
        self.id = id
        self.account = account
        (signals, continuation) = AsyncStream.makeStream()
    }

    /// Wakes the stream; may be called from any thread.
    func signal(_ signal: Signal) {
        let isNew = waiting.withLock { $0.insert(signal).inserted }
        if isNew { continuation.yield(signal) }
    }

    func finish() { continuation.finish() }

    /// Calls `body` for each signal until it says false, the task is cancelled or the subscription ends.
    func forEach(_ body: (Signal) async throws -> Bool) async throws {
        for await signal in signals {
            // Before the body: what comes while it writes is news again.
            _ = waiting.withLock { $0.remove(signal) }
            guard try await body(signal) else { return }
        }
    }
}
