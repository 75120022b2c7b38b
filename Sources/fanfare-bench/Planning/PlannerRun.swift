import Domain

/// A year in a world under a policy.
struct PlannerRun {
    /// Delays in days, one for every follower told of a release of the year; sorted.
    private(set) var delays: [Double] = []
    /// Those who were still not told long after the year.
    private(set) var untold = 0
    /// What the same checks have to expect at the true rates, in follower-releases and follower-days: without the luck
    /// of when in the year releases came.
    private var expected = ReleaseFlow.Expected()
    /// The longest time between two checks, in days.
    private(set) var longestGap = 0.0

    private static let pageLimit = 10

    init(_ world: PlannerWorld, policy: inout some PlannerPolicy, calls: Int, week: ReleaseWeek) {
        let start = PlannerWorld.start
        let count = world.groups.count
        var knowledge = PlannerKnowledge(
            days: [], checkedAt: [], followers: world.groups.map(\.followers), isWhole: [])
        // The baselines were made in the sweep before the year, one group after the other.
        var last: [Double] = []
        var seen: [Int] = []
        for (index, group) in world.groups.enumerated() {
            let time = Double(start) - Double(count - index) / Double(calls)
            last.append(time)
            seen.append(group.appearances.firstIndex { $0 > time } ?? group.appearances.count)
            knowledge.days.append(
                group.appearances[..<seen[index]].suffix(Self.pageLimit).map { Day(Int64($0.rounded(.down))) })
            knowledge.checkedAt.append(Self.timestamp(time))
            knowledge.isWhole.append(seen[index] <= Self.pageLimit)
        }
        for index in 0..<count { policy.checked(index, day: Int(last[index].rounded(.down)), knowledge: knowledge) }
        let settled = Double(week.settling.components.seconds) / 86_400

        for day in start..<(start + PlannerWorld.warmUp + PlannerWorld.year + PlannerWorld.after) {
            for (position, index) in policy.choose(day: day, calls: calls, knowledge: knowledge).enumerated() {
                let time = Double(day) + (policy.isSpread ? Double(position) / Double(calls) : settled)
                let appearances = world.groups[index].appearances
                let first = seen[index]
                while seen[index] < appearances.count, appearances[seen[index]] <= time {
                    let appeared = appearances[seen[index]]
                    seen[index] += 1
                    guard appeared >= Double(start + PlannerWorld.warmUp) else { continue }
                    delays.append(
                        contentsOf: repeatElement(time - appeared, count: world.groups[index].followers))
                }
                expect(world.flow, group: world.groups[index], after: last[index], until: time)
                let fresh = appearances[first..<seen[index]].suffix(Self.pageLimit)
                if seen[index] - first > Self.pageLimit { knowledge.isWhole[index] = false }
                knowledge.days[index].append(contentsOf: fresh.map { Day(Int64($0.rounded(.down))) })
                longestGap = max(longestGap, time - last[index])
                last[index] = time
                knowledge.checkedAt[index] = Self.timestamp(time)
                policy.checked(index, day: day, knowledge: knowledge)
            }
        }
        for (index, group) in world.groups.enumerated() {
            let rest = group.appearances[seen[index]...].count { $0 >= Double(start + PlannerWorld.warmUp) }
            untold += rest * group.followers
        }
        delays.sort()
    }

    /// Counts what a check has to expect of the releases of the year.
    private mutating func expect(_ flow: ReleaseFlow, group: PlannerWorld.Group, after: Double, until: Double) {
        let year = Double(PlannerWorld.start + PlannerWorld.warmUp)
        let found = flow.expected(
            after: max(after, year), through: min(until, year + Double(PlannerWorld.year)), until: until)
        expected.releases += Double(group.followers) * group.rate * found.releases
        expected.waiting += Double(group.followers) * group.rate * found.waiting
    }

    /// The mean delay that the checks had to expect, in days.
    var expectedMean: Double { expected.waiting / max(expected.releases, .leastNormalMagnitude) }

    private static func timestamp(_ days: Double) -> Timestamp { Timestamp(milliseconds: Int64(days * 86_400_000)) }

    var mean: Double { delays.reduce(0, +) / Double(max(delays.count, 1)) }

    var percentile95: Double { delays.isEmpty ? 0 : delays[delays.count * 95 / 100] }

    /// Percent of those waiting for a release of the year who were told.
    var told: Double { 100 * Double(delays.count) / Double(max(delays.count + untold, 1)) }
}
