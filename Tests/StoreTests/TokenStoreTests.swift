import Domain
import Testing

@testable import Store

struct TokenStoreTests {
    private let now = Fixture.start
    private let owner: [UInt8] = [1]

    private func claim(_ fixture: Fixture, _ user: Fixture.User, at now: Timestamp? = nil) async throws -> RefreshClaim?
    {
        let now = now ?? self.now
        return try await fixture.store.claimRefresh(
            user.connection, owner: owner, until: now + .minutes(1), now: now)
    }

    @Test func `tokens come back as they were granted`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user(grant: Fixture.grant(lifetime: .minutes(2)))
        let tokens = try fixture.store.tokens(of: user.connection)
        #expect(tokens.accessToken.reveal() == "access-1")
        #expect(tokens.refreshToken?.reveal() == "refresh-1")
        #expect(tokens.expiresAt == now + .minutes(2))
        #expect(tokens.lifetime == .minutes(2))
        #expect(throws: TokenFailure.unknownConnection) { try fixture.store.tokens(of: ConnectionID(999)) }
    }

    @Test func `one holds the lease, until it ends`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let first = try #require(try await claim(fixture, user))
        #expect(!first.isRepeat)
        #expect(try await claim(fixture, user) == nil)
        #expect(try await claim(fixture, user, at: now + .seconds(59)) == nil)
        let second = try #require(try await claim(fixture, user, at: now + .minutes(1)))
        #expect(second.fence == first.fence + 1)
        // What became of the first attempt nobody knows.
        #expect(second.isRepeat)
        // The first wakes up late: its lease is gone.
        #expect(try await fixture.store.completeRefresh(first, grant: Fixture.grant(access: "late"), now: now) == false)
        _ = try await fixture.store.failRefresh(first, .ended(.revoked), now: now)
        #expect(try await fixture.store.completeRefresh(second, grant: Fixture.grant(access: "right"), now: now))
        #expect(try fixture.store.tokens(of: user.connection).accessToken.reveal() == "right")
    }

    static let rotations: [(sent: String?, kept: String)] = [
        ("refresh-2", "refresh-2"), (nil, "refresh-1"), ("", "refresh-1"),
    ]

    @Test(arguments: rotations.indices)
    func `a refresh token is replaced if one came, and kept if not`(_ index: Int) async throws {
        let (sent, kept) = Self.rotations[index]
        let fixture = try Fixture()
        let user = try await fixture.user()
        let claim = try #require(try await claim(fixture, user))
        let grant = Fixture.grant(access: "access-2", refresh: sent, scopes: nil)
        #expect(try await fixture.store.completeRefresh(claim, grant: grant, now: now))
        // It happened, but the answer was lost: the second time says that other tokens stand, and they do.
        #expect(try await fixture.store.completeRefresh(claim, grant: grant, now: now) == false)
        let reopened = try Fixture(in: fixture.scratch)
        let tokens = try reopened.store.tokens(of: user.connection)
        #expect(tokens.version == 2)
        #expect(tokens.accessToken.reveal() == "access-2")
        #expect(tokens.refreshToken?.reveal() == kept)
        #expect(try reopened.store.connections(of: user.account).first?.scopes == ["user-follow-read"])
        let next = try #require(try await self.claim(reopened, user))
        #expect(!next.isRepeat)
    }

    @Test func `a sign-in during a refresh wins`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let claim = try #require(try await claim(fixture, user))
        _ = try await fixture.user(grant: Fixture.grant(access: "signed-in", refresh: "theirs"))
        #expect(try await fixture.store.completeRefresh(claim, grant: Fixture.grant(access: "late"), now: now) == false)
        _ = try await fixture.store.failRefresh(claim, .ended(.unknown), now: now)
        let tokens = try fixture.store.tokens(of: user.connection)
        #expect(tokens.accessToken.reveal() == "signed-in")
        #expect(tokens.refreshToken?.reveal() == "theirs")
        // And the new tokens can be refreshed at once.
        #expect(try await self.claim(fixture, user)?.isRepeat == false)
    }

    @Test func `a disconnection during a refresh wins, and nothing comes back`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let claim = try #require(try await claim(fixture, user))
        try await fixture.store.disconnect(user.connection, of: user.account, now: now)
        #expect(try await fixture.store.completeRefresh(claim, grant: Fixture.grant(), now: now) == false)
        #expect(throws: TokenFailure.unknownConnection) { try fixture.store.tokens(of: user.connection) }
        await #expect(throws: TokenFailure.unknownConnection) { _ = try await self.claim(fixture, user) }
    }

    @Test(arguments: [true, false])
    func `a failure sets the next attempt, and keeps the note if its outcome is unknown`(_ isUnknown: Bool) async throws
    {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let due = now + .hours(1)
        #expect(try fixture.store.dueForRefresh(now: due, limit: 10) == [user.connection])
        let first = try #require(try await claim(fixture, user, at: due))
        #expect(try fixture.store.dueForRefresh(now: due, limit: 10) == [])
        let retry = due + .minutes(3)
        _ = try await fixture.store.failRefresh(
            first, .retry(at: retry, reason: "503", isUnknown: isUnknown), now: due)
        #expect(try fixture.store.dueForRefresh(now: retry - .milliseconds(1), limit: 10) == [])
        #expect(try fixture.store.dueForRefresh(now: retry, limit: 10) == [user.connection])
        let reopened = try Fixture(in: fixture.scratch)
        let second = try #require(try await claim(reopened, user, at: retry))
        #expect(second.isRepeat == isUnknown)
        #expect(second.failures == 1)
    }

    @Test func `tokens are due before they end, the most urgent first, without those that cannot be refreshed`()
        async throws
    {
        let fixture = try Fixture()
        let long = try await fixture.user("long", grant: Fixture.grant(lifetime: .hours(1)))
        let short = try await fixture.user("short", grant: Fixture.grant(lifetime: .minutes(2)))
        let none = try await fixture.user("none", grant: Fixture.grant(refresh: nil, lifetime: .minutes(30)))
        let gone = try await fixture.user("gone")
        let claim = try #require(try await claim(fixture, gone))
        _ = try await fixture.store.failRefresh(claim, .ended(.unknown), now: now)
        // A minute of two goes to the margin of 48 s; three of sixty to a margin of 3 min.
        let expected: [(Timestamp, [ConnectionID])] = [
            (now + .seconds(71), []),
            (now + .seconds(72), [short.connection]),
            (now + .minutes(30), [short.connection, none.connection]),
            (now + .minutes(57), [short.connection, none.connection, long.connection]),
        ]
        for (time, due) in expected { #expect(try fixture.store.dueForRefresh(now: time, limit: 10) == due) }
        #expect(try fixture.store.dueForRefresh(now: now + .hours(2), limit: 1) == [short.connection])
    }

    static let ends: [GrantEnd] = [.expired, .revoked, .rotationLost, .noRefreshToken, .unknown]

    @Test(arguments: ends)
    func `an ended grant says why, to the page and to whoever asks`(_ end: GrantEnd) async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let version = try fixture.store.pageVersion(of: user.account)
        _ = fixture.changes.take()
        let claim = try #require(try await claim(fixture, user))
        _ = try await fixture.store.failRefresh(claim, .ended(end), now: now)
        #expect(throws: TokenFailure.ended(end)) { try fixture.store.tokens(of: user.connection) }
        await #expect(throws: TokenFailure.ended(end)) { _ = try await self.claim(fixture, user) }
        #expect(try fixture.store.connections(of: user.account).first?.end == end)
        #expect(try fixture.store.pageVersion(of: user.account) > version)
        #expect(fixture.changes.take() == [user.account])
        #expect(try fixture.store.dueForRefresh(now: now + .days(365), limit: 10) == [])
    }

    @Test func `the leases of a dead process are given back, its notes stay`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"])
        _ = try #require(try await claim(fixture, user))
        #expect(try await fixture.store.claimChecks(limit: 10, lease: .hours(1), now: now).count == 2)
        let later = now + .minutes(15)
        #expect(try await fixture.store.claimFollowLists(limit: 10, lease: .hours(1), now: later).count == 1)

        let reopened = try Fixture(in: fixture.scratch)
        #expect(try await reopened.store.claimChecks(limit: 10, lease: .hours(1), now: later) == [])
        try await reopened.store.releaseLeases(exceptOf: [2])
        #expect(try await claim(reopened, user)?.isRepeat == true)
        #expect(try await reopened.store.claimChecks(limit: 10, lease: .hours(1), now: later).count == 2)
        #expect(try await reopened.store.claimFollowLists(limit: 10, lease: .hours(1), now: later).count == 1)
    }

    @Test func `a claim that could not be written down is none`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.database.setPragma("query_only = ON")
        await #expect(throws: TokenFailure.self) { _ = try await self.claim(fixture, user) }
        try await fixture.database.setPragma("query_only = OFF")
        #expect(try await claim(fixture, user)?.isRepeat == false)
    }
}
