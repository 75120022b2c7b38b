import Domain
import SQLite
import Store
import Testing

struct IdentityTests {
    private let now = Fixture.start
    private let soon = Fixture.start + .minutes(10)

    /// A sign-in with another provider, of which nothing is kept.
    private func elsewhere(_ subject: String, at issuer: String = "https://id.example", name: String? = "Work Anna")
        -> SignIn
    {
        SignIn(
            provider: "work", issuer: issuer,
            profile: Profile(subject: subject, formerSubject: nil, displayName: name), grant: nil, replacing: nil,
            expectedAccount: nil, device: SessionDevice(userAgent: "Test", network: ""))
    }

    private func link(_ subject: String, provider: String = "work", issuer: String = "https://id.example")
        -> ProposedLink
    {
        ProposedLink(
            provider: provider, issuer: issuer,
            profile: Profile(subject: subject, formerSubject: nil, displayName: "Work Anna"),
            grant: provider == "spotify" ? Fixture.grant(access: "linked-access", refresh: "linked-refresh") : nil)
    }

    private func session(_ fixture: Fixture, _ user: Fixture.User) throws -> SessionID {
        try #require(try fixture.store.session(user.session, now: now)).id
    }

    private func signIn(_ fixture: Fixture, _ signIn: SignIn) async throws -> Fixture.User {
        guard case .signedIn(let account, let token, _) = try await fixture.store.signIn(signIn, now: now),
            let identity = try fixture.store.identities(of: account).first
        else { throw Fixture.NotSignedIn() }
        return Fixture.User(account: account, connection: identity.id, session: token)
    }

    @Test func `who comes by another provider has an account, and no tokens`() async throws {
        let fixture = try Fixture()
        let anna = try await signIn(fixture, elsewhere("anna"))
        #expect(try await signIn(fixture, elsewhere("anna")).account == anna.account)
        #expect(try fixture.store.connections(of: anna.account) == [])
        #expect(try fixture.store.identities(of: anna.account).map(\.displayName) == ["Work Anna"])
        #expect(try fixture.store.dueForRefresh(now: now + .days(400), limit: 10) == [])
        #expect(try await fixture.store.claimFollowLists(limit: 10, lease: .minutes(1), now: now).isEmpty)
        // No list is awaited, so nothing is missing.
        #expect(try fixture.store.completeness(of: anna.account).isImported)
        #expect(throws: TokenFailure.self) { try fixture.store.tokens(of: anna.connection) }
        // The same subject at another issuer is somebody else.
        #expect(try await signIn(fixture, elsewhere("anna", at: "https://other.example")).account != anna.account)
    }

    @Test func `a link waits for its word, and then signs in to the same account`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let session = try session(fixture, anna)
        try await fixture.store.propose(link("w-anna"), by: session, expiresAt: soon, now: now)
        #expect(
            try fixture.store.proposal(of: session, now: now)
                == ProposedIdentity(provider: "work", displayName: "Work Anna"))
        #expect(try fixture.store.identities(of: anna.account).count == 1)
        #expect(
            try await fixture.store.confirmProposal(of: session, for: anna.account, now: now)
                == .linked(provider: "work"))
        #expect(try fixture.store.identities(of: anna.account).map(\.provider) == ["spotify", "work"])
        #expect(try await signIn(fixture, elsewhere("w-anna")).account == anna.account)
        // The account keeps the name of its first identity.
        #expect(try fixture.store.session(anna.session, now: now)?.displayName == "Anna")
        #expect(
            try await fixture.store.confirmProposal(of: session, for: anna.account, now: now) == .nothingProposed)
    }

    @Test func `Spotify is linked with its tokens, sealed all the while`() async throws {
        let fixture = try Fixture()
        let anna = try await signIn(fixture, elsewhere("w-anna"))
        let session = try session(fixture, anna)
        let spotify = link("anna", provider: "spotify", issuer: "https://accounts.spotify.com")
        try await fixture.store.propose(spotify, by: session, expiresAt: soon, now: now)
        let rows = try await fixture.database.transaction { connection in
            try connection.all("SELECT access_token || refresh_token FROM proposed_link") { $0.text(0) }
        }
        #expect(rows.count == 1 && !rows[0].contains("linked"))
        let later = now + .minutes(9)
        #expect(
            try await fixture.store.confirmProposal(of: session, for: anna.account, now: later)
                == .linked(provider: "spotify"))
        let connection = try #require(try fixture.store.connections(of: anna.account).first)
        // Agreed to when it was agreed to, not when it was confirmed.
        #expect(connection.authorizedAt == now)
        let tokens = try fixture.store.tokens(of: connection.id)
        #expect(tokens.accessToken.reveal() == "linked-access" && tokens.refreshToken?.reveal() == "linked-refresh")
        #expect(try await fixture.store.claimFollowLists(limit: 10, lease: .minutes(1), now: later).count == 1)
    }

    @Test func `a link that comes too late, or from another session, is none`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        let session = try session(fixture, anna)
        try await fixture.store.propose(link("w"), by: session, expiresAt: soon, now: now)
        #expect(try fixture.store.proposal(of: try self.session(fixture, ben), now: now) == nil)
        #expect(try await fixture.store.confirmProposal(of: session, for: ben.account, now: now) == .nothingProposed)
        try await fixture.store.propose(link("w"), by: session, expiresAt: soon, now: now)
        #expect(try fixture.store.proposal(of: session, now: soon) == nil)
        #expect(try await fixture.store.confirmProposal(of: session, for: anna.account, now: soon) == .nothingProposed)
        // It goes with its session, and with its time.
        try await fixture.store.propose(link("w"), by: session, expiresAt: soon, now: now)
        try await fixture.store.tidy(now: soon)
        let count = try await fixture.database.transaction { connection in
            try connection.first("SELECT count(*) FROM proposed_link") { $0.int(0) }
        }
        #expect(count == 0)
    }

    @Test func `an identity that is another account's stays there`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let work = try await signIn(fixture, elsewhere("w-anna"))
        let session = try session(fixture, anna)
        #expect(
            try fixture.store.account(
                ofIssuer: "https://id.example",
                profile: Profile(subject: "w-anna", formerSubject: nil, displayName: nil)) == work.account)
        try await fixture.store.propose(link("w-anna"), by: session, expiresAt: soon, now: now)
        #expect(
            try await fixture.store.confirmProposal(of: session, for: anna.account, now: now)
                == .belongsToAnother(provider: "work"))
        #expect(try fixture.store.identities(of: anna.account).count == 1)
    }

    @Test func `one provider gives an account one identity`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let session = try session(fixture, anna)
        let second = link("anna-2", provider: "spotify", issuer: "https://accounts.spotify.com")
        try await fixture.store.propose(second, by: session, expiresAt: soon, now: now)
        #expect(
            try await fixture.store.confirmProposal(of: session, for: anna.account, now: now)
                == .hasAnother(provider: "spotify"))
    }

    @Test func `the last identity stays; removing another ends other sessions and its tokens`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let session = try session(fixture, anna)
        let store = fixture.store
        #expect(
            try await store.removeIdentity(anna.connection, of: anna.account, keeping: session, now: now) == .isLast)
        try await store.propose(link("w-anna"), by: session, expiresAt: soon, now: now)
        _ = try await store.confirmProposal(of: session, for: anna.account, now: now)
        let elsewhere = try await signIn(fixture, elsewhere("w-anna"))
        let ben = try await fixture.user("ben")
        #expect(
            try await store.removeIdentity(ben.connection, of: anna.account, keeping: session, now: now) == .unknown)
        try await fixture.follow(anna, ["a"])
        #expect(
            try await store.removeIdentity(anna.connection, of: anna.account, keeping: session, now: now) == .removed)
        #expect(try store.identities(of: anna.account).map(\.provider) == ["work"])
        #expect(throws: TokenFailure.unknownConnection) { try store.tokens(of: anna.connection) }
        #expect(try store.session(elsewhere.session, now: now) == nil)
        #expect(try store.session(anna.session, now: now) != nil)
        #expect(try store.session(ben.session, now: now) != nil)
        // Whom one follows stays.
        #expect(try store.artists(of: anna.account, now: now).map(\.sourceID) == ["a"])
    }
}
