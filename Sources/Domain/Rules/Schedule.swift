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
