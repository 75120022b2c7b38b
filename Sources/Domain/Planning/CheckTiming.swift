/// When within weeks a check is worth most: how much waiting a call saves, by the day of the last check and of the next.
///
/// Between two checks nothing is learnt, so the best days for a group follow from its expected releases a day alone. For
/// each rate the cheapest endless plan is found (a cycle through the weekdays with the least waiting and calls a day);
/// a table keeps the smallest rate for which it is best to check now, and its inverse is the urgency.
struct CheckTiming: Sendable {
    /// That of the usual week, worked out when it is first asked for. Offsets do not matter to it.
    static let usual = CheckTiming(.usual())
    static let usualShares = ReleaseWeek.usual().shares

    /// The longest time between checks that the table tells apart, in days.
    static let daysMax = 182

    /// Waiting in days between two checks for one release expected a day, by weekday of the first and days between.
    private let waiting: [Double]
    private let urgencies: [Double]

    init(_ week: ReleaseWeek) {
        let waiting = Self.waiting(week)
        self.waiting = waiting
        let plans = Self.rates.map { CheckCycle(rate: $0, waiting: waiting, prices: week.callPrices) }
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

    /// What a check on `day` is worth for a group that brings one release a day to one follower, last checked on `last`:
    /// follower-days of waiting saved by the call. Zero for a day on which it was checked already.
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
