import Domain
import Store
import Testing

struct NewnessTests {
    private let start = Fixture.start

    @Test func `the baseline is silent, what comes after is told, to each follower from their follow on`() async throws
    {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        let old = Fixture.release("1", "Old", date: "2020-05-01")
        #expect(try await fixture.check(["a": [old]]).announcements == 0)
        #expect(try fixture.told(anna) == [])
        #expect(try fixture.earlier(anna) == ["Old"])

        _ = fixture.changes.take()
        let version = try fixture.store.pageVersion(of: anna.account)
        let new = Fixture.release("2", "New", date: "2026-11-22")
        let result = try await fixture.check(["a": [new, old]], now: start + .days(1))
        #expect(result == CheckResult(wasStored: true, newReleases: 1, announcements: 1))
        #expect(try fixture.told(anna) == ["New: out"])
        #expect(try fixture.earlier(anna) == ["Old"])
        #expect(fixture.changes.take() == [anna.account])
        #expect(try fixture.store.pageVersion(of: anna.account) > version)

        // Ben comes later: what was out is there for him, but is no news.
        let ben = try await fixture.user("ben", now: start + .days(2))
        try await fixture.follow(ben, ["a"], now: start + .days(2))
        #expect(try await fixture.check(["a": [new, old]], now: start + .days(3)).announcements == 0)
        let third = Fixture.release("3", "Third", date: "2026-11-25")
        #expect(try await fixture.check(["a": [third, new, old]], now: start + .days(4)).announcements == 2)
        #expect(try fixture.told(anna) == ["Third: out", "New: out"])
        #expect(try fixture.told(ben) == ["Third: out"])
        #expect(try fixture.earlier(ben) == ["New", "Old"])
    }

    @Test func `what the baseline shows is told if dated on or after the day of the follow`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        let releases = [
            Fixture.release("1", "The day before", date: "2026-11-20"),
            Fixture.release("2", "That day", date: "2026-11-21"),
            Fixture.release("3", "Days later", date: "2026-11-24"),
            Fixture.release("4", "Ahead", date: "2027-02-01"),
            Fixture.release("5", "That month", date: "2026-11"),
            Fixture.release("6", "That year", date: "2026"),
            Fixture.release("7", "Some time", date: "0000"),
        ]
        // A small budget: the first check comes four days after the follow.
        try await fixture.check(["a": releases], now: start + .days(4))
        #expect(Set(try fixture.told(anna)) == ["That day: out", "Days later: out", "Ahead: upcoming"])
        let ben = try await fixture.user("ben", now: start + .days(3))
        #expect(try fixture.told(ben) == [])
    }

    @Test func `what the first check shows of the days to come is told to whoever follows later, too`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        let releases = [
            Fixture.release("1", "Ahead", date: "2027-02-01"),
            Fixture.release("2", "That day", date: "2026-11-21"),
            Fixture.release("3", "The day before", date: "2026-11-20"),
            Fixture.release("4", "Next year", date: "2027"),
        ]
        try await fixture.check(["a": releases])
        let ahead: Set = ["Ahead: upcoming", "Next year: upcoming"]
        #expect(Set(try fixture.told(anna)) == ahead.union(["That day: out"]))
        let ben = try await fixture.user("ben")
        try await fixture.follow(ben, ["a"], now: start + .hours(9))
        #expect(Set(try fixture.told(ben)) == ahead.union(["That day: out"]))
        // What came between the first check and the follow was there before the follow.
        let between = Fixture.release("5", "Between", date: "2026-12-24")
        try await fixture.check(["a": [between] + releases], now: start + .days(1))
        let carl = try await fixture.user("carl", now: start + .days(2))
        try await fixture.follow(carl, ["a"], now: start + .days(2))
        #expect(Set(try fixture.told(carl)) == ahead)
        try await fixture.check(["a": [between] + releases], now: start + .days(3))
        for (user, count) in [(anna, 4), (ben, 4), (carl, 2)] {
            #expect(try fixture.told(user).count == count)
            #expect(try fixture.disagreeing(user) == [])
        }
    }

    @Test func `an artist who begins anew shows what lies ahead to whoever follows then, and to nobody twice`()
        async throws
    {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a", "b"])
        let old = Fixture.release("0", "Old", date: "1998-01-01")
        try await fixture.check(["a": [old]])
        let ahead = Fixture.release("1", "Ahead", date: "2027-02-01")
        try await fixture.check(["a": [ahead, old]], now: start + .days(1))
        #expect(try fixture.told(anna) == ["Ahead: upcoming"])
        try await fixture.follow(anna, ["b"], now: start + .days(2))
        let ben = try await fixture.user("ben", now: start + .days(9))
        for user in [anna, ben] { try await fixture.follow(user, ["a", "b"], now: start + .days(9)) }
        #expect(try fixture.told(ben) == [])
        try await fixture.check(["a": [ahead, old]], now: start + .days(10))
        for user in [anna, ben] {
            #expect(try fixture.told(user) == ["Ahead: upcoming"])
            #expect(try fixture.disagreeing(user) == [])
        }
    }

    static let classes: [(date: String, releaseClass: ReleaseClass)] = [
        ("2026-11-23", .upcoming), ("2026-11-22", .out), ("2026-11-15", .out), ("2026-11-14", .late),
        ("2026-08-24", .late), ("2026-08-23", .backCatalogue), ("1999", .backCatalogue), ("2026", .out),
        ("2026-11", .out),
        ("2026-12", .upcoming), ("", .out), ("0000", .out),
    ]

    @Test(arguments: classes.indices)
    func `the date decides the class and nothing else`(_ index: Int) async throws {
        let (date, releaseClass) = Self.classes[index]
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        let old = Fixture.release("0", "Zero", date: "1998-01-01")
        try await fixture.check(["a": [old]])
        try await fixture.check(["a": [Fixture.release("1", "One", date: date), old]], now: start + .days(1))
        #expect(try fixture.told(anna) == ["One: \(releaseClass.rawValue)"])
        let card = try #require(try fixture.store.announcements(of: anna.account, before: nil, limit: 1).first)
        #expect(card.date == ReleaseDate(date))
        #expect(card.at == start + .days(1))
    }

    @Test func `seen again, withdrawn and put back, or dated anew, it is told once`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        try await fixture.check(["a": []])
        let pages: [[SourceRelease]] = [
            [Fixture.release("1", "One", date: "2026-12-24")],
            [Fixture.release("1", "One", date: "2026-12-24")],
            [],
            [Fixture.release("1", "One", date: "2026-12-20")],
            [Fixture.release("1", "One (now with another title)", date: "2026-12-20")],
            [Fixture.release("1", "", date: "")],
        ]
        for (day, page) in pages.enumerated() { try await fixture.check(["a": page], now: start + .days(day + 1)) }
        let cards = try fixture.store.announcements(of: anna.account, before: nil, limit: 10)
        #expect(cards.map(\.title) == ["One (now with another title)"])
        #expect(cards.map(\.date) == [ReleaseDate("2026-12-20")])
    }

    @Test func `a release by two artists reaches the followers of both, each once`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        let both = try await fixture.user("both")
        try await fixture.follow(anna, ["a"])
        try await fixture.follow(ben, ["b"])
        try await fixture.follow(both, ["a", "b"])
        try await fixture.check([:])
        let shared = Fixture.release("1", "Shared", by: ["a", "b"], date: "2026-11-22")
        #expect(try await fixture.check(["a": [shared]], now: start + .days(1)).announcements == 2)
        #expect(try fixture.told(ben) == [])
        #expect(try await fixture.check(["a": [shared], "b": [shared]], now: start + .days(2)).announcements == 1)
        for user in [anna, ben, both] { #expect(try fixture.told(user) == ["Shared: out"]) }
        let card = try #require(try fixture.store.announcements(of: ben.account, before: nil, limit: 1).first)
        #expect(card.artists == ["Artist a", "Artist b"])
    }

    @Test func `a clock that is set back repeats nothing and loses nothing`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"], now: start + .hours(1))
        try await fixture.check(["a": []], now: start + .hours(1))
        let claims = try await fixture.store.claimChecks(limit: 9, lease: .minutes(5), now: start + .hours(2))
        // The clock goes back a day with the checks under way.
        let back = start - .days(1)
        let page = ReleasePage(releases: [Fixture.release("1", "One", date: "2026-11-20")], total: 1)
        for _ in 0..<2 {
            for claim in claims where claim.group == .album {
                _ = try await fixture.store.complete(claim, page: page, now: back)
            }
        }
        #expect(try fixture.told(anna) == ["One: out"])
    }

    @Test func `a crash between the page and its storing tells neither twice nor never`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        try await fixture.check(["a": []])
        let day = start + .days(1)
        _ = try await fixture.store.claimChecks(limit: 10, lease: .minutes(1), now: day)
        // The process ends with the page in hand; the next one finds the lease run out.
        let reopened = try Fixture(in: fixture.scratch)
        let next = day + .minutes(1)
        for _ in 0..<2 { try await reopened.check(["a": [Fixture.release("1", "One", date: "2026-11-22")]], now: next) }
        #expect(try reopened.told(anna) == ["One: out"])
    }
}
