import Domain
import Synchronization

/// Notices when a family of calls fails as a whole, so that an outage costs a few calls and not one for every artist.
///
/// A pause that it asks for is a row like a provider's own; what is counted here may be lost with the process.
final class CallBreaker: Sendable {
    private struct State {
        var failuresInARow = 0
        /// How often in a row calls were stopped without one success between.
        var openings = 0
        var throttlings = 0
        var throttledUntil: Timestamp?
    }

    /// So many failures in a row are nobody's own.
    static let failuresMax = 5

    private let backoff: Backoff
    private let state = Mutex(State())

    init(backoff: Backoff) { self.backoff = backoff }

    /// A call was answered: what was wrong is over.
    func succeeded() { state.withLock { $0 = State() } }

    /// A call failed for a reason that passes. Returns how long the whole family rests, if it should. After a rest, the
    /// first failure brings the next, longer one.
    func failed(random: Double) -> Duration? {
        state.withLock { state in
            state.failuresInARow += 1
            guard state.failuresInARow >= CallBreaker.failuresMax || state.openings > 0 else { return nil }
            state.failuresInARow = 0
            state.openings += 1
            return backoff.wait(afterFailures: state.openings, random: random)
        }
    }

    /// The provider asked for a pause. Returns how long it lasts: as long as was asked for, and longer if that was not
    /// enough the last time (FACTS §3: asking again too soon was answered with longer bans).
    func throttled(after asked: Duration, now: Timestamp, random: Double) -> Duration {
        state.withLock { state in
            // Calls that were under way together hear of one pause.
            if let until = state.throttledUntil, now < until { return asked }
            state.throttlings += 1
            let again = state.throttlings - 1
            let wait = again > 0 ? max(asked, backoff.wait(afterFailures: again, random: random)) : asked
            state.throttledUntil = now + wait
            return wait
        }
    }
}
