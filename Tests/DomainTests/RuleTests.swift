import Domain
import Testing

@Suite struct `Rules` {
    static let dates: [(String?, String?, String)] = [
        ("2026-11-21", "day", "2026-11-21"), ("2026-11", "month", "2026-11"), ("2026", "year", "2026"),
        ("2026-01-01", "year", "2026"), ("2026-11-21", "month", "2026-11"), ("0000", "year", ""), (nil, nil, ""),
        ("", "day", ""), ("2026-02-30", "day", "2026-02"), ("2026-13-01", "day", "2026"), ("+026-11-21", "day", ""),
        ("2024-02-29", "day", "2024-02-29"), ("soon", nil, ""), ("2026-11-21", nil, "2026-11-21"),
    ]

    @Test(arguments: dates)
    func `A date is as precise as its source and no more`(text: String?, precision: String?, stored: String) {
        let date = ReleaseDate(text, precision: precision)
        #expect(date.text == stored)
        #expect(ReleaseDate(date.text) == date)
    }

    @Test func `Days count as the calendar does`() throws {
        let day = try #require(Day(year: 2026, month: 11, day: 21))
        #expect(day.number == 20_778)
        #expect(day.weekday == 5)
        for number in stride(from: Int64(-100_000), through: 100_000, by: 37) {
            let (year, month, dayOfMonth) = Day(number).parts
            #expect(Day(year: year, month: month, day: dayOfMonth) == Day(number))
        }
    }

    /// Date, class when seen on 21 November 2026.
    static let classes: [(String, ReleaseClass)] = [
        ("2026-11-21", .out), ("2026-11-22", .upcoming), ("2026-12", .upcoming), ("2027", .upcoming),
        ("2026-11-14", .out),
        ("2026-11-13", .late), ("2026-08-23", .late), ("2026-08-22", .backCatalogue), ("2026-11", .out), ("2026", .out),
        ("2026-10", .late), ("2025", .backCatalogue), ("1999-01-01", .backCatalogue), ("", .out),
    ]

    @Test(arguments: classes)
    func `A release is classed by its date on the day it was seen`(date: String, expected: ReleaseClass) throws {
        let seen = try #require(Day(year: 2026, month: 11, day: 21))
        #expect(ReleaseClassifier.classify(ReleaseDate(date), seenOn: seen) == expected)
    }

    /// Seen so many hours after the follow, at the baseline, date; whether it is news. The follow is on 21 November,
    /// 12:00.
    static let news: [(Int, Bool, String, Bool)] = [
        (1, false, "1999-01-01", true), (1, false, "", true), (-1, false, "2026-11-21", false),
        (0, false, "2026-11-21", true), (1, true, "2026-11-21", true), (100, true, "2026-11-23", true),
        (1, true, "2026-11-20", false), (1, true, "2026-11", false), (1, true, "", false),
        (-1, true, "2026-11-22", false),
    ]

    @Test(arguments: news)
    func `News is what was first seen after the follow, and what the baseline shows from its day on`(
        hours: Int, isBaseline: Bool, date: String, isNews: Bool
    ) throws {
        let day = try #require(Day(year: 2026, month: 11, day: 21))
        let followed = Timestamp(seconds: day.number * 86_400 + 43_200)
        let sighting = Sighting(
            seenAt: followed + .hours(hours), isBaseline: isBaseline, date: ReleaseDate(date), releaseClass: .out,
            form: .album)
        let decision = Decision(about: sighting, for: FollowFacts(since: followed), rules: TellingRules())
        #expect((decision.reach == .push) == isNews)
    }

    static let returnPaths: [(String?, String)] = [
        ("/artists", "/artists"), ("/?before=3", "/?before=3"), ("/a%20b", "/a%20b"), (nil, "/"), ("", "/"),
        ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil.example", "/"), ("https:evil", "/"),
        ("/%2f%2fevil", "/"), ("/%2fevil", "/"), ("/a//b", "/"), ("/%5cevil", "/"), ("/\t/evil", "/"),
        ("/\r\nX: y", "/"),
        ("/a b", "/"), ("/%0d%0a", "/"), ("/%zz", "/"), ("/%+1", "/"), ("artists", "/"),
        ("/" + String(repeating: "a", count: 600), "/"),
        // Out of a site that stands below a path.
        ("/../other", "/"), ("/artists/../../other", "/"), ("/%2e%2E/other", "/"), ("/.%2e", "/"), ("/..?a", "/"),
        ("/..#a", "/"), ("/./a", "/"), ("/..%2fother", "/"), ("/a/..", "/"),
        ("/...", "/..."), ("/.a/b..", "/.a/b.."), ("/a/", "/a/"), ("/a?b=/../c", "/a?b=/../c"), ("/a#/..", "/a#/.."),
    ]

    @Test(arguments: returnPaths)
    func `A return path never leads out of the site`(candidate: String?, path: String) {
        #expect(ReturnPath(checking: candidate).text == path)
    }

    @Test func `Checks are spread over what the budget allows, within the bounds`() {
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: 80)
        #expect(schedule.checkInterval(groups: 1) == .minutes(18))
        #expect(schedule.checkInterval(groups: 80) == .days(1))
        #expect(schedule.checkInterval(groups: 10_000) == .days(7))
        #expect(
            Schedule(intervalMin: .seconds(1), intervalMax: .seconds(2), dailyBudget: nil).checkInterval(groups: 9)
                == .seconds(1))
        #expect(
            Schedule(intervalMin: .seconds(1), intervalMax: .seconds(2), dailyBudget: nil).followListInterval
                == .seconds(2))
    }

    @Test func `Waits double up to their longest and are never next to nothing`() {
        let backoff = Backoff()
        #expect(backoff.wait(afterFailures: 1, random: 1) == .seconds(30))
        #expect(backoff.wait(afterFailures: 1, random: 0) == .seconds(15))
        #expect(backoff.wait(afterFailures: 3, random: 1) == .seconds(120))
        #expect(backoff.wait(afterFailures: 99, random: 1) == .hours(1))
    }

    @Test func `Tokens are exchanged before they end, also short ones`() {
        let end = Timestamp(seconds: 10_000)
        #expect(RefreshTiming.due(expiresAt: end, lifetime: .hours(1), random: 0) == end - .seconds(180))
        #expect(RefreshTiming.due(expiresAt: end, lifetime: .seconds(5), random: 0) == end - .seconds(2))
        #expect(RefreshTiming.due(expiresAt: end, lifetime: .seconds(5), random: 1) == end - .seconds(3))
    }

    @Test func `A follow list that shrinks implausibly is looked at twice`() {
        for (count, known, suspicious) in [
            (0, 300, true), (149, 300, true), (150, 300, false), (50, 60, true), (299, 300, false), (300, 300, false),
            (1, 2, false), (1, 3, true), (0, 3, true), (0, 1, true), (0, 0, false),
        ] {
            #expect(FollowListGuard.isSuspicious(count: count, known: known) == suspicious, "\(count) of \(known)")
        }
    }

    @Test func `A secret prints as one and nothing else`() {
        let secret = Secret("hunter2")
        let grant = Grant(
            accessToken: secret, expiresAt: Timestamp(seconds: 0), lifetime: .seconds(1), refreshToken: secret,
            scopes: nil)
        #expect("\(secret)" == "<secret>")
        #expect(!"\(grant)".contains("hunter2"))
        #expect(!String(reflecting: grant).contains("hunter2"))
        var dumped = ""
        dump(grant, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }
}
