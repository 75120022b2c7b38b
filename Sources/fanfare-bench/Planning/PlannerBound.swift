import Domain
import Glibc

/// The least mean delay that any plan can expect which makes its calls as each day begins and knows every rhythm, but
/// not the future.
///
/// By weak duality: let each call cost its weekday's price, and let every group be checked at the least cost of waiting
/// and calls. A plan within the budget waits no less than that cost, less the price of all calls of the budget. Any
/// prices give a bound; the planner's own, at their best level, give one that is nearly reached.
struct PlannerBound {
    /// In days, in the long run.
    let mean: Double

    /// The longest time between checks that is tried; the slowest rate of the table wants less.
    private static let daysMax = 1000
    /// Rates, relative to the price level: from a check in 500 days on.
    private static let rates: [Double] = {
        var rates = [8e-6]
        while let last = rates.last, last < 100 { rates.append(last * 1.1) }
        return rates
    }()

    init(_ world: PlannerWorld, calls: Int, week: ReleaseWeek) {
        let prices = week.callPrices(sweepDays: Double(world.groups.count) / Double(calls))
        let meanPrice = prices.reduce(0, +) / 7
        let waiting = Self.waiting(world.flow, settled: Double(week.settling.components.seconds) / 86_400)
        let costs = Self.rates.map { Self.leastCost(rate: $0, waiting: waiting, prices: prices) }
        let weights = world.groups.map { Double($0.followers) * $0.rate }
        let sum = weights.reduce(0, +)
        func bound(level: Double) -> Double {
            let cost = weights.reduce(0) { $0 + level * Self.cost(of: $1 / level, in: costs) }
            return (cost - Double(calls) * level * meanPrice) / sum
        }
        // Concave in the level: narrowed by thirds.
        var (low, high) = (log(1e-4), log(1e4))
        for _ in 0..<80 {
            let (left, right) = (low + (high - low) / 3, high - (high - low) / 3)
            if bound(level: exp(left)) < bound(level: exp(right)) { low = left } else { high = right }
        }
        mean = bound(level: exp((low + high) / 2))
    }

    /// On the chord between known rates, since the least cost is concave in the rate and nothing for nothing.
    private static func cost(of rate: Double, in costs: [Double]) -> Double {
        let place = log(rate / rates[0]) / log(1.1)
        guard place >= 0 else { return costs[0] * rate / rates[0] }
        let below = Int(place)
        guard below + 1 < costs.count else { return costs[costs.count - 1] }
        let part = (rate - rates[below]) / (rates[below + 1] - rates[below])
        return costs[below] + part * (costs[below + 1] - costs[below])
    }

    /// By weekday of the last check and days until the next.
    private static func waiting(_ flow: ReleaseFlow, settled: Double) -> [[Double]] {
        // 5 January 1970 was a Monday.
        (0..<7).map { weekday in
            let start = Double(4 + weekday) + settled
            return (0...daysMax).map { days in
                let end = start + Double(days)
                return flow.expected(after: start, through: end, until: end).waiting
            }
        }
    }

    /// What a day costs under the cheapest endless plan for a rate.
    private static func leastCost(rate: Double, waiting: [[Double]], prices: [Double]) -> Double {
        var (low, high) = (0.0, rate * waiting[0][7] / 7 + prices[0] / 7)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if hasCheaperCycle(than: middle, rate: rate, waiting, prices) { high = middle } else { low = middle }
        }
        return low
    }

    /// Whether some way from a weekday back to it costs less a day (Floyd and Warshall).
    private static func hasCheaperCycle(
        than costPerDay: Double, rate: Double, _ waiting: [[Double]], _ prices: [Double]
    ) -> Bool {
        var paths = [Double](repeating: .infinity, count: 49)
        for start in 0..<7 {
            for days in 1...daysMax {
                let end = (start + days) % 7
                let cost = rate * waiting[start][days] - costPerDay * Double(days) + prices[end]
                if cost < paths[start * 7 + end] { paths[start * 7 + end] = cost }
            }
        }
        for through in 0..<7 {
            for start in 0..<7 {
                for end in 0..<7 {
                    let path = paths[start * 7 + through] + paths[through * 7 + end]
                    if path < paths[start * 7 + end] { paths[start * 7 + end] = path }
                }
            }
        }
        return (0..<7).contains { paths[$0 * 8] < 0 }
    }
}
