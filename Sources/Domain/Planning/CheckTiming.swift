import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// When within weeks a check is worth most: how much waiting a call saves, by the day of the last check and of the
/// next.
///
/// Between two checks nothing is learnt, so the best days for a group follow from its expected releases a day alone.
/// For each rate the cheapest endless plan is found (a cycle through the weekdays with the least waiting and calls a
/// day); a table keeps the smallest rate for which it is best to check now, and its inverse is the urgency.
struct CheckTiming: Sendable {
    /// The longest time between checks that the table tells apart, in days.
    static let daysMax = 182

    /// Waiting in days between two checks for one release expected a day, by weekday of the first and days between.
    private let waiting: [Double]
    private let urgencies: [Double]

    private init(_ week: ReleaseWeek, sweepDays: Double) {
        let waiting = Self.waiting(week)
        self.waiting = waiting
        let plans = Self.rates.map {
            CheckCycle(rate: $0, waiting: waiting, prices: week.callPrices(sweepDays: sweepDays))
        }
        var urgencies = [Double](repeating: 0, count: 7 * (Self.daysMax + 1))
        for weekday in 0..<7 {
            let gains = plans.map { $0.gains(from: weekday, waiting: waiting) }
            for days in 1..<Self.daysMax {
                guard let first = gains.firstIndex(where: { $0[days] >= 0 }) else { continue }
                var rate = Self.rates[first]
                if first > 0 {
                    let (below, above) = (gains[first - 1][days], gains[first][days])
                    rate -= (rate - Self.rates[first - 1]) * above / max(above - below, .leastNormalMagnitude)
                }
                urgencies[weekday * (Self.daysMax + 1) + days] = 1 / rate
            }
        }
        self.urgencies = urgencies
    }

    /// The timing of a week where one check of everybody takes so many days, to half a doubling. Kept, since a table
    /// takes some milliseconds to work out and there are a dozen at most.
    static func of(_ week: ReleaseWeek, sweepDays: Double) -> CheckTiming {
        let step = (2 * log2(min(max(sweepDays, 2), 64))).rounded()
        let key = Key(shares: week.shares, step: Int(step))
        if let known = known.withLock({ $0[key] }) { return known }
        let timing = CheckTiming(week, sweepDays: exp2(step / 2))
        known.withLock { $0[key] = timing }
        return timing
    }

    private struct Key: Hashable {
        var shares: [Double]
        var step: Int
    }

    private static let known = Mutex<[Key: CheckTiming]>([:])

    /// What a check on `day` is worth for a group that brings one release a day to one follower, last checked on
    /// `last`: follower-days of waiting saved by the call. Zero for a day on which it was checked already.
    func urgency(on day: Day, last: Day) -> Double {
        let days = min(max(day.number - last.number, 0), Int64(Self.daysMax - 1))
        return urgencies[(day - Int(days)).weekday * (Self.daysMax + 1) + Int(days)]
    }

    /// Rates from one release in a hundred years to a thousand a day, each a quarter more than the one before.
    private static let rates: [Double] = {
        var rates = [3e-5]
        while let last = rates.last, last < 1000 { rates.append(last * 1.25) }
        return rates
    }()

    private static func waiting(_ week: ReleaseWeek) -> [Double] {
        var table: [Double] = []
        for weekday in 0..<7 {
            var (pending, waited) = (0.0, 0.0)
            table.append(0)
            for days in 1...daysMax {
                waited += pending
                pending += 7 * week.shares[(weekday + days) % 7]
                table.append(waited)
            }
        }
        return table
    }
}
