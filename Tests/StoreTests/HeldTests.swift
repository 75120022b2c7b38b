import Domain
import Testing

@testable import Store

/// Many grants end at once: nobody has done anything, and nobody is asked for anything.
struct HeldTests {
    private let now = Fixture.start

    private func users(_ count: Int, in fixture: Fixture) async throws -> [Fixture.User] {
        var users: [Fixture.User] = []
        for number in 1...count { users.append(try await fixture.user("user-\(number)")) }
        return users
    }

    @discardableResult
    private func end(
        _ user: Fixture.User, _ end: GrantEnd = .unknown, at time: Timestamp? = nil, in fixture: Fixture
    ) async throws -> RefreshRecord {
        let now = time ?? self.now
        let claim = try #require(
            try await fixture.store.claimRefresh(user.connection, owner: [1], until: now + .minutes(1), now: now))
        return try await fixture.store.failRefresh(claim, .ended(end), now: now)
    }

    private func states(_ users: [Fixture.User], in fixture: Fixture) throws -> [ConnectionState] {
        try users.compactMap { try fixture.store.connections(of: $0.account).first?.state }
    }

    @Test func `the fifth of many ends holds all five, and the ones after`() async throws {
        let fixture = try Fixture()
        let users = try await users(20, in: fixture)
        for user in users.prefix(4) { #expect(try await end(user, in: fixture) == .recorded) }
        #expect(try states(users, in: fixture).filter { $0 == .needsReconnect }.count == 4)
        _ = fixture.changes.take()
        #expect(try await end(users[4], at: now + .minutes(9), in: fixture) == .held(connections: 5))
        #expect(fixture.changes.take() == Set(users.prefix(5).map(\.account)))
        #expect(try await end(users[5], at: now + .minutes(30), in: fixture) == .held(connections: 6))
        #expect(
            try states(users, in: fixture)
                == Array(repeating: .held, count: 6) + Array(repeating: .connected, count: 14))
        #expect(throws: TokenFailure.held) { try fixture.store.tokens(of: users[0].connection) }
        #expect(try fixture.store.dueForRefresh(now: now + .minutes(50), limit: 100).isEmpty)
        // What a crash after the commit would have lost, had it been anywhere else.
        let reopened = try Fixture(in: fixture.scratch)
        #expect(try states(users, in: reopened).filter { $0 == .held }.count == 6)
    }

    static let notMany: [(count: Int, ends: [(GrantEnd, minute: Int)])] = [
        // Too few.
        (4, [(.unknown, 0), (.unknown, 0), (.unknown, 0), (.unknown, 0)]),
        // Not a fifth.
        (26, [(.unknown, 0), (.unknown, 1), (.unknown, 2), (.unknown, 3), (.unknown, 4)]),
        // Not within ten minutes.
        (5, [(.unknown, 0), (.unknown, 3), (.unknown, 6), (.unknown, 9), (.unknown, 12)]),
        // One is explained by itself.
        (5, [(.unknown, 0), (.unknown, 0), (.noRefreshToken, 0), (.unknown, 0), (.unknown, 0)]),
        (6, [(.revoked, 0), (.revoked, 0), (.revoked, 0), (.revoked, 0), (.expired, 0)]),
    ]

    @Test(arguments: notMany.indices)
    func `a few ends are each their owner's`(_ index: Int) async throws {
        let (count, ends) = Self.notMany[index]
        let fixture = try Fixture()
        let users = try await users(count, in: fixture)
        for (user, end) in zip(users, ends) {
            #expect(try await self.end(user, end.0, at: now + .minutes(end.minute), in: fixture) == .recorded)
        }
        #expect(try states(users, in: fixture).filter { $0 == .held }.isEmpty)
    }

    @Test func `who has ended in their time is asked, even among many who have not`() async throws {
        let fixture = try Fixture()
        let users = try await users(5, in: fixture)
        let old = try await fixture.user("old", now: now - .days(179))
        #expect(try await end(old, in: fixture) == .recorded)
        for user in users { try await end(user, in: fixture) }
        #expect(try states(users + [old], in: fixture) == Array(repeating: .held, count: 5) + [.needsReconnect])
    }

    @Test func `the operator's command ends the hold of one, or of all, by the serving process`() async throws {
        let fixture = try Fixture()
        let users = try await users(6, in: fixture)
        for user in users { try await end(user, in: fixture) }
        #expect(try await fixture.store.releaseHeld(now: now) == [])

        // A connection of its own, as another process has.
        let held = try HeldConnections(path: fixture.database.path)
        #expect(try held.state(of: users[0].connection) == "held")
        #expect(try held.recheck(users[0].connection, now: now) == 1)
        #expect(try held.recheck(ConnectionID(999), now: now) == 0)
        #expect(try fixture.store.dueForRefresh(now: now, limit: 10) == [])
        #expect(try await fixture.store.releaseHeld(now: now) == [users[0].connection])
        #expect(try fixture.store.dueForRefresh(now: now, limit: 10) == [users[0].connection])
        // Done, and the answer was lost: asked again, there is nothing to do.
        #expect(try held.recheck(users[0].connection, now: now) == 0)
        #expect(try await fixture.store.releaseHeld(now: now) == [])

        #expect(try held.recheck(nil, now: now) == 5)
        _ = fixture.changes.take()
        let later = now + .minutes(20)
        #expect(try await fixture.store.releaseHeld(now: later).count == 5)
        #expect(fixture.changes.take().count == 5)
        #expect(try fixture.store.tokens(of: users[5].connection).refreshToken?.reveal() == "refresh-1")
        // One of them had really ended: that one is asked.
        #expect(try await end(users[3], at: later, in: fixture) == .recorded)
        #expect(try states([users[3]], in: fixture) == [.needsReconnect])
    }

    @Test func `a sign-in ends the hold of its connection`() async throws {
        let fixture = try Fixture()
        let users = try await users(5, in: fixture)
        for user in users { try await end(user, in: fixture) }
        _ = try await fixture.user("user-1")
        #expect(try states(users, in: fixture) == [.connected] + Array(repeating: .held, count: 4))
    }
}
