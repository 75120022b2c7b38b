import Domain
import FoundationEssentials
import Support
import Testing

@testable import Store

/// Grants that the database does not take: on a full disk, and through a crash at every moment.
struct GrantJournalTests {
    private let now = Fixture.start
    private let granted = Fixture.grant(access: "granted-access", refresh: "granted-refresh", scopes: ["a", "b"])

    private func claim(_ fixture: Fixture, _ user: Fixture.User) async throws -> RefreshClaim {
        try #require(
            try await fixture.store.claimRefresh(user.connection, owner: [1], until: now + .minutes(1), now: now))
    }

    private func tokens(_ fixture: Fixture, _ user: Fixture.User) throws -> [String?] {
        let tokens = try fixture.store.tokens(of: user.connection)
        return [tokens.accessToken.reveal(), tokens.refreshToken?.reveal()]
    }

    @Test func `on a full disk a grant is set aside, and found at the next start`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        #expect(try await fixture.store.replayGrants(now: now).isEmpty)
        let claim = try await claim(fixture, user)
        try await fixture.fillUp()
        let large = Fixture.grant(access: String(repeating: "a", count: 9000), refresh: "granted-refresh")
        await #expect(throws: StoreFailure.full) {
            _ = try await fixture.store.completeRefresh(claim, grant: large, now: now)
        }
        _ = try await fixture.store.setAside(large, for: claim)

        // Killed here; somebody makes room, and starts it again.
        let reopened = try Fixture(in: fixture.scratch)
        #expect(try tokens(reopened, user) == ["access-1", "refresh-1"])
        let report = try await reopened.store.replayGrants(now: now)
        #expect(report.stored == 1 && report.superseded == 0)
        try await reopened.store.releaseLeases(exceptOf: [2])
        #expect(try tokens(reopened, user) == [large.accessToken.reveal(), "granted-refresh"])
        #expect(try await self.claim(reopened, user).isRepeat == false)
        #expect(try await Fixture(in: fixture.scratch).store.replayGrants(now: now).isEmpty)
    }

    @Test func `stored, and the entry not wiped: the next start finds that newer tokens stand`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let claim = try await claim(fixture, user)
        _ = try await fixture.store.setAside(granted, for: claim)
        #expect(try await fixture.store.completeRefresh(claim, grant: granted, now: now))
        let second = try await self.claim(fixture, user)
        let newer = Fixture.grant(access: "newer", refresh: "newer-refresh")
        #expect(try await fixture.store.completeRefresh(second, grant: newer, now: now))
        let reopened = try Fixture(in: fixture.scratch)
        let report = try await reopened.store.replayGrants(now: now)
        #expect(report.stored == 0 && report.superseded == 1)
        #expect(try tokens(reopened, user) == ["newer", "newer-refresh"])
    }

    @Test func `an omitted refresh token keeps the old one, an unknown scope the old ones`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let grant = Fixture.grant(access: "granted-access", refresh: nil, scopes: nil)
        _ = try await fixture.store.setAside(grant, for: try await claim(fixture, user))
        let reopened = try Fixture(in: fixture.scratch)
        #expect(try await reopened.store.replayGrants(now: now).stored == 1)
        #expect(try tokens(reopened, user) == ["granted-access", "refresh-1"])
        #expect(try reopened.store.connections(of: user.account).first?.scopes == ["user-follow-read"])
    }

    @Test func `who signed in, disconnected or left meanwhile stays so`() async throws {
        let fixture = try Fixture()
        let users = [try await fixture.user("in"), try await fixture.user("out"), try await fixture.user("gone")]
        for user in users { _ = try await fixture.store.setAside(granted, for: try await claim(fixture, user)) }
        _ = try await fixture.user("in", grant: Fixture.grant(access: "signed-in", refresh: "theirs"))
        try await fixture.store.disconnect(users[1].connection, of: users[1].account, now: now)
        try await fixture.store.deleteAccount(users[2].account)
        let reopened = try Fixture(in: fixture.scratch)
        #expect(try await reopened.store.replayGrants(now: now).superseded == 3)
        #expect(try tokens(reopened, users[0]) == ["signed-in", "theirs"])
        #expect(throws: TokenFailure.unknownConnection) { try reopened.store.tokens(of: users[1].connection) }
        #expect(throws: TokenFailure.unknownConnection) { try reopened.store.tokens(of: users[2].connection) }
    }

    @Test func `an entry brings back a connection whose old token was tried in vain`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        _ = try await fixture.store.setAside(granted, for: try await claim(fixture, user))
        try await fixture.store.releaseLeases(exceptOf: [2])
        let second = try await claim(fixture, user)
        _ = try await fixture.store.failRefresh(second, .ended(.rotationLost), now: now)
        #expect(try await Fixture(in: fixture.scratch).store.replayGrants(now: now).stored == 1)
        #expect(try tokens(fixture, user) == ["granted-access", "granted-refresh"])
        #expect(try fixture.store.connections(of: user.account).first?.end == nil)
    }

    @Test func `nothing of a token lies in the file, and others may not read it`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        _ = try await fixture.store.setAside(granted, for: try await claim(fixture, user))
        let path = fixture.scratch.file("fanfare.sqlite.grants")
        let data = try Data(contentsOf: URL(filePath: path))
        #expect(data.count == GrantJournal.slots * GrantJournal.slotBytes)
        for mark in ["granted-access", "granted-refresh"] { #expect(data.firstRange(of: Data(mark.utf8)) == nil) }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `half an entry is none, wherever the writing stopped`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        _ = try await fixture.store.setAside(granted, for: try await claim(fixture, user))
        let url = URL(filePath: fixture.scratch.file("fanfare.sqlite.grants"))
        let whole = [UInt8](try Data(contentsOf: url))
        for end in [0, 1, 8, 12, 44, 45, 80, 120] {
            var torn = whole
            for index in end..<GrantJournal.slotBytes { torn[index] = 0 }
            try Data(torn).write(to: url)
            #expect(try await Fixture(in: fixture.scratch).store.replayGrants(now: now).isEmpty, "after \(end) octets")
        }
        try Data(whole).write(to: url)
        #expect(try await Fixture(in: fixture.scratch).store.replayGrants(now: now).stored == 1)
    }

    @Test func `without its key an entry waits, and there are only so many`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let claim = try await claim(fixture, user)
        for _ in 0..<GrantJournal.slots { _ = try await fixture.store.setAside(granted, for: claim) }
        await #expect(throws: StoreFailure.full) { _ = try await fixture.store.setAside(granted, for: claim) }
        let other = try Fixture(keyring: Fixture.otherKeyring, in: fixture.scratch)
        #expect(try await other.store.replayGrants(now: now).unreadable == GrantJournal.slots)
        let report = try await Fixture(in: fixture.scratch).store.replayGrants(now: now)
        #expect(report.stored == 1 && report.superseded == GrantJournal.slots - 1)
        #expect(try tokens(fixture, user) == ["granted-access", "granted-refresh"])
    }
}
