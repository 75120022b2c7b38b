/// When things fall due. Pure: all it knows is its arguments.
public struct Schedule: Sendable, Hashable {
    /// No artist is checked more often than this (`CHECK_INTERVAL_MIN`).
    public var intervalMin: Duration
    /// No artist is left longer than this, if the budget allows (`CHECK_INTERVAL_MAX`).
    public var intervalMax: Duration
    /// Artist-album calls in a rolling day; nil for no bound (`SPOTIFY_DAILY_BUDGET`).
    public var dailyBudget: Int?

    /// A schedule.
    public init(intervalMin: Duration, intervalMax: Duration, dailyBudget: Int?) {
        self.intervalMin = intervalMin
        self.intervalMax = intervalMax
        self.dailyBudget = dailyBudget
    }

    /// How long after a complete check the next one falls due: as soon as the budget lets every group have its turn,
    /// within the bounds.
    public func checkInterval(groups: Int) -> Duration {
        guard let dailyBudget, dailyBudget > 0 else { return intervalMin }
        let fair = Duration.milliseconds(Int64(groups) * 86_400_000 / Int64(dailyBudget))
        return min(max(fair, intervalMin), max(intervalMin, intervalMax))
    }

    /// How long after reading a follow list it is read again: a quarter of an hour, within the bounds (design §12).
    public var followListInterval: Duration {
        min(max(.minutes(15), intervalMin), max(intervalMin, intervalMax))
    }
}

/// How long to wait after so many failures in a row (research §1.3: 30 s doubled, at most an hour, with full jitter).
public struct Backoff: Sendable, Hashable {
    /// After the first failure, before jitter.
    public var first: Duration
    /// The longest.
    public var longest: Duration

    /// A backoff; 30 seconds to an hour unless told.
    public init(first: Duration = .seconds(30), longest: Duration = .hours(1)) {
        self.first = first
        self.longest = longest
    }

    /// The wait after `failures` failures, of which at least one happened. `random` is from 0 to 1 and spreads the
    /// waits over the upper half, so that a wait is never next to none.
    public func wait(afterFailures failures: Int, random: Double) -> Duration {
        let doublings = min(max(failures - 1, 0), 20)
        let ceiling = min(first * (1 << doublings), longest)
        return ceiling * (0.5 + 0.5 * min(max(random, 0), 1))
    }
}

/// When an access token is exchanged for a new one: before its end, and not all at the same moment.
public enum RefreshTiming {
    /// The margin before the end: 60 s or a twentieth of the lifetime, whichever is more; 40 % for tokens so short that
    /// a minute would be most of their life.
    public static func margin(lifetime: Duration) -> Duration {
        lifetime <= .minutes(5) ? lifetime * 0.4 : max(.seconds(60), lifetime * 0.05)
    }

    /// When to refresh a token that ends at `expiresAt`; `random` from 0 to 1 moves it up to half a margin earlier.
    public static func due(expiresAt: Timestamp, lifetime: Duration, random: Double) -> Timestamp {
        expiresAt - margin(lifetime: lifetime) * (1 + 0.5 * min(max(random, 0), 1))
    }
}

/// The end of a consent, six months after it was given (FACTS §1.4). Refreshing does not move it.
public enum ConsentAge {
    /// How long Spotify honours a consent: 180 days, the shortest that six months can be taken for.
    public static let lifetime = Duration.days(180)

    /// So many days before the end its owner is reminded, each time a little nearer (design §5).
    public static let reminderDays = [30, 14, 3, 1]

    /// The reminder that stands when so many days are left: one of `reminderDays`, nil before the first.
    public static func reminder(daysLeft: Int) -> Int? { reminderDays.last { daysLeft <= $0 } }

    /// When the consent ends.
    public static func end(authorizedAt: Timestamp) -> Timestamp { authorizedAt + lifetime }

    /// Whole days left, 0 once it has ended.
    public static func daysLeft(authorizedAt: Timestamp, now: Timestamp) -> Int {
        max(0, Int((end(authorizedAt: authorizedAt) - now).components.seconds / 86_400))
    }
}
