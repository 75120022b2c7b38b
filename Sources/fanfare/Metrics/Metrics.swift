import Domain
import HTTP
import HTTPServer
import Synchronization
import Tokens

/// Counts what happens, for `/metrics`.
final class Metrics: Sendable {
    /// Answered requests.
    struct Requests: Sendable {
        /// By the first digit of the status code.
        var byClass = [Int](repeating: 0, count: 6)
        var contentBytes = 0
        /// How many took no longer than each bound, and no less than the one before; the last has no bound.
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var microseconds: Int64 = 0
    }

    /// Work done, by outcome.
    struct Work: Sendable {
        var beats = 0
        var checks: [String: Int] = [:]
        var followLists: [String: Int] = [:]
        var refreshes: [String: Int] = [:]
    }

    /// Upper bounds of the histogram in microseconds.
    static let bounds: [Int64] = [
        100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 100_000, 500_000, 2_000_000, 10_000_000,
    ]

    private let counted = Mutex(Requests())
    private let done = Mutex(Work())

    /// All answered requests so far.
    var requests: Requests { counted.withLock { $0 } }
    /// All work so far.
    var work: Work { done.withLock { $0 } }

    /// What counts the answers of a server.
    var observer: @Sendable (AccessRecord) -> Void { { self.note($0) } }

    /// Counts an answer.
    func note(_ record: AccessRecord) {
        let (seconds, attoseconds) = record.duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let bucket = Metrics.bounds.firstIndex { microseconds <= $0 } ?? Metrics.bounds.count
        counted.withLock { requests in
            requests.byClass[record.status.code / 100] += 1
            requests.contentBytes += record.contentBytes
            requests.buckets[bucket] += 1
            requests.microseconds += microseconds
        }
    }

    /// Counts a beat of the worker.
    func noteBeat() { done.withLock { $0.beats += 1 } }

    /// Counts what came of a refresh.
    func note(_ event: RefreshEvent) {
        let outcome: String? =
            switch event {
            case .refreshed: "refreshed"
            case .superseded: "superseded"
            case .retrying: "retrying"
            case .ended: "ended"
            case .held: "held"
            case .misconfigured: "misconfigured"
            case .grantNotStored: "not_stored"
            case .paused: "paused"
            case .released, .failureNotRecorded: nil
            }
        if let outcome { done.withLock { $0.refreshes[outcome, default: 0] += 1 } }
    }

    /// Counts what came of a check of one group of an artist; nil for a complete answer.
    func noteCheck(_ failure: SourceFailure?) {
        done.withLock { $0.checks[Metrics.outcome(failure), default: 0] += 1 }
    }

    /// Counts what came of reading a follow list; nil for a complete one.
    func noteFollowList(_ failure: SourceFailure?) {
        done.withLock { $0.followLists[Metrics.outcome(failure), default: 0] += 1 }
    }

    private static func outcome(_ failure: SourceFailure?) -> String {
        switch failure {
        case nil: "complete"
        case .transient: "transient"
        case .throttled: "throttled"
        case .gone: "gone"
        case .connectionEnded: "ended"
        case .refused: "refused"
        case .misconfigured: "misconfigured"
        }
    }
}
