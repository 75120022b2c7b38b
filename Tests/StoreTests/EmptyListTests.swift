import Domain
import SQLite
import Testing

@testable import Store

/// Answers that are no list, or a part of one: what shows afterwards was there all along.
struct EmptyListTests {
    private let start = Fixture.start

    private func catalogue(_ count: Int, from day: Int = 40) -> [SourceRelease] {
        (0..<count).map { number in
            Fixture.release(
                "old\(number)", "Old \(number)", date: ReleaseDate.day(start.day - day - 30 * number).text)
        }
    }

    @Test func `a list that was called empty at first, and was not, is the baseline when it shows`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        try await fixture.check(["a": []])
        let old = catalogue(6, from: 10) + [Fixture.release("before", "Before", date: "2026-11-20")]
        let since = Fixture.release("since", "Since", date: "2026-11-22")
        try await fixture.check(["a": [since] + old], now: start + .days(1))
        // What came out since the follow is told all the same.
        #expect(try fixture.told(anna) == ["Since: out"])
        #expect(try fixture.earlier(anna).count == 7)
        #expect(try fixture.disagreeing(anna) == [])
        let next = Fixture.release("next", "Next", date: "2026-11-24")
        try await fixture.check(["a": [next, since] + old], now: start + .days(3))
        #expect(try fixture.told(anna) == ["Next: out", "Since: out"])
    }

    static let firsts: [(date: String, told: String?)] = [
        ("2026-11-22", "First: out"), ("2026-11-16", "First: out"), ("2026-12-24", "First: upcoming"),
        ("2026-11", "First: out"), ("", "First: out"), ("2026-11-13", nil), ("1999-01-01", nil), ("1999", nil),
    ]

    @Test(arguments: firsts.indices)
    func `the first release of somebody who had none is told, an old one that appears as soon is not`(
        _ index: Int
    ) async throws {
        let (date, told) = Self.firsts[index]
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        try await fixture.check(["a": []])
        try await fixture.check(["a": [Fixture.release("1", "First", date: date)]], now: start + .days(1))
        #expect(try fixture.told(anna) == (told.map { [$0] } ?? []))
        #expect(try fixture.disagreeing(anna) == [])
    }

    @Test(arguments: ["again", "other"])
    func `one from the past, added to a list whose emptiness was borne out, is told`(_ bearing: String) async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        let song = Fixture.release("song", "Song", date: "2020-01-01", type: .single)
        let lists: [ReleaseGroup: [String: [SourceRelease]]] = bearing == "other" ? [.single: ["a": [song]]] : [:]
        try await fixture.check(lists: lists)
        if bearing == "again" { try await fixture.check(lists: lists, now: start + .hours(18)) }
        var after = lists
        after[.album] = ["a": [Fixture.release("1", "Tapes", date: "1999-01-01")]]
        try await fixture.check(lists: after, now: start + .days(2))
        #expect(try fixture.told(anna) == ["Tapes: back_catalogue"])
        #expect(try fixture.disagreeing(anna) == [])
    }

    @Test func `a list that stays empty for days is empty, and what comes then is new whatever its date`()
        async throws
    {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        for day in [0, 1, 4] { try await fixture.check(["a": []], now: start + .days(day)) }
        try await fixture.check(["a": [Fixture.release("1", "Tapes", date: "1999-01-01")]], now: start + .days(6))
        #expect(try fixture.told(anna) == ["Tapes: back_catalogue"])
    }

    @Test func `a count without a list is no check, but for somebody who never has another`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        var now = start
        func answer(_ page: ReleasePage) async throws {
            now = now + .minutes(5)
            for claim in try await fixture.store.claimChecks(limit: 9, lease: .minutes(1), now: now) {
                _ = try await fixture.store.complete(claim, page: page, now: now)
            }
        }
        for _ in 0..<CheckIntake.partialMax {
            try await answer(ReleasePage(releases: [], total: 25, isLast: false))
            let row = try #require(try fixture.store.artists(of: anna.account, now: now).first)
            #expect(!row.hasBaseline)
            #expect(row.failure == "The source speaks of 25 and lists none")
        }
        try await answer(ReleasePage(releases: [], total: 25, isLast: false))
        #expect(try #require(try fixture.store.artists(of: anna.account, now: now).first).failure == nil)
        // And when the list shows after all, it is the baseline.
        now = now + .days(1)
        try await answer(ReleasePage(releases: catalogue(6), total: 6))
        #expect(try fixture.told(anna) == [])
        #expect(try fixture.earlier(anna).count == 6)
    }

    @Test func `a baseline waits for entries that could not be read`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        let list = catalogue(6)
        var now = start
        func answer(_ releases: [SourceRelease], unreadable: Int) async throws {
            for claim in try await fixture.store.claimChecks(limit: 9, lease: .minutes(1), now: now)
            where claim.group == .album {
                _ = try await fixture.store.complete(
                    claim, page: ReleasePage(releases: releases, total: 6, unreadable: unreadable), now: now)
            }
            now = now + .minutes(5)
        }
        try await answer(Array(list.prefix(3)), unreadable: 3)
        #expect(try #require(try fixture.store.artists(of: anna.account, now: now).first).failure != nil)
        #expect(try fixture.earlier(anna).isEmpty)
        try await answer(list, unreadable: 0)
        #expect(try fixture.earlier(anna).count == 6)
        #expect(try fixture.told(anna) == [])
    }

    @Test func `entries that nobody could read for long are old when they can be read`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        var now = start
        func answer(_ page: ReleasePage) async throws {
            now = now + .hours(18)
            for claim in try await fixture.store.claimChecks(limit: 9, lease: .minutes(1), now: now)
            where claim.group == .album {
                _ = try await fixture.store.complete(claim, page: page, now: now)
            }
        }
        let list = catalogue(6)
        for _ in 0...CheckIntake.partialMax {
            try await answer(ReleasePage(releases: [list[0], list[2], list[5]], total: 6, unreadable: 3))
        }
        #expect(try fixture.earlier(anna).count == 3)
        try await answer(ReleasePage(releases: list, total: 6))
        #expect(try fixture.told(anna) == [])
        #expect(try fixture.earlier(anna).count == 6)
        // Behind them something new is seen.
        let new = Fixture.release("new", "New", date: ReleaseDate.day(now.day).text)
        try await answer(ReleasePage(releases: [list[0]], total: 7, unreadable: 6))
        try await answer(ReleasePage(releases: [new] + list, total: 7))
        #expect(try fixture.told(anna) == ["New: out"])
    }

    @Test(arguments: [0, nil] as [Int?])
    func `a list of which only the top is known, empty for once, brings nothing old back as news`(_ said: Int?)
        async throws
    {
        // So few calls that the list was never read to its end.
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: 15)
        let fixture = try Fixture(
            settings: StoreSettings(schedule: schedule, clientID: "client", groups: [.album]))
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"] + (0..<20).map { "other\($0)" })
        let list = catalogue(25)
        var now = start
        var asked = 0
        func go(_ days: Int, empty: Bool = false, _ list: [SourceRelease]) async throws {
            for _ in 0..<days {
                for claim in try await fixture.store.claimChecks(limit: 99, lease: .minutes(5), now: now) {
                    var page = ReleasePage(releases: [], total: 0)
                    if claim.sourceID == "a" {
                        asked += 1
                        let offset = claim.sweepOffset ?? 0
                        let items = empty ? [] : Array(list.dropFirst(offset).prefix(10))
                        page = ReleasePage(
                            releases: items, total: empty ? said : list.count,
                            isLast: empty || offset + items.count >= list.count)
                    }
                    _ = try await fixture.store.complete(claim, page: page, now: now)
                }
                now = now + .days(1)
            }
        }
        try await go(3, list)
        asked = 0
        while asked == 0 { try await go(1, empty: true, list) }
        try await go(60, list)
        #expect(try fixture.told(anna) == [])
        // One above is withdrawn, and one comes up from below.
        var shorter = list
        shorter.remove(at: 3)
        try await go(60, shorter)
        #expect(try fixture.told(anna) == [])
        let new = Fixture.release("new", "New", date: ReleaseDate.day(now.day).text)
        try await go(60, [new] + shorter)
        #expect(try fixture.told(anna).map { $0.prefix(3) } == ["New"])
    }

    @Test(arguments: ["short", "empty", "unreadable"])
    func `a page in the middle that is only a part is asked for again`(_ fault: String) async throws {
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: nil)
        let fixture = try Fixture(
            settings: StoreSettings(schedule: schedule, clientID: "client", groups: [.album]))
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        let list = catalogue(35)
        var offsets: [Int] = []
        var isFaulty = true
        func work(now: Timestamp) async throws {
            while let claim = try await fixture.store.claimChecks(limit: 1, lease: .minutes(5), now: now).first {
                let offset = claim.sweepOffset ?? 0
                offsets.append(offset)
                var items = Array(list.dropFirst(offset).prefix(10))
                var page = ReleasePage(releases: items, total: 35, isLast: offset + items.count >= 35)
                if offset == 20, isFaulty {
                    isFaulty = false
                    items.removeLast(4)
                    switch fault {
                    case "short": page = ReleasePage(releases: items, total: 35, isLast: true)
                    case "empty": page = ReleasePage(releases: [], total: 35, isLast: true)
                    default: page = ReleasePage(releases: items, total: 35, unreadable: 4, isLast: false)
                    }
                }
                _ = try await fixture.store.complete(claim, page: page, now: now)
            }
        }
        try await work(now: start)
        #expect(offsets == [0, 10, 20, 20, 30])
        #expect(try fixture.earlier(anna).count == 35)
        try await work(now: start + .minutes(20))
        #expect(try fixture.told(anna) == [])
    }
}
