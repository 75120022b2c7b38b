import Domain
import Store
import Testing

struct SignInTests {
    @Test func `a first sign-in makes an account, a second finds it, by identity and nothing else`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        #expect(fixture.changes.take() == [anna.account])
        let again = try await fixture.store.signIn(Fixture.signIn("anna", name: "Anna B."), now: Fixture.start)
        guard case .signedIn(anna.account, _, isNew: false) = again else {
            Issue.record("\(again)")
            return
        }
        let session = try #require(try fixture.store.session(anna.session, now: Fixture.start))
        #expect(session.displayName == "Anna B.")
        let other = try await fixture.user("ANNA")
        #expect(other.account != anna.account)
    }

    @Test func `a user stored under a former key is found and moves to the lasting one`() async throws {
        let fixture = try Fixture()
        let before = try await fixture.user("user-name")
        let outcome = try await fixture.store.signIn(
            Fixture.signIn("lasting", formerSubject: "user-name", grant: Fixture.grant(refresh: nil)),
            now: Fixture.start)
        guard case .signedIn(before.account, _, isNew: false) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try await fixture.user("lasting").account == before.account)
        // Whoever takes the old name later is somebody else.
        #expect(try await fixture.user("user-name").account != before.account)
    }

    static let policies: [(Registration, Int?, Bool)] = [
        (.open, nil, true), (.open, 2, true), (.open, 1, false), (.open, 0, false), (.closed, nil, false),
    ]

    @Test(arguments: policies)
    func `strangers come in as the operator wants`(
        _ registration: Registration, _ accountsMax: Int?, _ isLetIn: Bool
    ) async throws {
        let open = try Fixture()
        let known = try await open.user("known")
        var settings = Fixture.settings
        settings.registration = registration
        settings.accountsMax = accountsMax
        let fixture = try Fixture(settings: settings, in: open.scratch)
        let stranger = try await fixture.store.signIn(Fixture.signIn("stranger"), now: Fixture.start)
        switch stranger {
        case .signedIn: #expect(isLetIn)
        case .notAdmitted: #expect(!isLetIn)
        case .otherIdentity: Issue.record("nobody was expected")
        }
        // Who is known comes in anyway.
        #expect(try await fixture.user("known").account == known.account)
    }

    @Test(arguments: ["ben", "stranger"])
    func `a renewal by somebody else changes nothing`(_ subject: String) async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        _ = fixture.changes.take()
        let outcome = try await fixture.store.signIn(
            Fixture.signIn(subject, grant: Fixture.grant(access: "other"), expecting: anna.account), now: Fixture.start)
        guard case .otherIdentity = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(fixture.changes.take() == [])
        for user in [anna, ben] {
            #expect(try fixture.store.tokens(of: user.connection).accessToken.reveal() == "access-1")
            #expect(try fixture.store.sessions(of: user.account, now: Fixture.start).count == 1)
        }
        let right = try await fixture.store.signIn(Fixture.signIn("anna", expecting: anna.account), now: Fixture.start)
        guard case .signedIn(anna.account, _, isNew: false) = right else {
            Issue.record("\(right)")
            return
        }
    }

    @Test(arguments: [nil, ""])
    func `an omitted refresh token keeps the old one, for good`(_ omitted: String?) async throws {
        let fixture = try Fixture()
        _ = try await fixture.user(grant: Fixture.grant(refresh: "keep-me"))
        let later = Fixture.start + .days(1)
        for number in 2...3 {
            let user = try await fixture.user(
                grant: Fixture.grant(access: "access-\(number)", refresh: omitted, now: later), now: later)
            let tokens = try fixture.store.tokens(of: user.connection)
            #expect(tokens.refreshToken?.reveal() == "keep-me")
            #expect(tokens.accessToken.reveal() == "access-\(number)")
            #expect(tokens.version == Int64(number))
            #expect(try fixture.store.connections(of: user.account).first?.authorizedAt == later)
        }
        let user = try await fixture.user(grant: Fixture.grant(refresh: "new"))
        #expect(try fixture.store.tokens(of: user.connection).refreshToken?.reveal() == "new")
    }

    @Test func `a sign-in mends what has ended`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        let claim = try #require(
            try await fixture.store.claimRefresh(
                user.connection, owner: [1], until: Fixture.start + .minutes(1), now: Fixture.start))
        _ = try await fixture.store.failRefresh(claim, .ended(.revoked), now: Fixture.start)
        let ended = try #require(try fixture.store.connections(of: user.account).first)
        #expect(ended.state == .needsReconnect)
        #expect(ended.end == .revoked)
        _ = try await fixture.user()
        let mended = try #require(try fixture.store.connections(of: user.account).first)
        #expect(mended.state == .connected)
        #expect(mended.end == nil)
        #expect(mended.scopes == ["user-follow-read"])
        #expect(try fixture.store.tokens(of: user.connection).version == 2)
    }

    @Test func `a flow is used up once, also by two at once and after a restart`() async throws {
        let fixture = try Fixture()
        let end = Fixture.start + .minutes(10)
        let store = fixture.store
        let wins = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask { (try? await store.consumeFlow([1, 2], expiresAt: end, now: Fixture.start)) ?? false }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
        let reopened = try Fixture(in: fixture.scratch)
        #expect(try await reopened.store.consumeFlow([1, 2], expiresAt: end, now: Fixture.start) == false)
        #expect(try await reopened.store.consumeFlow([3], expiresAt: end, now: Fixture.start))
        try await reopened.store.tidy(now: end - .milliseconds(1))
        #expect(try await reopened.store.consumeFlow([1, 2], expiresAt: end, now: Fixture.start) == false)
        try await reopened.store.tidy(now: end)
        #expect(try await reopened.store.consumeFlow([1, 2], expiresAt: end, now: end))
    }

    @Test func `a sign-in that finds no space leaves nothing`() async throws {
        let fixture = try Fixture()
        let user = try await fixture.user()
        try await fixture.fillUp()
        await #expect(throws: StoreFailure.full) {
            for number in 0..<200 {
                _ = try await fixture.store.signIn(Fixture.signIn("filler-\(number)"), now: Fixture.start)
            }
        }
        // Who is in can still read.
        #expect(try fixture.store.session(user.session, now: Fixture.start) != nil)
        #expect(try fixture.store.tokens(of: user.connection).refreshToken?.reveal() == "refresh-1")
        try await fixture.makeRoom()
        try await fixture.store.probe()
        #expect(try fixture.problems() == [])
    }
}
