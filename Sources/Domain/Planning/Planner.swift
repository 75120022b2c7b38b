/// Decides what is worth the next calls. Pure: the same arguments always give the same plan.
///
/// A check is worth the waiting it ends: followers × expected releases × how urgent the day is after the last check.
/// The urgency knows the week: after Friday's midnight a call finds most, and a group that can wait for it does.
public struct Planner: Sendable {
    /// How releases fall over the week.
    public let week: ReleaseWeek
    /// Nobody is checked again sooner (`CHECK_INTERVAL_MIN`).
    public let intervalMin: Duration
    /// Nobody is left longer, if there are calls enough (`CHECK_INTERVAL_MAX`).
    public let intervalMax: Duration
    private let timing: CheckTiming
    private let prices: [Double]

    /// A planner for an installation where one check of everybody takes `sweepDays`. The first of its kind works out a
    /// table for some milliseconds.
    public init(
        week: ReleaseWeek = .usual(), intervalMin: Duration = .hours(1), intervalMax: Duration = .days(30),
        sweepDays: Double = 12
    ) {
        self.week = week
        self.intervalMin = intervalMin
        self.intervalMax = max(intervalMin, intervalMax)
        timing = CheckTiming.of(week, sweepDays: sweepDays)
        prices = week.callPrices(sweepDays: sweepDays)
    }

    /// How long anybody is left: the interval asked for, or where calls are too few for it, four full sweeps. Then
    /// a quarter of the calls at most goes to those who are left that long.
    public func stalenessMax(groups: Int, callsPerDay: Int) -> Duration {
        max(intervalMax, .milliseconds(4 * Int64(groups) * 86_400_000 / Int64(max(callsPerDay, 1))))
    }

    /// The next checks, most urgent first, that fit into `calls`. The candidates may be all or those that an index
    /// found.
    public func next(
        now: Timestamp, candidates: [CheckCandidate], calls: Int, stalenessMax: Duration
    ) -> [PlannedCheck] {
        let today = week.day(of: now)
        let ranked = candidates.compactMap { rank($0, now: now, today: today, stalenessMax: stalenessMax) }
            .sorted(by: Rank.precedes)
        var plan: [PlannedCheck] = []
        var left = calls
        for rank in ranked {
            guard left > 0 else { break }
            let cost = rank.kind == .deepSweep ? rank.candidate.sweepCalls : 1
            // A sweep that does not fit waits for tomorrow's calls; what is cheaper need not.
            guard cost <= left else { continue }
            left -= cost
            plan.append(
                PlannedCheck(
                    artist: rank.candidate.artist, group: rank.candidate.group, kind: rank.kind, calls: cost))
        }
        return plan
    }

    /// What a call for a group is worth now: follower-days of waiting it saves.
    public func value(of candidate: CheckCandidate, now: Timestamp) -> Double {
        guard let checkedAt = candidate.checkedAt else { return .infinity }
        return candidate.followers * candidate.rhythm.perDay
            * timing.urgency(on: week.day(of: now), last: week.day(of: checkedAt))
    }

    /// When a group's next check is worth `price`, or the bound on staleness if that comes first: what a store keeps
    /// and finds by index. A group without a baseline is due at once, and those worth more come earlier in their day.
    public func dueTime(of candidate: CheckCandidate, price: Double, stalenessMax: Duration) -> Timestamp {
        guard let checkedAt = candidate.checkedAt else { return candidate.followedAt }
        let last = week.day(of: checkedAt)
        let bound = checkedAt + stalenessMax
        let weight = candidate.followers * candidate.rhythm.perDay
        for days in 1..<CheckTiming.daysMax {
            let day = last + days
            let start = week.start(of: day)
            guard start < bound else { break }
            let value = weight * timing.urgency(on: day, last: last)
            guard value >= price else { continue }
            // Within the first hour of the day.
            let due = start + .milliseconds(Int64(3_600_000 * price / max(value, price, .leastNormalMagnitude)))
            return max(due, checkedAt + intervalMin)
        }
        return max(bound, checkedAt + intervalMin)
    }

    private func rank(_ candidate: CheckCandidate, now: Timestamp, today: Day, stalenessMax: Duration) -> Rank? {
        guard candidate.followers > 0 else { return nil }
        guard let checkedAt = candidate.checkedAt else {
            return Rank(candidate: candidate, kind: .baseline, value: candidate.followers, since: candidate.followedAt)
        }
        if candidate.sweepCalls > 0 {
            return Rank(candidate: candidate, kind: .deepSweep, value: candidate.followers, since: checkedAt)
        }
        guard now - checkedAt >= intervalMin else { return nil }
        let value = value(of: candidate, now: now)
        let kind: PlannedCheck.Kind =
            if isOverdue(checkedAt, today: today, stalenessMax: stalenessMax) {
                .overdue
            } else if value > 0 {
                .expected
            } else {
                .spare
            }
        return Rank(candidate: candidate, kind: kind, value: value, since: checkedAt)
    }

    /// A day before the bound; on days that are no dearer than the quietest a few days more, so that the dear ones are
    /// free for what has just come out.
    private func isOverdue(_ checkedAt: Timestamp, today: Day, stalenessMax: Duration) -> Bool {
        let next = week.start(of: today + 1)
        let margin: Duration = quietDays[today.weekday] && stalenessMax >= .days(21) ? .days(4) : .zero
        return checkedAt + stalenessMax <= next + margin
    }

    private var quietDays: [Bool] {
        let least = prices.min() ?? 1
        return prices.map { $0 < 1.2 * least }
    }
}

/// A candidate with its place in the order.
private struct Rank {
    var candidate: CheckCandidate
    var kind: PlannedCheck.Kind
    var value: Double
    var since: Timestamp

    /// Kind, then value, then who has waited longest, then the key, so that no order depends on how they were read.
    static func precedes(_ one: Rank, _ other: Rank) -> Bool {
        if one.kind != other.kind { return one.kind < other.kind }
        if one.kind == .overdue, one.since != other.since { return one.since < other.since }
        if one.value != other.value { return one.value > other.value }
        if one.since != other.since { return one.since < other.since }
        if one.candidate.artist != other.candidate.artist { return one.candidate.artist < other.candidate.artist }
        return one.candidate.group.rawValue < other.candidate.group.rawValue
    }
}
