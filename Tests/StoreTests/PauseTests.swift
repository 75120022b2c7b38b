import Domain
import Testing

@testable import Store

struct PauseTests {
    private let now = Fixture.start

    private func fixture(budget: Int?, artists: Int) async throws -> (Fixture, Fixture.User) {
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: budget)
        let fixture = try Fixture(settings: StoreSettings(schedule: schedule, clientID: "client"))
        let user = try await fixture.user()
        try await fixture.follow(user, (0..<artists).map { "artist\($0)" })
        return (fixture, user)
    }

    private func claim(_ fixture: Fixture, _ limit: Int = 100, now: Timestamp) async throws -> [CheckClaim] {
        try await fixture.store.claimChecks(limit: limit, lease: .minutes(5), now: now)
    }

    @Test func `what is given back is nobody's failure, stays due, and counts only if it was called`() async throws {
        let (fixture, user) = try await fixture(budget: 80, artists: 3)
        let claims = try await claim(fixture, now: now)
        #expect(claims.count == 6)
        try await fixture.store.pause(.artistAlbums, until: now + .hours(2), isQuota: false, now: now)
        try await fixture.store.giveBack(claims[0], wasCalled: true, now: now)
        for claim in claims.dropFirst() { try await fixture.store.giveBack(claim, wasCalled: false, now: now) }
        #expect(try fixture.store.budget(now: now).used == 1)
        let rows = try fixture.store.artists(of: user.account, now: now)
        #expect(rows.allSatisfy { $0.failure == nil })
        #expect(try fixture.store.completeness(of: user.account).failing == 0)
        #expect(try await claim(fixture, now: now + .hours(1)).isEmpty)
        let again = try await claim(fixture, now: now + .hours(2))
        #expect(again.map(\.artist) == claims.map(\.artist))
        #expect(again.allSatisfy { $0.failures == 0 })
        // The lease of the first claim is gone: giving it back once more strikes nothing.
        try await fixture.store.giveBack(claims[1], wasCalled: false, now: now + .hours(2))
        #expect(try fixture.store.budget(now: now + .hours(2)).used == 7)
    }

    @Test func `a call struck a minute later is struck where it was entered`() async throws {
        let (fixture, _) = try await fixture(budget: 80, artists: 1)
        let claims = try await claim(fixture, now: now)
        for claim in claims { try await fixture.store.giveBack(claim, wasCalled: false, now: now + .minutes(3)) }
        #expect(try fixture.store.budget(now: now + .minutes(3)).used == 0)
        #expect(try await claim(fixture, now: now + .minutes(3)).count == 2)
        #expect(try fixture.store.budget(now: now + .minutes(3)).used == 2)
    }

    @Test func `a follow list given back is read after the pause, and has not failed`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let claims = try await fixture.store.claimFollowLists(limit: 9, lease: .minutes(30), now: now)
        #expect(claims.count == 1)
        try await fixture.store.pause(.following, until: now + .minutes(5), isQuota: false, now: now)
        for claim in claims { try await fixture.store.giveBack(claim, now: now) }
        #expect(try fixture.store.connections(of: user.account).first?.followsFailure == nil)
        #expect(try await fixture.store.claimFollowLists(limit: 9, lease: .minutes(1), now: now + .minutes(4)) == [])
        let again = try await fixture.store.claimFollowLists(limit: 9, lease: .minutes(1), now: now + .minutes(5))
        #expect(again.map(\.failures) == [0])
    }

    @Test func `a pause recorded by a clock that was ahead lasts as long as was asked for, and no longer`() async throws
    {
        let fixture = try Fixture()
        let store = fixture.store
        let ahead = now + .days(30)
        try await store.pause(.search, until: ahead + .hours(2), isQuota: false, now: ahead)
        #expect(try store.pause(of: .search, now: ahead + .hours(1)) == ahead + .hours(2))
        // The clock is set right. Nobody knows how much of the pause is over; nothing is asked before its length is.
        #expect(try store.pause(of: .search, now: now) == now + .hours(2))
        try await store.tidy(now: now)
        #expect(try store.pause(of: .search, now: now + .minutes(119)) == now + .hours(2))
        #expect(try store.pause(of: .search, now: now + .hours(2)) == nil)
        // A day later it is still over, and what is asked for then counts from then.
        #expect(try store.pause(of: .search, now: now + .days(1)) == nil)
        try await store.pause(.search, until: now + .days(1) + .minutes(5), isQuota: false, now: now + .days(1))
        #expect(try store.pause(of: .search, now: now + .days(1)) == now + .days(1) + .minutes(5))
    }

    @Test func `a pause asked for now wins over one that a clock ahead has recorded`() async throws {
        let fixture = try Fixture()
        let ahead = now + .days(30)
        try await fixture.store.pause(.search, until: ahead + .days(1), isQuota: false, now: ahead)
        try await fixture.store.pause(.search, until: now + .minutes(1), isQuota: false, now: now)
        #expect(try fixture.store.pause(of: .search, now: now) == now + .minutes(1))
        // The same, seconds apart, is no clock's fault: the longer one stands.
        try await fixture.store.pause(.search, until: now + .seconds(30), isQuota: false, now: now - .seconds(3))
        #expect(try fixture.store.pause(of: .search, now: now) == now + .minutes(1))
    }

    @Test func `a quota learned by a clock that was ahead is believed less from when it is set right`() async throws {
        let (fixture, _) = try await fixture(budget: 80, artists: 5)
        let ahead = now + .days(365)
        try await fixture.store.tidy(now: ahead)
        try await fixture.store.pause(.artistAlbums, until: ahead + .hours(20), isQuota: true, now: ahead)
        #expect(try fixture.store.budget(now: ahead).allowed == 8)
        try await fixture.store.tidy(now: now)
        #expect(try fixture.store.budget(now: now).allowed == 8)
        #expect(try fixture.store.budget(now: now + .days(150)).allowed == 80)
    }

    @Test func `a refusal for a day tells how large the quota is, and is believed less as time passes`() async throws {
        let (fixture, _) = try await fixture(budget: 80, artists: 40)
        let claims = try await claim(fixture, 31, now: now)
        for claim in claims.dropFirst() {
            _ = try await fixture.store.complete(claim, page: ReleasePage(releases: [], total: 0), now: now)
        }
        let until = now + .seconds(86_207)
        for _ in 0..<3 { try await fixture.store.pause(.artistAlbums, until: until, isQuota: true, now: now) }
        try await fixture.store.giveBack(claims[0], wasCalled: true, now: now)
        let learned = try fixture.store.budget(now: now)
        #expect(learned.allowed == 30)
        #expect(learned.isLearned)
        let reopened = try Fixture(settings: fixture.store.settings, in: fixture.scratch)
        // The day after next no more than that is asked for.
        let later = now + .days(2)
        #expect(try await claim(reopened, now: later).count == 31)
        #expect(try reopened.store.budget(now: later).left == 0)
        // After a quarter of a year it has been forgotten.
        let quarter = try reopened.store.budget(now: now + .days(90))
        #expect(quarter.allowed == 80)
        #expect(!quarter.isLearned)
    }

    /// How long the pause is, whether it says quota, and what is allowed afterwards.
    static let pauses: [(pause: Duration, isQuota: Bool, allowed: Int)] = [
        (.seconds(5), true, 80), (.minutes(59), true, 80), (.hours(1), true, 9), (.hours(20), true, 9),
        (.hours(20), false, 80),
    ]

    @Test(arguments: pauses.indices)
    func `only a long pause for a quota lowers the budget`(_ index: Int) async throws {
        let (pause, isQuota, allowed) = Self.pauses[index]
        let (fixture, _) = try await fixture(budget: 80, artists: 5)
        _ = try await claim(fixture, now: now)
        try await fixture.store.pause(.artistAlbums, until: now + pause, isQuota: isQuota, now: now)
        #expect(try fixture.store.budget(now: now).allowed == allowed)
    }

    @Test func `a tenth of the calls is for those who have just followed somebody`() async throws {
        let (fixture, user) = try await fixture(budget: 40, artists: 10)
        try await fixture.check([:])
        // Each group is due twice a day; the hour and the reserve bound them.
        var time = now + .hours(12)
        #expect(try await claim(fixture, now: time).count == 16)
        #expect(try fixture.store.budget(now: time).used == 36)
        try await fixture.follow(user, (0..<12).map { "artist\($0)" }, now: time)
        #expect(
            try await claim(fixture, now: time).map(\.sourceID) == ["artist10", "artist10", "artist11", "artist11"])
        time = time + .minutes(5)
        #expect(try await claim(fixture, now: time).isEmpty)
        #expect(try fixture.store.budget(now: time).freeAt == now + .hours(24) + .minutes(1))
    }
}
