/// How long to wait after so many failures in a row (research §1.3: 30 s doubled, at most an hour, with jitter).
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
