import Synchronization

/// What one loop has under way, for whoever watches from outside. Written on the loop's thread alone, so that counting
/// costs no more than a store.
final class LoopGauge: Sendable {
    private let requests = Atomic<Int>(0)

    /// Requests begun whose answer has not ended.
    var requestCount: Int { requests.load(ordering: .relaxed) }

    func requestsChanged(by difference: Int) {
        requests.store(requests.load(ordering: .relaxed) + difference, ordering: .relaxed)
    }
}
