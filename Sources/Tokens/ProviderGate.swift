import Domain

/// Whether a provider's token endpoint is to be asked at all (research §4.2). What befalls the provider or the app is
/// no user's failure: it pauses the exchanges of everybody, and one exchange finds out whether it is over.
struct ProviderGate {
    /// A time in which nothing is asked.
    struct Pause {
        var since: Timestamp
        var until: Timestamp
        var failure: TokenFailure
    }

    private(set) var pause: Pause?
    private var failures = 0
    private var pauses = 0
    private var isProbing = false

    /// So many failures in a row, of whatever connections, are the provider's.
    static let failuresMax = 5
    /// How long it is left alone then, doubled each time that the probe fails.
    static let backoff = Backoff(first: .seconds(30), longest: .minutes(30))

    /// A gate that is open, or that the provider has had closed until a time, before this process began.
    init(pausedUntil: Timestamp? = nil, now: Timestamp = Timestamp(milliseconds: 0)) {
        guard let pausedUntil, pausedUntil > now else { return }
        pause = Pause(since: now, until: pausedUntil, failure: .transient("the provider asked for a pause", after: nil))
    }

    /// Why nothing may be asked now; nil if something may. A clock that was set back ends the pause.
    func failure(at now: Timestamp) -> TokenFailure? {
        guard let pause else { return nil }
        if now >= pause.since, now < pause.until {
            guard case .transient(let reason, _) = pause.failure else { return pause.failure }
            return .transient(reason, after: pause.until - now)
        }
        // The pause is over and nobody knows whether the trouble is: one goes first.
        return isProbing ? .transient("the provider is being tried", after: .seconds(1)) : nil
    }

    /// An exchange begins.
    mutating func enter() { if pause != nil { isProbing = true } }

    /// What came of one. Returns the pause that begins with it, if one does.
    mutating func leave(_ answer: RefreshAnswer, now: Timestamp, random: Double) -> Pause? {
        isProbing = false
        switch answer {
        case .granted, .ended:
            self = ProviderGate()
            return nil
        case .throttled(let after):
            return close(until: now + after, because: .transient("the provider asked for a pause", after: nil), now)
        case .misconfigured(let reason):
            return close(for: random, because: .misconfigured(reason), now)
        case .transient(let reason, let after):
            return count(reason, after: after, now: now, random: random)
        case .unknown(let reason):
            return count(reason, after: nil, now: now, random: random)
        }
    }

    private mutating func count(_ reason: String, after: Duration?, now: Timestamp, random: Double) -> Pause? {
        failures += 1
        // The probe of a pause that was: closed again, for longer.
        guard failures >= ProviderGate.failuresMax || pause != nil else { return nil }
        return close(for: random, because: .transient(reason, after: after), now)
    }

    private mutating func close(for random: Double, because failure: TokenFailure, _ now: Timestamp) -> Pause? {
        pauses += 1
        let wait = ProviderGate.backoff.wait(afterFailures: pauses, random: random)
        return close(until: now + wait, because: failure, now)
    }

    /// Never shortened: exchanges that were under way together hear of the same trouble one after the other.
    private mutating func close(until: Timestamp, because failure: TokenFailure, _ now: Timestamp) -> Pause? {
        if let pause, now >= pause.since, pause.until >= until { return nil }
        let isNew = pause.map { now >= $0.until || now < $0.since } ?? true
        let closed = Pause(since: now, until: until, failure: failure)
        pause = closed
        return isNew ? closed : nil
    }
}
