import Synchronization

/// Counts calls.
final class CallCount: Sendable {
    private let count = Mutex(0)

    /// One more; returns which it is.
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
