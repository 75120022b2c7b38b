/// The cheapest endless plan of checks for one rate, where a day of waiting costs the rate and a call its weekday's
/// price.
struct CheckCycle {
    private let rate: Double
    private let prices: [Double]
    /// The least cost a day.
    private let costPerDay: Double
    /// What is still to come after a check on each weekday, beyond the average.
    private let ahead: [Double]

    init(rate: Double, waiting: [Double], prices: [Double]) {
        var (low, high) = (0.0, rate * waiting[CheckTiming.daysMax] / Double(CheckTiming.daysMax) + (prices.max() ?? 0))
        // The least average is where a cycle of no cost appears: halved until it is known to a billionth.
        for _ in 0..<32 {
            let middle = (low + high) / 2
            let paths = Self.paths(rate: rate, waiting: waiting, prices: prices, costPerDay: middle)
            if (0..<7).contains(where: { paths[$0 * 8] < 0 }) { high = middle } else { low = middle }
        }
        let paths = Self.paths(rate: rate, waiting: waiting, prices: prices, costPerDay: low)
        let home = (0..<7).min { paths[$0 * 8] < paths[$1 * 8] } ?? 0
        self.rate = rate
        self.prices = prices
        costPerDay = low
        ahead = (0..<7).map { $0 == home ? 0 : paths[$0 * 7 + home] }
    }

    /// What checking so many days after the last check, on that weekday, costs less than checking on the best later
    /// day.
    func gains(from weekday: Int, waiting: [Double]) -> [Double] {
        var gains = [Double](repeating: 0, count: CheckTiming.daysMax + 1)
        var later = Double.infinity
        for days in stride(from: CheckTiming.daysMax, to: 0, by: -1) {
            let then = (weekday + days) % 7
            let cost =
                rate * waiting[weekday * (CheckTiming.daysMax + 1) + days] - costPerDay * Double(days) + prices[then]
                + ahead[then]
            gains[days] = later - cost
            later = min(later, cost)
        }
        return gains
    }

    /// The cheapest ways from weekday to weekday, of any number of checks (Floyd and Warshall).
    private static func paths(rate: Double, waiting: [Double], prices: [Double], costPerDay: Double) -> [Double] {
        var paths = [Double](repeating: .infinity, count: 49)
        for start in 0..<7 {
            let row = start * (CheckTiming.daysMax + 1)
            var end = start
            for days in 1...CheckTiming.daysMax {
                end = end == 6 ? 0 : end + 1
                let cost = rate * waiting[row + days] - costPerDay * Double(days) + prices[end]
                if cost < paths[start * 7 + end] { paths[start * 7 + end] = cost }
            }
        }
        for through in 0..<7 {
            for start in 0..<7 {
                let first = paths[start * 7 + through]
                for end in 0..<7 {
                    paths[start * 7 + end] = min(paths[start * 7 + end], first + paths[through * 7 + end])
                }
            }
        }
        return paths
    }
}
