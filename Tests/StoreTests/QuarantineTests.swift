import Domain
import SQLite
import Testing

@testable import Store

/// The sealed tokens of an ended grant are kept for a month, and then nobody can open any copy of them.
struct QuarantineTests {
    private let now = Fixture.start

    private func endedUser(_ fixture: Fixture) async throws -> Fixture.User {
        let user = try await fixture.user()
        let claim = try #require(
            try await fixture.store.claimRefresh(user.connection, owner: [1], until: now + .minutes(1), now: now))
        _ = try await fixture.store.failRefresh(claim, .ended(.revoked), now: now)
        return user
    }

    private func keys(_ fixture: Fixture) async throws -> Int? {
        try await fixture.database.transaction { try $0.first("SELECT count(*) FROM data_key") { $0.int(0) } }
    }

    @Test func `after thirty days tokens and key are gone, the identity and the reason stay`() async throws {
        let fixture = try Fixture()
        let user = try await endedUser(fixture)
        _ = try await fixture.user("in use")
        for day in 0..<30 { try await fixture.store.tidy(now: now + .days(day)) }
        #expect(try await keys(fixture) == 2)
        try await fixture.store.tidy(now: now + .days(30))
        #expect(try await keys(fixture) == 1)
        #expect(try fixture.store.connections(of: user.account).first?.end == .revoked)
        #expect(throws: TokenFailure.ended(.revoked)) { try fixture.store.tokens(of: user.connection) }
        // Done again there is nothing to do, and a sign-in is all it takes.
        try await fixture.store.tidy(now: now + .days(31))
        _ = try await fixture.user(grant: Fixture.grant(access: "back", refresh: "again"))
        #expect(try fixture.store.tokens(of: user.connection).accessToken.reveal() == "back")
    }

    @Test func `a clock that leaps ahead and back shreds nothing`() async throws {
        let fixture = try Fixture()
        _ = try await endedUser(fixture)
        try await fixture.store.tidy(now: now)
        for hour in 0..<23 { try await fixture.store.tidy(now: now + .days(40) + .hours(hour)) }
        try await fixture.store.tidy(now: now + .hours(23))
        #expect(try await keys(fixture) == 1)
        // A month away, and then on for good: a day later it is believed.
        for hour in 0...24 { try await fixture.store.tidy(now: now + .days(60) + .hours(hour)) }
        #expect(try await keys(fixture) == 0)
    }
}
