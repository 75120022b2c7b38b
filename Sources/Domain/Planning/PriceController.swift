#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Keeps the price of a call where as many checks fall due as there are calls.
public struct PriceController: Sendable, Hashable {
    /// Follower-days of waiting that a call has to save.
    public private(set) var price: Double

    /// The most that the price moves in a day, as a share of itself.
    private let stepMax: Double

    /// A controller that starts at a price. `groups` and `callsPerDay` say how fast a change can show: a price is felt
    /// only when groups are checked, so one corrected faster than that swings.
    public init(price: Double = 1, groups: Int = 1, callsPerDay: Int = 1) {
        self.price = min(max(price, 1e-6), 1e9)
        stepMax = min(max(0.5 * Double(callsPerDay) / Double(max(groups, 1)), 0.002), 0.05)
    }

    /// A controller that starts where the budget would be met if releases came evenly through the week: with a call
    /// worth `price`, a group of `weight` followers × releases a day is checked every √(2 × price ÷ weight) days.
    /// The weights may be a sample that stands for `groups` in all.
    public init(weights: [Double], groups: Int, callsPerDay: Int) {
        let sum = weights.reduce(0) { $0 + (max($1, 0) / 2).squareRoot() }
        let calls = sum * Double(groups) / Double(max(weights.count, 1)) / Double(max(callsPerDay, 1))
        self.init(price: calls * calls, groups: groups, callsPerDay: callsPerDay)
    }

    /// How many times the budget stands due when the price is right: enough to choose from, and few to look through.
    public static let choice = 4.0

    /// After a day on which `due` checks stood due, those left over from earlier included, with `budget` calls to make
    /// them. Slowly: a Friday brings more than a Wednesday, and the mean counts.
    public mutating func adapt(due: Int, budget: Int) {
        guard budget > 0 else { return }
        let ratio = Double(max(due, 1)) / (Self.choice * Double(budget))
        let step = min(max(log(ratio) * stepMax, -stepMax), stepMax)
        price = min(max(price * exp(step), 1e-6), 1e9)
    }
}
