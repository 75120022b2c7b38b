import Domain
import Testing

@testable import Store

/// Checks that see the very page they saw before.
struct UnchangedPageTests {
    private let now = Fixture.start
    private let digest = PageDigest(Array(repeating: 7, count: 16))

    private func page(_ titles: [String], total: Int? = nil, digest: PageDigest?) -> ReleasePage {
        ReleasePage(
            releases: titles.map { Fixture.release($0, $0) }, total: total ?? titles.count, isLast: total == nil,
            digest: digest)
    }

    /// The one claim of the albums of the artist `a`.
    private func claim(_ fixture: Fixture, at time: Timestamp) async throws -> CheckClaim {
        let claims = try await fixture.store.claimChecks(limit: 2, lease: .minutes(5), now: time)
        for claim in claims where claim.group != .album {
            try await fixture.store.giveBack(claim, wasCalled: false, now: time)
        }
        return try #require(claims.first { $0.group == .album })
    }

    private func checked(_ page: ReleasePage) async throws -> Fixture {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"])
        let first = try await claim(fixture, at: now)
        #expect(first.known == nil)
        _ = try await fixture.store.complete(first, page: page, now: now)
        return fixture
    }

    @Test func `a claim knows the page of the last complete check, and confirming it moves only times`() async throws {
        let fixture = try await checked(page(["One"], digest: digest))
        let later = now + .days(8)
        let second = try await claim(fixture, at: later)
        #expect(second.known == digest)
        let result = try await fixture.store.confirm([UnchangedCheck(claim: second, at: later)])[0]
        #expect(result == CheckResult(wasStored: true, newReleases: 0, announcements: 0))
        // Once only: the lease is used up.
        #expect(try await fixture.store.confirm([UnchangedCheck(claim: second, at: later)])[0].wasStored == false)
        let third = try await claim(fixture, at: later + .days(8))
        #expect(third.known == digest && third.failures == 0)
    }

    @Test func `confirming after failures ends them`() async throws {
        let fixture = try await checked(page(["One"], digest: digest))
        let later = now + .days(8)
        let failing = try await claim(fixture, at: later)
        try await fixture.store.fail(failing, reason: "502", retryAt: later, now: later)
        let next = try await claim(fixture, at: later)
        #expect(next.failures == 1 && next.known == digest)
        _ = try await fixture.store.confirm([UnchangedCheck(claim: next, at: later)])
        #expect(try await claim(fixture, at: later + .days(8)).failures == 0)
    }

    @Test func `a page that is not the whole list is known only once the rest was read`() async throws {
        let fixture = try await checked(page(["One"], total: 40, digest: digest))
        #expect(try await claim(fixture, at: now + .days(8)).known == nil)
    }

    /// Days of the checks that found nothing again, and what old releases that show afterwards are told as.
    static let empties: [(days: [Int], told: [String])] = [
        ([], []), ([1, 2], []), ([1, 4], ["Demos: back_catalogue", "Tapes: back_catalogue"]),
    ]

    @Test(arguments: empties)
    func `an empty page is known, and believed once it has stayed so for days`(days: [Int], told: [String]) async throws
    {
        let fixture = try Fixture()
        let anna = try await fixture.user()
        try await fixture.follow(anna, ["a"])
        _ = try await fixture.store.complete(
            try await claim(fixture, at: now), page: page([], digest: digest), now: now)
        for day in days {
            let claim = try await claim(fixture, at: now + .days(day))
            #expect(claim.known == digest)
            let result = try await fixture.store.confirm([UnchangedCheck(claim: claim, at: now + .days(day))])[0]
            #expect(result == CheckResult(wasStored: true, newReleases: 0, announcements: 0))
        }
        let later = now + .days(6)
        let old = [
            Fixture.release("1", "Tapes", date: "1999-01-01"), Fixture.release("2", "Demos", date: "1995-01-01"),
        ]
        _ = try await fixture.store.complete(
            try await claim(fixture, at: later), page: ReleasePage(releases: old, total: 2), now: later)
        #expect(try fixture.told(anna).sorted() == told)
        #expect(try fixture.disagreeing(anna) == [])
    }

    @Test func `an empty page that speaks of releases is looked at each time`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"])
        for hour in 0...CheckIntake.partialMax {
            let time = now + .hours(hour)
            let claim = try await claim(fixture, at: time)
            _ = try await fixture.store.complete(claim, page: page([], total: 25, digest: digest), now: time)
        }
        let next = try await claim(fixture, at: now + .days(8))
        #expect(next.failures == 0 && next.known == nil)
    }

    @Test func `a page without a digest makes the next check read it`() async throws {
        let fixture = try await checked(page(["One"], digest: nil))
        #expect(try await claim(fixture, at: now + .days(8)).known == nil)
    }

    @Test func `whoever begins anew with an artist knows no page`() async throws {
        let fixture = try await checked(page(["One"], digest: digest))
        let user = try await fixture.user()
        try await fixture.follow(user, ["b"], now: now + .minutes(1))
        try await fixture.follow(user, ["a", "b"], now: now + .minutes(2))
        let claims = try await fixture.store.claimChecks(limit: 9, lease: .minutes(5), now: now + .days(30))
        #expect(claims.filter { $0.sourceID == "a" }.allSatisfy { $0.known == nil })
    }
}
