import Domain
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct `Weeks and prices` {
    /// Hours ahead of UTC, minutes after midnight UTC on day 100, the day a check belongs to.
    static let days: [(Int, Int, Int64)] = [
        (0, 0, 99), (0, 4, 99), (0, 5, 100), (0, 1444, 100), (0, 1445, 101), (2, -116, 99), (2, -115, 100),
        (-5, 304, 99), (-5, 305, 100),
    ]

    @Test(arguments: days)
    func `A day begins with the market's midnight, once it has settled`(hours: Int, minutes: Int, day: Int64) {
        let week = ReleaseWeek.usual(offset: .hours(hours))
        #expect(week.day(of: Timestamp(seconds: 100 * 86_400) + .minutes(minutes)) == Day(day))
        #expect(week.day(of: week.start(of: Day(day))) == Day(day))
        #expect(week.day(of: week.start(of: Day(day)) - .seconds(1)) == Day(day - 1))
    }

    @Test func `Weights of a week become shares`() {
        let week = ReleaseWeek(weights: [1, 1, 1, 1, 4, 1, 1])
        #expect(week.shares == [0.1, 0.1, 0.1, 0.1, 0.4, 0.1, 0.1])
    }

    @Test(arguments: [1, 2, 4, 5.5, 9, 12, 20, 30, 65, 100, 400])
    func `A call costs most as most has come out, and the less so the rarer a turn is`(sweepDays: Double) {
        let week = ReleaseWeek.usual()
        let prices = week.callPrices(sweepDays: sweepDays)
        #expect(abs(prices.reduce(0, +) / 7 - 1) < 1e-9)
        // From Friday on to Thursday.
        let fromFriday = (0..<7).map { prices[($0 + 4) % 7] }
        #expect(fromFriday == fromFriday.sorted(by: >))
        if sweepDays >= 4 {
            let rarer = week.callPrices(sweepDays: 1.2 * sweepDays)
            #expect(rarer[4] - rarer[3] <= prices[4] - prices[3])
        }
    }

    @Test func `Where releases come evenly, a call costs the same on any day`() {
        let prices = ReleaseWeek(weights: [1, 1, 1, 1, 1, 1, 1]).callPrices(sweepDays: 9)
        #expect(prices.allSatisfy { abs($0 - 1) < 1e-9 })
    }

    /// The prices are right where the last call of a day saves as much on every weekday, relative to them: else calls
    /// moved from one day to another would save more.
    @Test(arguments: [4, 12, 30])
    func `The last call of a day is worth the same on every weekday`(sweepDays: Int) {
        let calls = 24
        let planner = Planner(intervalMax: .days(900), sweepDays: Double(sweepDays))
        var candidates = (0..<calls * sweepDays).map { number in
            // Log-normal by its quantiles, with a spread of 1.6.
            let place = (Double(number) + 0.5) / Double(calls * sweepDays)
            let rhythm = ReleaseRhythm(perDay: exp(1.6 * log(place / (1 - place)) / 1.7) / 365.25)
            return CheckCandidate(
                artist: ArtistID(Int64(number)), group: .album, followers: 1, rhythm: rhythm,
                followedAt: Timestamp(seconds: 0),
                checkedAt: planner.week.start(of: Day(20_454 - Int64(number % sweepDays))))
        }
        var sums = [Double](repeating: 0, count: 7)
        for day in 0..<(7 * 30) {
            let now = planner.week.start(of: Day(20_455 + Int64(day)))
            let plan = planner.next(now: now, candidates: candidates, calls: calls, stalenessMax: .days(900))
            if day >= 70, let last = plan.last {
                sums[planner.week.day(of: now).weekday] += planner.value(
                    of: candidates[Int(last.artist.rawValue)], now: now)
            }
            for check in plan { candidates[Int(check.artist.rawValue)].checkedAt = now }
        }
        let (least, most) = (sums.min() ?? 0, sums.max() ?? 0)
        // On few groups only about so; at one price for all days a Friday's last call would be worth two of a
        // Thursday's.
        #expect(least > 0 && most < 1.6 * least, "\(sums)")
    }

    /// How far off the first price is, and the calls a day.
    static let starts: [(Double, Int)] = [(1, 40), (0.1, 40), (2, 5), (1, 150)]

    @Test(arguments: starts)
    func `The price settles where as many checks are made as there are calls`(factor: Double, budget: Int) {
        let planner = `The planner`.planner
        var candidates: [CheckCandidate] = (0..<400).map { number in
            let rhythm = ReleaseRhythm(perDay: Double(number % 40 + 1) / 400)
            let checkedAt = planner.week.start(of: Day(20_454 - Int64(number % 10)))
            return CheckCandidate(
                artist: ArtistID(Int64(number)), group: .album, followers: 1, rhythm: rhythm,
                followedAt: Timestamp(seconds: 0), checkedAt: checkedAt)
        }
        let first = PriceController(
            weights: candidates.map(\.rhythm.perDay), groups: candidates.count, callsPerDay: budget)
        var controller = PriceController(
            price: first.price * factor, groups: candidates.count, callsPerDay: budget)
        var due = candidates.map { planner.dueTime(of: $0, price: controller.price, stalenessMax: .days(400)) }
        var (made, standing) = (0, 0)
        for day in 0..<600 {
            let now = planner.week.start(of: Day(20_455 + Int64(day)))
            let waiting = due.indices.filter { due[$0] < now + .hours(2) }
            controller.adapt(due: waiting.count, budget: budget)
            let plan = planner.next(
                now: now, candidates: waiting.map { candidates[$0] }, calls: budget, stalenessMax: .days(400))
            for check in plan {
                let index = Int(check.artist.rawValue)
                candidates[index].checkedAt = now
                due[index] = planner.dueTime(of: candidates[index], price: controller.price, stalenessMax: .days(400))
            }
            if day >= 420 { (made, standing) = (made + plan.count, standing + waiting.count) }
        }
        // Known: where a sweep takes months, quiet days leave up to a fifth of the calls over. Those due stay few.
        #expect(Double(made) >= 0.8 * Double(180 * budget))
        #expect(standing / 180 <= max(5 * budget, 20))
    }

    /// Groups, calls a day, how many are claimed, how many are looked through for them.
    static let walks: [(groups: Int, callsPerDay: Int, limit: Int, rows: Int)] = [
        (2_400, 80, 8, 480), (2_400, 10, 8, 256), (2_400, 600, 8, 3_600), (50_000, 10_000, 64, 4_096),
        (600_000, 432_000, 64, 1_024), (600_000, 432_000, 16, 256), (600_000, 432_000, 1, 64), (100, 600, 8, 0),
    ]

    @Test(arguments: walks)
    func `Few calls are chosen among all that stand due, many among so many for each`(
        groups: Int, callsPerDay: Int, limit: Int, rows: Int
    ) {
        let plan = CheckPlan(
            schedule: Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: callsPerDay))
        let standing = CheckPlan.Standing(groups: groups, callsPerDay: callsPerDay)
        #expect(plan.choice(standing, claiming: limit) == rows)
    }
}
