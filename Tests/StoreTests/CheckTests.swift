import Domain
import Testing

@testable import Store

struct CheckTests {
    private let now = Fixture.start

    private func settings(budget: Int?, intervalMax: Duration = .days(7)) -> StoreSettings {
        StoreSettings(
            schedule: Schedule(intervalMin: .minutes(15), intervalMax: intervalMax, dailyBudget: budget),
            clientID: "client")
    }

    private func artists(_ count: Int) -> [String] { (0..<count).map { "artist\($0)" } }

    @Test func `each group has one check at a time, the longest unchecked first`() async throws {
        let fixture = try Fixture(settings: settings(budget: nil))
        let user = try await fixture.user()
        try await fixture.follow(user, ["a", "b"])
        let first = try await fixture.store.claimChecks(limit: 3, lease: .minutes(5), now: now)
        #expect(first.map { "\($0.sourceID) \($0.group.rawValue)" } == ["a album", "a single", "b album"])
        let second = try await fixture.store.claimChecks(limit: 3, lease: .minutes(5), now: now)
        #expect(second.map { "\($0.sourceID) \($0.group.rawValue)" } == ["b single"])
        for (index, claim) in (first + second).enumerated() {
            _ = try await fixture.store.complete(
                claim, page: ReleasePage(releases: [], total: 0), now: now + .seconds(10 - index))
        }
        // Not due again before the interval; then in the order in which they were checked; new ones before all.
        #expect(try await fixture.store.claimChecks(limit: 9, lease: .minutes(5), now: now + .minutes(15)) == [])
        let later = now + .minutes(16)
        try await fixture.follow(user, ["a", "b", "c"], now: later)
        let third = try await fixture.store.claimChecks(limit: 9, lease: .minutes(5), now: later)
        #expect(
            third.map { "\($0.sourceID) \($0.group.rawValue)" } == [
                "c album", "c single", "b single", "b album", "a single", "a album",
            ])
    }

    @Test func `a lost lease stores nothing, whether it ran out or was used already`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"])
        let late = try #require(try await fixture.store.claimChecks(limit: 1, lease: .minutes(1), now: now).first)
        let next = now + .minutes(1)
        let right = try #require(try await fixture.store.claimChecks(limit: 1, lease: .minutes(1), now: next).first)
        #expect(right.group == late.group)
        let page = ReleasePage(releases: [Fixture.release("1", "One")], total: 1)
        let nothing = CheckResult(wasStored: false, newReleases: 0, announcements: 0)
        #expect(try await fixture.store.complete(late, page: page, now: next) == nothing)
        try await fixture.store.fail(late, reason: "late", retryAt: next, now: next)
        #expect(try fixture.earlier(user) == [])
        #expect(try await fixture.store.complete(right, page: page, now: next).newReleases == 1)
        // It happened, but the answer was lost: told again, nothing changes.
        #expect(try await fixture.store.complete(right, page: page, now: next) == nothing)
        #expect(try fixture.earlier(user) == ["One"])
    }

    @Test func `a failure moves no state, says why, and comes back when told`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"])
        _ = fixture.changes.take()
        for claim in try await fixture.store.claimChecks(limit: 2, lease: .minutes(1), now: now) {
            try await fixture.store.fail(claim, reason: "502", retryAt: now + .minutes(3), now: now)
        }
        #expect(fixture.changes.take() == [user.account])
        let row = try #require(try fixture.store.artists(of: user.account, now: now).first)
        #expect(row.failure == "502")
        #expect(row.nextDueAt == now + .minutes(3))
        #expect(!row.hasBaseline)
        let completeness = try fixture.store.completeness(of: user.account)
        #expect(completeness.failing == 1)
        #expect(completeness.checkedSince == nil)
        #expect(try await fixture.store.claimChecks(limit: 2, lease: .minutes(1), now: now + .seconds(179)) == [])
        let again = try await fixture.store.claimChecks(limit: 2, lease: .minutes(1), now: now + .minutes(3))
        #expect(again.map(\.failures) == [1, 1])
        for claim in again {
            _ = try await fixture.store.complete(
                claim, page: ReleasePage(releases: [], total: 0), now: now + .minutes(3))
        }
        let mended = try #require(try fixture.store.artists(of: user.account, now: now).first)
        #expect(mended.failure == nil)
        #expect(mended.hasBaseline)
        #expect(mended.lastCompleteAt == now + .minutes(3))
    }

    static let budgets: [(budget: Int?, groups: Int, claimed: Int)] = [
        (nil, 200, 200), (80, 200, 80), (0, 10, 0), (5, 10, 5), (80, 10, 10),
    ]

    @Test(arguments: budgets.indices)
    func `the day's budget bounds the claims, across restarts`(_ index: Int) async throws {
        let (budget, groups, claimed) = Self.budgets[index]
        let settings = settings(budget: budget)
        var fixture = try Fixture(settings: settings)
        let user = try await fixture.user()
        try await fixture.follow(user, artists(groups / 2))
        var count = 0
        for _ in 0..<30 {
            count += try await fixture.store.claimChecks(limit: 7, lease: .minutes(5), now: now).count
            fixture = try Fixture(settings: settings, in: fixture.scratch)
        }
        #expect(count == claimed)
        #expect(try fixture.store.budget(now: now).used == claimed)
        #expect(try fixture.store.budget(now: now).allowed == budget)
    }

    @Test func `a call counts for a day, and its bucket until its last moment is a day old`() async throws {
        let fixture = try Fixture(settings: settings(budget: 4))
        let user = try await fixture.user()
        try await fixture.follow(user, artists(10))
        let time = now + .seconds(59)
        #expect(try await fixture.store.claimChecks(limit: 9, lease: .minutes(5), now: time).count == 4)
        #expect(try await fixture.store.claimChecks(limit: 9, lease: .minutes(5), now: time + .hours(24)).isEmpty)
        try await fixture.store.tidy(now: time + .hours(24))
        #expect(
            try await fixture.store.claimChecks(limit: 9, lease: .minutes(5), now: now + .hours(24) + .minutes(1))
                .count == 4)
    }

    @Test func `calls of other kinds are counted apart`() async throws {
        let fixture = try Fixture(settings: settings(budget: 4))
        try await fixture.store.enterCalls(.following, count: 50, now: now)
        #expect(try fixture.store.budget(now: now).used == 0)
        try await fixture.store.enterCalls(.artistAlbums, count: 3, now: now)
        try await fixture.store.enterCalls(.artistAlbums, count: 0, now: now)
        #expect(try fixture.store.budget(now: now).used == 3)
    }

    @Test func `a pause holds across restarts and is never shortened`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"])
        let end = now + .hours(30)
        try await fixture.store.pause(.artistAlbums, until: end, isQuota: true, now: now)
        try await fixture.store.pause(.artistAlbums, until: now + .minutes(1), isQuota: false, now: now)
        try await fixture.store.pause(.following, until: now + .minutes(1), isQuota: false, now: now)
        let reopened = try Fixture(in: fixture.scratch)
        #expect(try reopened.store.pause(of: .artistAlbums, now: now) == end)
        #expect(try reopened.store.budget(now: now).pausedUntil == end)
        #expect(try reopened.store.pause(of: .following, now: now + .minutes(1)) == nil)
        #expect(try await reopened.store.claimChecks(limit: 9, lease: .minutes(5), now: end - .milliseconds(1)) == [])
        #expect(try await reopened.store.claimChecks(limit: 9, lease: .minutes(5), now: end).count == 2)
        #expect(try reopened.store.pause(of: .artistAlbums, now: end) == nil)
    }

    @Test func `how soon a group is due again follows from how many there are`() async throws {
        let fixture = try Fixture(settings: settings(budget: 48))
        let user = try await fixture.user()
        try await fixture.follow(user, artists(12))
        try await fixture.check([:])
        // 24 groups at 48 calls a day: half a day.
        #expect(try fixture.store.artists(of: user.account, now: now).first?.nextDueAt == now + .hours(12))
        try await fixture.follow(user, artists(7), now: now + .minutes(15))
        try await fixture.check([:], now: now + .days(1))
        // 14 groups: 7 hours.
        #expect(try fixture.store.artists(of: user.account, now: now).first?.nextDueAt == now + .days(1) + .hours(7))
        try await fixture.store.deleteAccount(user.account)
        let ben = try await fixture.user("ben", now: now + .days(2))
        try await fixture.follow(ben, ["artist1"], now: now + .days(2))
        try await fixture.check([:], now: now + .days(2))
        #expect(try fixture.store.artists(of: ben.account, now: now).first?.nextDueAt == now + .days(2) + .hours(1))
    }

    @Test func `a check that cannot be stored stays claimed and is done again`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"])
        let claim = try #require(try await fixture.store.claimChecks(limit: 1, lease: .minutes(1), now: now).first)
        try await fixture.fillUp()
        let releases = (0..<300).map { Fixture.release("\($0)", "Title \($0) " + String(repeating: "x", count: 200)) }
        await #expect(throws: StoreFailure.full) {
            _ = try await fixture.store.complete(claim, page: ReleasePage(releases: releases, total: 300), now: now)
        }
        #expect(try fixture.earlier(user) == [])
        try await fixture.makeRoom()
        let page = ReleasePage(releases: releases, total: 300)
        #expect(try await fixture.store.complete(claim, page: page, now: now).newReleases == 300)
        #expect(try fixture.problems() == [])
    }
}
