import Domain
import Store
import Testing

struct AdministrationTests {
    private static let admin = Actor.person(AccountID(1), network: "192.0.2.0/24")

    private func act(_ act: AdministrativeAct, _ fixture: Fixture, at now: Timestamp = Fixture.start) async throws
        -> AdministrativeOutcome
    {
        try await fixture.store.carryOut(act, by: AdministrationTests.admin, now: now)
    }

    @Test func `blocking ends sessions and feeds at once, and unblocking puts everything back`() async throws {
        let fixture = try Fixture()
        let store = fixture.store
        let anna = try await fixture.user("anna")
        try await fixture.follow(anna, ["a"])
        let feed = try await store.feedAddress(of: anna.account)
        // A reading of the list is under way.
        let claim = try #require(
            try await store.claimFollowLists(limit: 1, lease: .minutes(5), now: Fixture.start + .days(8)).first)
        _ = fixture.changes.take()
        #expect(try await act(.block(anna.account, reason: "It was agreed"), fixture) == .done)
        #expect(fixture.changes.take() == [anna.account])
        #expect(try store.session(anna.session, now: Fixture.start) == nil)
        #expect(try store.account(forFeedToken: feed.token) == nil)
        let result = try await store.complete(
            claim, list: SourceFollowList([Fixture.artist("b")]), now: Fixture.start + .days(8))
        #expect(!result.wasStored)
        #expect(try await store.claimFollowLists(limit: 9, lease: .minutes(5), now: Fixture.start + .days(30)).isEmpty)

        let refused = try await store.signIn(
            Fixture.signIn("anna", grant: Fixture.grant(access: "new")), now: Fixture.start)
        guard case .notAdmitted(.blocked(anna.account, reason: "It was agreed")) = refused else {
            Issue.record("\(refused)")
            return
        }
        #expect(try store.tokens(of: anna.connection).accessToken.reveal() == "access-1")
        #expect(try await act(.block(anna.account, reason: "again"), fixture) == .unchanged)

        #expect(try await act(.unblock(anna.account), fixture) == .done)
        #expect(try await act(.unblock(anna.account), fixture) == .unchanged)
        #expect(try store.account(forFeedToken: feed.token) == anna.account)
        _ = try await fixture.user("anna")
        #expect(try store.artists(of: anna.account, now: Fixture.start).count == 1)
        #expect(try await store.claimFollowLists(limit: 9, lease: .minutes(5), now: Fixture.start).count == 1)
    }

    @Test func `somebody can always administer`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        #expect(try await act(.removeAdministrator(anna.account), fixture) == .unchanged)
        #expect(try await act(.makeAdministrator(anna.account), fixture) == .done)
        #expect(try await act(.makeAdministrator(anna.account), fixture) == .unchanged)
        let last: [AdministrativeAct] = [
            .removeAdministrator(anna.account), .block(anna.account, reason: ""), .delete(anna.account),
        ]
        for act in last { #expect(try await self.act(act, fixture) == .lastAdministrator, "\(act)") }
        #expect(try fixture.store.session(anna.session, now: Fixture.start)?.isAdministrator == true)
        // Somebody who is blocked does not count.
        #expect(try await act(.makeAdministrator(ben.account), fixture) == .done)
        #expect(try await act(.block(ben.account, reason: ""), fixture) == .done)
        for act in last { #expect(try await self.act(act, fixture) == .lastAdministrator, "\(act)") }
        #expect(try await act(.unblock(ben.account), fixture) == .done)
        #expect(try await act(.removeAdministrator(anna.account), fixture) == .done)
    }

    @Test func `an account goes with everything that hangs on it`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        try await fixture.follow(anna, ["a"])
        #expect(try await act(.delete(anna.account), fixture) == .done)
        #expect(try await act(.delete(anna.account), fixture) == .unknown)
        let file = try SQLiteFile(fixture)
        #expect(try fixture.store.members(after: nil, limit: 9, now: Fixture.start).map(\.id) == [ben.account])
        #expect(try file.count("SELECT count(*) FROM connection WHERE account_id = 1") == 0)
        #expect(try file.count("SELECT count(*) FROM data_key") == 1)
        #expect(try file.count("SELECT count(*) FROM follow") == 0)
        // Of the account itself the log says one thing: that it is gone.
        #expect(try file.texts("SELECT act FROM audit_entry WHERE account_id = 1") == ["account-delete"])
    }

    @Test func `members are shown in order, a page at a time, with their standing`() async throws {
        let fixture = try Fixture()
        for name in ["anna", "ben", "cem"] { _ = try await fixture.user(name) }
        let first = try fixture.store.members(after: nil, limit: 2, now: Fixture.start)
        #expect(first.map { $0.connections.first?.user.id } == ["anna", "ben"])
        let rest = try fixture.store.members(after: first.last?.id, limit: 2, now: Fixture.start)
        #expect(rest.map { $0.connections.first?.user.id } == ["cem"])
        let anna = try #require(first.first)
        #expect(anna.sessions == 1 && anna.createdAt == Fixture.start && anna.connections.first?.state == .connected)
        #expect(try fixture.store.member(AccountID(2), now: Fixture.start)?.id == AccountID(2))
        #expect(try fixture.store.member(AccountID(7), now: Fixture.start) == nil)
        let counts = try fixture.store.memberCounts()
        #expect(counts.accounts == 3 && counts.seatsUsed == 3)
        try await fixture.store.disconnect(anna.connections[0].id, of: anna.id, now: Fixture.start)
        #expect(try fixture.store.memberCounts().seatsUsed == 2)
    }

    @Test func `held connections are tried once more when an administrator says so`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        #expect(try await act(.recheckHeld, fixture) == .unchanged)
        try SQLiteFile(fixture).execute("UPDATE connection SET state = 'held', refresh_due_at = NULL")
        #expect(try fixture.store.memberCounts().held == 1)
        #expect(try await fixture.store.releaseHeld(now: Fixture.start) == [])
        #expect(try await act(.recheckHeld, fixture) == .done)
        #expect(try await fixture.store.releaseHeld(now: Fixture.start) == [anna.connection])
        #expect(try fixture.store.memberCounts().held == 0)
    }

    @Test func `the operator's desk does the same beside a running store`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let schema = try Fixture.migrations().count
        let desk = try OperatorDesk(path: fixture.database.path, schema: schema)
        for word in ["1", "anna", "spotify:anna", "Anna"] {
            #expect(try desk.members(named: word, now: Fixture.start).map(\.id) == [anna.account], "\(word)")
        }
        _ = try await fixture.store.signIn(Fixture.signIn("ben", name: "Anna"), now: Fixture.start)
        #expect(try desk.members(named: "Anna", now: Fixture.start).count == 2)
        #expect(try desk.members(named: "nobody", now: Fixture.start).isEmpty)
        #expect(try desk.carryOut(.block(anna.account, reason: "x"), now: Fixture.start) == .done)
        #expect(try fixture.store.session(anna.session, now: Fixture.start) == nil)
        #expect(try desk.endAllSessions(now: Fixture.start) == 1)
        #expect(try desk.auditLog(of: anna.account, before: nil, limit: 1).first?.actor == .operator)
        do throws(OperatorDesk.Failure) {
            _ = try OperatorDesk(path: fixture.database.path, schema: schema + 1)
            Issue.record("opened")
        } catch {
            #expect(error == .otherSchema(database: schema, program: schema + 1))
        }
    }
}
