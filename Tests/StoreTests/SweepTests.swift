import Domain
import SQLite
import Testing

@testable import Store

/// Lists longer than a page, of an artist a.
struct SweepTests {
    private let start = Fixture.start

    /// Releases dated a month apart, newest first.
    private static func list(_ count: Int) -> [SourceRelease] { (0..<count).map { release($0) } }

    private static func release(_ number: Int, _ name: String = "Title") -> SourceRelease {
        let day = Fixture.start.day - 3 - 30 * number
        return Fixture.release("\(name)\(number)", "\(name) \(number)", date: ReleaseDate.day(day).text)
    }

    private func fixture(budget: Int? = nil, group: ReleaseGroup = .album) async throws -> (Fixture, Fixture.User) {
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: budget)
        let fixture = try Fixture(
            settings: StoreSettings(schedule: schedule, clientID: "client", groups: [group]))
        let user = try await fixture.user()
        // Fewer calls than groups, where calls are counted.
        try await fixture.follow(user, budget == nil ? ["a"] : ["a"] + (0..<20).map { "other\($0)" })
        return (fixture, user)
    }

    /// Works through everything that is due, `calls` at most; returns at which items a's list was asked for.
    private func work(
        _ fixture: Fixture, _ list: [SourceRelease], now: Timestamp, total: Int? = nil, calls: Int = .max
    ) async throws -> [Int] {
        var offsets: [Int] = []
        var done = 0
        while done < calls,
            let claim = try await fixture.store.claimChecks(limit: 1, lease: .minutes(5), now: now).first
        {
            done += 1
            var page = ReleasePage(releases: [], total: 0)
            if claim.sourceID == "a" {
                let offset = claim.sweepOffset ?? 0
                offsets.append(offset)
                let releases = Array(list.dropFirst(offset).prefix(10))
                page = ReleasePage(
                    releases: releases, total: total ?? list.count, isLast: offset + releases.count >= list.count)
            }
            _ = try await fixture.store.complete(claim, page: page, now: now)
        }
        return offsets
    }

    @Test
    func `where calls are plenty every list is read to its end once, silently, and then what is added below is told`()
        async throws
    {
        let (fixture, user) = try await fixture()
        var list = Self.list(25)
        #expect(try await work(fixture, list, now: start) == [0, 10, 20])
        #expect(try fixture.told(user) == [])
        #expect(try fixture.earlier(user).count == 25)
        #expect(try await work(fixture, list, now: start + .minutes(16)) == [0])
        // Something dated two years ago: on page 3, told by nothing but the count.
        list.insert(Fixture.release("old", "Lost tapes", date: "2025-02-01"), at: 22)
        #expect(try await work(fixture, list, now: start + .minutes(32)) == [0, 10, 20])
        #expect(try fixture.told(user) == ["Lost tapes: back_catalogue"])
        #expect(try await work(fixture, list, now: start + .minutes(48)) == [0])
        // Taken away and put back: its id is known.
        list.remove(at: 22)
        #expect(try await work(fixture, list, now: start + .minutes(64)) == [0, 10, 20])
        list.insert(Fixture.release("old", "Lost tapes", date: "2025-02-01"), at: 22)
        #expect(try await work(fixture, list, now: start + .minutes(80)) == [0, 10, 20])
        #expect(try fixture.told(user) == ["Lost tapes: back_catalogue"])
        // A new one on page 1 explains its count.
        list.insert(Fixture.release("new", "Fresh", date: "2026-11-21"), at: 0)
        #expect(try await work(fixture, list, now: start + .minutes(96)) == [0])
        #expect(try fixture.told(user) == ["Fresh: out", "Lost tapes: back_catalogue"])
    }

    @Test func `a release far below is judged by all that its page says`() async throws {
        let (fixture, user) = try await fixture()
        var rules = TellingRules()
        rules.market = "SE"
        try await fixture.store.setRules(rules, of: user.account, now: start)
        var list = Self.list(25)
        list[15].upc = "602537000011"
        _ = try await work(fixture, list, now: start)
        // A copy of one below, by its code alone; one that is out elsewhere; one that is out here.
        var copy = Fixture.release("copy", "Another name", date: "2025-06-20")
        copy.upc = "0602537000011"
        var elsewhere = Fixture.release("elsewhere", "Elsewhere", date: "2025-02-01")
        elsewhere.markets = ["DE", "US"]
        var here = Fixture.release("here", "Here", date: "2025-02-02")
        here.markets = ["DE", "SE"]
        // And what is known has a code now, by which a copy is known.
        list[18].upc = "602537000028"
        list.insert(contentsOf: [elsewhere, here, copy], at: 20)
        _ = try await work(fixture, list, now: start + .minutes(16))
        #expect(try fixture.log(user) == ["Elsewhere: none, market", "Here: page, class"])
        #expect(try fixture.disagreeing(user) == [])
        var other = Fixture.release("other", "A third name", date: "2025-06-21")
        other.upc = "602537000028"
        list.insert(other, at: 20)
        _ = try await work(fixture, list, now: start + .minutes(32))
        #expect(try fixture.number("SELECT count(*) - count(DISTINCT family_id) FROM release") == 2)
    }

    @Test func `nothing moves before the last page is in, whenever that is`() async throws {
        let (fixture, user) = try await fixture()
        var list = Self.list(45)
        _ = try await work(fixture, list, now: start)
        list.insert(Self.release(33, "Early"), at: 33)
        list.insert(Self.release(13, "Later"), at: 13)
        var time = start + .minutes(16)
        #expect(try await work(fixture, list, now: time, calls: 3) == [0, 10, 20])
        // The pause lasts a day, and the program is started anew.
        try await fixture.store.pause(.artistAlbums, until: time + .days(1), isQuota: true, now: time)
        #expect(try fixture.told(user) == [])
        let reopened = try Fixture(settings: fixture.store.settings, in: fixture.scratch)
        #expect(try await work(reopened, list, now: time + .hours(23)) == [])
        time = time + .days(1)
        #expect(try await work(reopened, list, now: time, calls: 1) == [30])
        let claim = try #require(
            try await reopened.store.claimChecks(limit: 1, lease: .minutes(5), now: time).first)
        #expect(claim.sweepOffset == 40)
        try await reopened.store.fail(claim, reason: "502", retryAt: time + .minutes(1), now: time)
        #expect(try reopened.told(user) == [])
        // The next look at page 1 has been due since yesterday.
        #expect(try await work(reopened, list, now: time + .minutes(1)) == [40, 0])
        #expect(
            Set(try reopened.told(user)) == ["Early 33: back_catalogue", "Later 13: back_catalogue"])
    }

    @Test func `a list that changes while it is read is read again from its start`() async throws {
        let (fixture, user) = try await fixture()
        var list = Self.list(35)
        _ = try await work(fixture, list, now: start)
        list.insert(Self.release(30, "Deep"), at: 30)
        #expect(try await work(fixture, list, now: start + .minutes(16), calls: 2) == [0, 10])
        // One is withdrawn above: what stood at 20 stands at 19 now, and would be missed.
        list.remove(at: 5)
        list.insert(Self.release(20, "Slipped"), at: 19)
        list.insert(Self.release(21, "Slipped"), at: 20)
        #expect(try await work(fixture, list, now: start + .minutes(17)) == [20, 0, 10, 20, 30])
        #expect(
            Set(try fixture.told(user)) == [
                "Deep 30: back_catalogue", "Slipped 20: back_catalogue", "Slipped 21: back_catalogue",
            ])
    }

    @Test func `a count that never stands still does not keep a sweep from its end`() async throws {
        let (fixture, _) = try await fixture()
        let list = Self.list(30)
        _ = try await work(fixture, list, now: start)
        var calls = 0
        for step in 0..<40 {
            let now = start + .minutes(16) + .seconds(step)
            let offsets = try await work(fixture, list, now: now, total: 30 + step % 7 + 1, calls: 1)
            if offsets.isEmpty { break }
            calls += 1
        }
        #expect((3...15).contains(calls))
    }

    @Test func `where calls are few a list is read to its end only when it has grown, silently the first time`()
        async throws
    {
        let (fixture, user) = try await fixture(budget: 15)
        var list = Self.list(25)
        var time = start
        // The baseline is page 1 alone.
        var offsets: [Int] = []
        for _ in 0..<3 {
            offsets += try await work(fixture, list, now: time)
            time = time + .days(1)
        }
        #expect(Set(offsets) == [0])
        #expect(try fixture.earlier(user).count == 10)
        // One more, far below: fifteen were never seen, and nobody can say which of sixteen is new.
        list.insert(Fixture.release("old", "Lost tapes", date: "2025-02-01"), at: 20)
        offsets = []
        for _ in 0..<60 {
            offsets += try await work(fixture, list, now: time)
            time = time + .days(1)
        }
        #expect(Set(offsets) == [0, 10, 20])
        #expect(try fixture.told(user) == [])
        #expect(try fixture.earlier(user).count == 26)
        // From now on the list is known.
        list.insert(Fixture.release("older", "More tapes", date: "2024-12-01"), at: 23)
        for _ in 0..<60 {
            _ = try await work(fixture, list, now: time)
            time = time + .days(1)
        }
        #expect(try fixture.told(user) == ["More tapes: back_catalogue"])
    }

    @Test func `what comes up to page 1 because one above was withdrawn is not new`() async throws {
        let (fixture, user) = try await fixture(budget: 15)
        var list = Self.list(25)
        var time = start
        func go(_ days: Int) async throws {
            for _ in 0..<days {
                _ = try await work(fixture, list, now: time)
                time = time + .days(1)
            }
        }
        try await go(3)
        list.remove(at: 4)
        list.remove(at: 2)
        try await go(60)
        #expect(try fixture.told(user) == [])
        // One is withdrawn and one is new: the count stands still, and the new one is told all the same.
        list.remove(at: 3)
        list.insert(Fixture.release("new", "Fresh", date: ReleaseDate.day(time.day).text), at: 0)
        try await go(60)
        #expect(try fixture.told(user).map { $0.prefix(5) } == ["Fresh"])
    }

    @Test func `an artist whom nobody follows for a while begins anew`() async throws {
        let (fixture, user) = try await fixture()
        var list = Self.list(25)
        _ = try await work(fixture, list, now: start)
        list.insert(Self.release(22, "Deep"), at: 22)
        #expect(try await work(fixture, list, now: start + .minutes(16), calls: 2) == [0, 10])
        try await fixture.follow(user, ["b", "c"], now: start + .minutes(20))
        try await fixture.follow(user, ["b", "c"], now: start + .minutes(26))
        try await fixture.follow(user, ["a", "b", "c"], now: start + .minutes(60))
        #expect(try await work(fixture, list, now: start + .minutes(61)) == [0, 10, 20])
        #expect(try fixture.told(user) == [])
        let left = try fixture.store.read { try $0.first("SELECT count(*) FROM sweep_item") { $0.int(0) } }
        #expect(left == 0)
    }

    @Test func `a page that comes twice, and in the place of another, is noticed`() async throws {
        let (fixture, user) = try await fixture()
        var list = Self.list(25)
        #expect(try await work(fixture, list, now: start, calls: 1) == [0])
        let twice = list[..<10] + list[..<10] + list[20...]
        #expect(try await work(fixture, Array(twice), now: start, calls: 1) == [10])
        #expect(try await work(fixture, list, now: start) == [20, 0, 10, 20])
        #expect(try fixture.earlier(user).count == 25)
        list.insert(Fixture.release("old", "Lost tapes", date: "2025-02-01"), at: 22)
        _ = try await work(fixture, list, now: start + .minutes(16))
        #expect(try fixture.told(user) == ["Lost tapes: back_catalogue"])
    }

    @Test func `a list that names one release twice for good is read to its end all the same`() async throws {
        let (fixture, user) = try await fixture()
        var list = Self.list(25)
        list.insert(list[12], at: 13)
        #expect(try await work(fixture, list, now: start).count == 12)
        #expect(try await work(fixture, list, now: start + .minutes(16)) == [0])
        list.insert(Fixture.release("old", "Lost tapes", date: "2025-02-01"), at: 22)
        _ = try await work(fixture, list, now: start + .minutes(32))
        #expect(try fixture.told(user) == ["Lost tapes: back_catalogue"])
    }

    @Test func `a page with one release twice is not the whole list, and what it hid is no news`() async throws {
        let (fixture, user) = try await fixture()
        var list = Self.list(6)
        let hidden = list[5]
        list[5] = list[4]
        _ = try await work(fixture, list, now: start)
        list[5] = hidden
        _ = try await work(fixture, list, now: start + .minutes(16))
        #expect(try fixture.told(user) == [])
        list.insert(Fixture.release("new", "Fresh", date: "2026-11-21"), at: 0)
        _ = try await work(fixture, list, now: start + .minutes(32))
        #expect(try fixture.told(user) == ["Fresh: out"])
    }

    @Test func `what joins page 1 while the list is read for the first time is told`() async throws {
        let (fixture, user) = try await fixture()
        var list = Self.list(25)
        #expect(try await work(fixture, list, now: start, calls: 2) == [0, 10])
        // Dated before the follow: whoever goes by the date alone takes it for old.
        list.insert(Fixture.release("joined", "Joined", date: "2026-11-01"), at: 1)
        #expect(try await work(fixture, list, now: start) == [20, 0, 10, 20])
        #expect(try fixture.told(user) == ["Joined: late"])
        #expect(try fixture.earlier(user).count == 25)
    }

    /// Three days of checks, and sixty more once the sixth of the list is withdrawn; says which day comes next.
    private func workThroughWithdrawal(_ fixture: Fixture, _ list: inout [SourceRelease]) async throws -> Timestamp {
        var time = start
        for days in [3, 60] {
            for _ in 0..<days {
                _ = try await work(fixture, list, now: time)
                time = time + .days(1)
            }
            if days == 3 { list.remove(at: 5) }
        }
        return time
    }

    /// Where in the list something strange stands that was there from the beginning, and how it is dated.
    static let strange: [(at: Int, date: String)] = [(3, ""), (10, "2026"), (10, "2026-02"), (10, "2025")]

    @Test(arguments: strange.indices)
    func `what comes up is not new, whatever the dates around it`(_ index: Int) async throws {
        let (fixture, user) = try await fixture(budget: 15)
        var list = Self.list(25)
        list[Self.strange[index].at].date = ReleaseDate(Self.strange[index].date)
        _ = try await workThroughWithdrawal(fixture, &list)
        #expect(try fixture.earlier(user).count == 11)
        #expect(try fixture.told(user) == [])
    }

    @Test func `where a list has no order nothing that comes up is taken for new`() async throws {
        let (fixture, user) = try await fixture(budget: 15, group: .appearsOn)
        try await fixture.store.setRules(TellingRules(forms: [.appearsOn]), of: user.account, now: start)
        var list = Array(Self.list(25).reversed())
        var time = try await workThroughWithdrawal(fixture, &list)
        #expect(try fixture.number("SELECT count(*) FROM release") == 11)
        #expect(try fixture.told(user) == [])
        // What is dated after the follow is.
        list.insert(Fixture.release("new", "Fresh", date: ReleaseDate.day(time.day).text), at: 4)
        for _ in 0..<60 {
            _ = try await work(fixture, list, now: time)
            time = time + .days(1)
        }
        #expect(try fixture.told(user).map { $0.prefix(5) } == ["Fresh"])
    }
}
