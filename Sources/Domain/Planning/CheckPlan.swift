#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// When each group is checked next. Pure: evenly where there are calls enough for everybody every day, and by what a
/// call is worth where there are not.
public struct CheckPlan: Sendable {
    /// The bounds and the budget that the operator has set.
    public let schedule: Schedule
    /// How releases fall over the week, where the market is.
    public let week: ReleaseWeek
    /// Says what calls are worth; asked only where they are few.
    private func planner(_ standing: Standing) -> Planner {
        Planner(
            week: week, intervalMin: schedule.intervalMin, intervalMax: schedule.intervalMax,
            sweepDays: Double(standing.groups) / Double(calls(standing)))
    }

    /// Calls a day of an installation without a quota: five a second, within the rate limit that apps are known to
    /// have.
    public static let callsPerDayMax = 432_000
    /// Whoever asks for less than this between checks wants to watch, not to save.
    private static let rationingMin = Duration.hours(1)

    /// A plan.
    public init(schedule: Schedule, week: ReleaseWeek = .usual()) {
        self.schedule = schedule
        self.week = week
    }

    /// How things stand when a plan is made.
    public struct Standing: Sendable, Hashable {
        /// Groups that have their turn.
        public var groups: Int
        /// Calls a day that may be made, at most what the operator allows; nil for no bound.
        public var callsPerDay: Int?
        /// The sum over all groups of √(followers × releases a day ÷ 2).
        public var shares: Double
        /// What experience says about the price that follows from these.
        public var correction: Double

        /// A standing.
        public init(groups: Int, callsPerDay: Int?, shares: Double = 0, correction: Double = 1) {
            self.groups = groups
            self.callsPerDay = callsPerDay
            self.shares = shares
            self.correction = correction
        }
    }

    /// Whether there are fewer calls a day than groups, so that it matters who gets them.
    public func isRationed(_ standing: Standing) -> Bool {
        schedule.intervalMax >= CheckPlan.rationingMin && standing.groups > calls(standing)
    }

    /// Whether calls are so many that every list may be read to its end once, page by page.
    public func hasCallsForSweeps(_ standing: Standing) -> Bool {
        guard !isRationed(standing) else { return false }
        return standing.callsPerDay.map { $0 >= 4 * standing.groups } ?? true
    }

    /// How long anybody is left, at the most.
    public func stalenessMax(_ standing: Standing) -> Duration {
        guard isRationed(standing) else { return max(schedule.intervalMin, schedule.intervalMax) }
        return planner(standing).stalenessMax(groups: standing.groups, callsPerDay: calls(standing))
    }

    /// When a group that has just been checked is due again. `random`, from 0 to 1, keeps those apart that a jump of
    /// the clock, or a pause, has brought together.
    public func due(_ candidate: CheckCandidate, checkedAt: Timestamp, _ standing: Standing, random: Double)
        -> Timestamp
    {
        guard isRationed(standing) else {
            var even = schedule
            even.dailyBudget = standing.callsPerDay
            let interval = even.checkInterval(groups: standing.groups)
            let latest = max(schedule.intervalMin, schedule.intervalMax)
            return checkedAt + min(interval * (1 + 0.1 * min(max(random, 0), 1)), latest)
        }
        var candidate = candidate
        candidate.checkedAt = checkedAt
        return planner(standing).dueTime(of: candidate, price: price(standing), stalenessMax: stalenessMax(standing))
    }

    /// What a call has to save, in follower-days of waiting: the price at which, with releases spread evenly through
    /// the week, as many calls are wanted as there are, times what experience says.
    public func price(_ standing: Standing) -> Double {
        let root = standing.shares / Double(max(calls(standing), 1))
        return min(max(root * root * standing.correction, 1e-6), 1e9)
    }

    /// The correction after a day that began with `due` groups standing due.
    public func corrected(_ standing: Standing, due: Int) -> Double {
        let calls = calls(standing)
        var controller = PriceController(price: standing.correction, groups: standing.groups, callsPerDay: calls)
        controller.adapt(due: due, budget: calls)
        return min(max(controller.price, 1e-3), 1e3)
    }

    /// Who is checked first of those that stand due.
    public func next(
        _ candidates: [CheckCandidate], calls: Int, now: Timestamp, _ standing: Standing
    ) -> [PlannedCheck] {
        planner(standing).next(now: now, candidates: candidates, calls: calls, stalenessMax: stalenessMax(standing))
    }

    /// How many of those that stand due are looked through before one is chosen: all of them when the price is right,
    /// and never so many that it could be felt.
    public func choice(_ standing: Standing) -> Int {
        isRationed(standing) ? min(max(6 * calls(standing), 256), 4096) : 0
    }

    /// How many of those that stand due are looked through to claim `limit` of them. Where a day has so many calls that
    /// they are claimed all the time, no more than a few for each: the order of due times is nearly as good, and what
    /// picking costs must not grow with the installation.
    public func choice(_ standing: Standing, claiming limit: Int) -> Int {
        let all = choice(standing)
        return calls(standing) > CheckPlan.choosyCallsMax ? min(all, max(16 * limit, 64)) : all
    }

    /// Up to so many calls a day each of them is chosen among all that stand due.
    private static let choosyCallsMax = 10_000

    /// A group's share of the calls.
    public static func share(followers: Double, _ rhythm: ReleaseRhythm) -> Double {
        (max(followers, 0) * rhythm.perDay / 2).squareRoot()
    }

    private func calls(_ standing: Standing) -> Int { max(standing.callsPerDay ?? CheckPlan.callsPerDayMax, 1) }
}

/// How the calls of a rolling day are given out. Pure.
public struct CallAllowance: Sendable, Hashable {
    /// For people: lists that somebody has just followed and that nobody has looked at yet.
    public let baselines: Int
    /// For everything that comes round again.
    public let routine: Int

    /// What is left of `budget`; nil for no bound.
    ///
    /// A tenth is kept for those who have just followed somebody. And so that no burst spends what a later hour may
    /// need, and no provider sees a hundred calls in a minute (FACTS §3), routine takes a quarter of the day's calls in
    /// an hour at most.
    public init(budget: Int?, usedInDay: Int, usedInHour: Int, limit: Int) {
        guard let budget else {
            (baselines, routine) = (limit, limit)
            return
        }
        baselines = min(limit, max(0, budget - usedInDay))
        let hourly = max(budget / 4, 20) - usedInHour
        routine = min(limit, max(0, min(budget - CallAllowance.reserve(of: budget) - usedInDay, hourly)))
    }

    /// What of a budget is kept for people.
    public static func reserve(of budget: Int) -> Int { budget / 10 }
}

/// What a refusal tells about a secret quota.
public enum LearnedCeiling {
    /// Pauses from this on mean that a day's calls are used up; shorter ones are a rate limit.
    public static let pauseMin = Duration.hours(1)
    /// In this time a ceiling is believed half as much: quotas change, and others may have used it up with us.
    private static let halfLife = Duration.days(30)

    /// The ceiling after a refusal with `used` calls in the rolling day: those were too many, so that one less is the
    /// most there can have been. Not less than a tenth of the budget, since others may have used up what was ours.
    public static func ceiling(used: Int, budget: Int?) -> Int {
        max(used - 1, (budget ?? 0) / 10, 8)
    }

    /// How many calls are made under a budget when a ceiling was learned so long ago.
    public static func allowed(budget: Int?, ceiling: Int?, age: Duration) -> Int? {
        guard let ceiling else { return budget }
        let halves = max(0, Double(age.wholeMilliseconds) / Double(halfLife.wholeMilliseconds))
        let believed = Double(ceiling) * exp2(halves)
        guard believed < 1e9 else { return budget }
        return min(budget ?? .max, Int(believed))
    }
}
