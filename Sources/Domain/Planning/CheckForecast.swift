/// How often somebody's artists are checked, as the plan stands. Pure.
public struct CheckForecast: Sendable, Hashable {
    /// Between two checks of a list, on average over the lists.
    public var mean: Duration
    /// The longest of these times.
    public var longest: Duration
    /// Lists that have had a check and wait for the next.
    public var planned: Int
    /// Of these, how many are due by now.
    public var due: Int
    /// Lists that have not had their first check.
    public var first: Int

    /// A forecast.
    public init(mean: Duration, longest: Duration, planned: Int, due: Int, first: Int) {
        self.mean = mean
        self.longest = longest
        self.planned = planned
        self.due = due
        self.first = first
    }
}
