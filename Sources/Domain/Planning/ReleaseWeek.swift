#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How releases fall over a week, and where its days begin.
public struct ReleaseWeek: Sendable, Hashable {
    /// The share of each weekday, Monday first; they add up to 1.
    public let shares: [Double]
    /// How far the market's clock is ahead of UTC. Releases appear at its midnight.
    public let offset: Duration
    /// How long after midnight a check waits, so that the source's own caches have caught up.
    public let settling: Duration

    /// A week by seven weights, Monday first, none negative and not all zero.
    public init(weights: [Double], offset: Duration = .zero, settling: Duration = .minutes(5)) {
        precondition(weights.count == 7 && weights.allSatisfy { $0 >= 0 } && weights.contains { $0 > 0 })
        let sum = weights.reduce(0, +)
        shares = weights.map { $0 / sum }
        self.offset = offset
        self.settling = settling
    }

    /// What is usual since 2015: seven of ten releases on a Friday, the rest evenly. One in ten comes at some time of
    /// its day rather than at midnight, and so is first seen by a check of the day after, which is what counts here.
    public static func usual(offset: Duration = .zero) -> ReleaseWeek {
        ReleaseWeek(weights: [5, 5, 5, 5, 63.5, 11.5, 5], offset: offset)
    }

    /// The day a check belongs to: one made before the day has settled sees what the day before showed.
    public func day(of time: Timestamp) -> Day { (time + offset - settling).day }

    /// The first moment at which a check sees what came out that day.
    public func start(of day: Day) -> Timestamp {
        Timestamp(seconds: day.number * 86_400) - offset + settling
    }

    /// What a call costs on each weekday, relative to the mean: calls are wanted most just after most has come out, the
    /// more so the more often everybody's turn comes (`sweepDays`: how long one check of everybody takes).
    ///
    /// The weights are those at which the best plan of known rhythms wants as many calls on each weekday as there are:
    /// the prices that maximise its dual problem, for log-normal rhythms of spread 1.6 (`fanfare-bench planner` prints
    /// the bound that follows from them). They hardly depend on which artists are followed.
    public func callPrices(sweepDays: Double) -> [Double] {
        let weights = ReleaseWeek.weights(sweepDays: sweepDays)
        let prices = (0..<7).map { day in
            var price = 1.0
            for (before, weight) in weights.enumerated() { price += weight * shares[(day + 7 - before) % 7] }
            return price
        }
        let mean = prices.reduce(0, +) / 7
        return prices.map { $0 / mean }
    }

    /// By days since the releases came out. Between the known ones they change by factors.
    private static func weights(sweepDays: Double) -> [Double] {
        guard let above = known.first(where: { $0.sweepDays >= sweepDays }) else {
            return known[known.count - 1].weights
        }
        guard let below = known.last(where: { $0.sweepDays < sweepDays }) else { return known[0].weights }
        let part = log(sweepDays / below.sweepDays) / log(above.sweepDays / below.sweepDays)
        return zip(below.weights, above.weights).map { $0 * pow($1 / $0, part) }
    }

    private static let known: [(sweepDays: Double, weights: [Double])] = [
        (2, [10.5, 4.00, 1.83, 0.76, 0.63, 0.56]), (4, [19.2, 9.21, 5.51, 2.92, 1.54, 1.18]),
        (7, [5.55, 3.45, 2.09, 1.35, 0.78, 0.32]), (12, [2.02, 1.47, 0.97, 0.60, 0.33, 0.14]),
        (30, [0.665, 0.492, 0.324, 0.201, 0.108, 0.041]), (100, [0.180, 0.136, 0.086, 0.053, 0.029, 0.012]),
    ]
}
