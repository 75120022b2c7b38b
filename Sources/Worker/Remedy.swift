import Domain

/// What to do about a failure. Pure: decided here, done by the duty that met it.
enum Remedy: Sendable, Equatable {
    /// Try this one again after a while. What passes by itself may be the trouble of all.
    case retry(after: Duration, reason: String, isPassing: Bool)
    /// Stop the whole family for as long as the provider says: never less, and nobody waits for it.
    case pause(for: Duration, isQuota: Bool)

    init(for failure: SourceFailure, failures: Int, random: Double, settings: WorkerSettings) {
        // A refusal that comes once may be spurious (FACTS §7.8): nobody rests for an hour or a day before a second one.
        let first = settings.backoff.wait(afterFailures: 1, random: random)
        switch failure {
        case .transient(let reason, let after):
            let wait = settings.backoff.wait(afterFailures: failures + 1, random: random)
            self = .retry(after: max(wait, after ?? .zero), reason: reason, isPassing: true)
        case .throttled(let after, let isQuota): self = .pause(for: after, isQuota: isQuota)
        case .gone(let reason):
            let rest = failures == 0 ? first : settings.goneRest
            self = .retry(after: rest, reason: reason, isPassing: false)
        case .connectionEnded:
            self = .retry(
                after: settings.goneRest, reason: "the connection has ended; its owner must sign in again",
                isPassing: false)
        case .refused(let reason):
            let rest = failures == 0 ? first : settings.refusalRest
            self = .retry(after: rest, reason: reason, isPassing: false)
        case .misconfigured(let reason):
            self = .retry(after: settings.refusalRest, reason: reason, isPassing: false)
        }
    }
}
