import Domain
import Testing

@Suite struct `The planner` {
    static let planner = Planner()
    /// Noon on a Monday.
    static let now = Timestamp(seconds: 20_458 * 86_400 + 43_200)

    static func candidate(
        _ number: Int, followers: Double = 1, perYear: Double = 6, daysAgo: Int? = 10, sweepCalls: Int = 0
    ) -> CheckCandidate {
        CheckCandidate(
            artist: ArtistID(Int64(number)), group: .single, followers: followers,
            rhythm: ReleaseRhythm(perDay: perYear / 365.25), followedAt: now - .days(400) + .seconds(Int64(number)),
            checkedAt: daysAgo.map { now - .days($0) }, sweepCalls: sweepCalls)
    }

    static func plan(_ candidates: [CheckCandidate], calls: Int = 100) -> [PlannedCheck] {
        planner.next(now: now, candidates: candidates, calls: calls, stalenessMax: .days(30))
    }

    @Test func `New follows come first, then who is overdue, then sweeps, then what is expected`() {
        let plan = Self.plan([
            Self.candidate(1, followers: 1000, perYear: 50), Self.candidate(2, sweepCalls: 3),
            Self.candidate(3, perYear: 0.1, daysAgo: 40), Self.candidate(4, daysAgo: nil),
            Self.candidate(5, daysAgo: 0),
        ])
        #expect(plan.map(\.artist.rawValue) == [4, 3, 2, 1])
        #expect(plan.map(\.kind) == [.baseline, .overdue, .deepSweep, .expected])
        #expect(plan.map(\.calls) == [1, 1, 3, 1])
    }

    @Test func `The plan never takes more calls than there are, and a sweep that does not fit stops nobody`() {
        let candidates = [Self.candidate(1), Self.candidate(2, sweepCalls: 9), Self.candidate(3)]
        #expect(Self.plan(candidates, calls: 0).isEmpty)
        #expect(Self.plan(candidates, calls: 2).map(\.kind) == [.expected, .expected])
        #expect(Self.plan(candidates, calls: 10).map(\.calls).reduce(0, +) == 10)
    }

    @Test func `The same groups in any order make the same plan`() {
        var candidates = (0..<200).map {
            Self.candidate($0, followers: Double($0 % 3 + 1), perYear: Double($0 % 7), daysAgo: $0 % 40)
        }
        let plan = Self.plan(candidates, calls: 50)
        candidates.reverse()
        #expect(Self.plan(candidates, calls: 50) == plan)
        candidates.swapAt(3, 150)
        #expect(Self.plan(candidates, calls: 50) == plan)
        #expect(plan.count == 50)
    }

    @Test func `More followers and a faster rhythm are worth more and due sooner`() {
        let steps = [1.0, 2, 5, 20, 100, 500]
        let followed = steps.map { Self.candidate(1, followers: $0) }
        let faster = steps.map { Self.candidate(1, perYear: $0) }
        for candidates in [followed, faster] {
            let values = candidates.map { Self.planner.value(of: $0, now: Self.now) }
            let times = candidates.map { Self.planner.dueTime(of: $0, price: 1, stalenessMax: .days(90)) }
            for index in 1..<steps.count {
                #expect(values[index] > values[index - 1])
                #expect(times[index] <= times[index - 1])
            }
        }
    }

    @Test func `Nobody follows, nobody checks; just checked, not again`() {
        let again = CheckCandidate(
            artist: ArtistID(1), group: .album, followers: 1, rhythm: ReleaseRhythm(perDay: 1), followedAt: Self.now,
            checkedAt: Self.now - .minutes(59))
        #expect(Self.plan([Self.candidate(1, followers: 0, daysAgo: nil), again]).isEmpty)
    }

    @Test func `A group that can wait for Friday is checked as it begins`() {
        // Last checked on Saturday; one release every three weeks.
        let saturday = Self.planner.week.start(of: Day(20_456))
        var candidate = Self.candidate(1, perYear: 17)
        candidate.checkedAt = saturday
        for price in [0.2, 0.3, 0.5] {
            let due = Self.planner.dueTime(of: candidate, price: price, stalenessMax: .days(90))
            // That Friday, or a day after it, when a call costs less.
            #expect((4...6).contains(Self.planner.week.day(of: due).weekday), "at \(price)")
            #expect(due - Self.planner.week.start(of: Self.planner.week.day(of: due)) <= .hours(1))
        }
    }

    @Test(arguments: [0.001, 0.01, 0.1, 1, 10, 100, 1e6])
    func `At the due time a check is worth its price, or the bound is reached`(price: Double) {
        for daysAgo in 0..<7 {
            for perYear in [0.01, 0.3, 2, 12, 52] {
                let candidate = Self.candidate(1, perYear: perYear, daysAgo: daysAgo)
                let due = Self.planner.dueTime(of: candidate, price: price, stalenessMax: .days(90))
                let checkedAt = Self.now - .days(daysAgo)
                #expect(due > checkedAt && due <= checkedAt + .days(90))
                let isWorth = Self.planner.value(of: candidate, now: due) >= price
                #expect(isWorth || due == checkedAt + .days(90))
            }
        }
    }

    @Test func `A new follow is due at once`() {
        let candidate = Self.candidate(1, daysAgo: nil)
        #expect(
            Self.planner.dueTime(of: candidate, price: 1e9, stalenessMax: .days(1)) == candidate.followedAt)
    }

    @Test func `Nobody is left longer than the bound`() {
        let calls = 6
        let bound = Self.planner.stalenessMax(groups: 120, callsPerDay: calls)
        #expect(bound == .days(80))
        // A few that are always worth more than all the others.
        var candidates = (0..<120).map {
            Self.candidate($0, followers: $0 < 12 ? 5000 : 1, perYear: $0 < 12 ? 300 : 0.05, daysAgo: $0 / calls)
        }
        for day in 0..<400 {
            let now = Self.planner.week.start(of: Day(20_459 + Int64(day)))
            for check in Self.planner.next(now: now, candidates: candidates, calls: calls, stalenessMax: bound) {
                candidates[Int(check.artist.rawValue)].checkedAt = now
            }
            let oldest = candidates.compactMap(\.checkedAt).min() ?? now
            #expect(now - oldest <= bound)
        }
    }

    /// Groups, calls a day, days.
    @Test(arguments: [(2400, 80, 120), (2400, 200, 48), (2400, 600, 30), (10, 600, 30), (10, 0, 40)])
    func `The bound is the interval asked for, or four sweeps where calls are few`(groups: Int, calls: Int, days: Int) {
        #expect(Self.planner.stalenessMax(groups: groups, callsPerDay: calls) == .days(days))
    }
}
