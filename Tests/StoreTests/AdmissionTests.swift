import Domain
import Store
import Testing

struct AdmissionTests {
    private func fixture(_ registration: Registration, max: Int? = nil) throws -> Fixture {
        var settings = Fixture.settings
        settings.registration = registration
        settings.accountsMax = max
        return try Fixture(settings: settings)
    }

    /// What came of a sign-in, in one word.
    private func outcome(
        _ fixture: Fixture, _ subject: String, former: String? = nil, invitation: Secret? = nil,
        now: Timestamp = Fixture.start
    ) async throws -> String {
        var signIn = Fixture.signIn(subject, formerSubject: former, name: "Mx \(subject)")
        signIn.invitation = invitation
        switch try await fixture.store.signIn(signIn, now: now) {
        case .signedIn(_, _, let isNew): return isNew ? "new" : "known"
        case .otherIdentity: return "other"
        case .notAdmitted(.closed): return "closed"
        case .notAdmitted(.full): return "full"
        case .notAdmitted(.unlisted(let id, let isNoted)): return "unlisted \(id)\(isNoted ? "" : " unnoted")"
        case .notAdmitted(.uninvited(let id, _)): return "uninvited \(id)"
        case .notAdmitted(.blocked(_, let reason)): return "blocked \(reason)"
        }
    }

    private func rows(_ fixture: Fixture) throws -> [Int] {
        let connection = try SQLiteFile(fixture)
        return try [
            connection.count("SELECT count(*) FROM account"), connection.count("SELECT count(*) FROM connection"),
            connection.count("SELECT count(*) FROM data_key"), connection.count("SELECT count(*) FROM session"),
        ]
    }

    @Test func `who is not on the list is noted, and nothing of their grant is kept`() async throws {
        let fixture = try fixture(.allowlist)
        #expect(try await outcome(fixture, "key-of-ben", former: "ben") == "unlisted ben")
        #expect(try rows(fixture) == [0, 0, 0, 0])
        #expect(
            try await outcome(fixture, "key-of-ben", former: "ben", now: Fixture.start + .hours(1)) == "unlisted ben")
        let request = try #require(try fixture.store.joinRequests().first)
        #expect(try fixture.store.joinRequests().count == 1)
        #expect(request.user == UserName(provider: "spotify", id: "ben") && request.displayName == "Mx key-of-ben")
        #expect(request.firstAt == Fixture.start && request.lastAt == Fixture.start + .hours(1))

        let admin = Actor.person(AccountID(99), network: "192.0.2.0/24")
        #expect(
            try await fixture.store.carryOut(.allow(request.user, note: ""), by: admin, now: Fixture.start) == .done)
        #expect(try fixture.store.joinRequests().isEmpty)
        #expect(try await outcome(fixture, "key-of-ben", former: "ben") == "new")
        #expect(try await outcome(fixture, "key-of-cem") == "unlisted key-of-cem")
        // Who is here stays, whatever the list says later.
        #expect(try await fixture.store.carryOut(.disallow(request.user), by: admin, now: Fixture.start) == .done)
        #expect(try await outcome(fixture, "key-of-ben", former: "ben") == "known")
    }

    @Test(arguments: ["ben", "key-of-ben"])
    func `an entry may be the public id or the lasting key`(_ id: String) async throws {
        let fixture = try fixture(.invite)
        _ = try await fixture.store.carryOut(
            .allow(UserName(provider: "spotify", id: id), note: ""), by: .operator, now: Fixture.start)
        #expect(try await outcome(fixture, "key-of-ben", former: "ben") == "new")
        // Of another provider somebody else has that id.
        _ = try await fixture.store.carryOut(
            .allow(UserName(provider: "elsewhere", id: "cem"), note: ""), by: .operator, now: Fixture.start)
        #expect(try await outcome(fixture, "cem") == "uninvited cem")
    }

    @Test func `strangers cannot fill the table of requests`() async throws {
        let fixture = try fixture(.allowlist)
        try SQLiteFile(fixture).execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 499)
            INSERT INTO join_request (provider, subject, public_id, display_name, first_at, last_at)
            SELECT 'spotify', 'u' || i, 'u' || i, '', 0, 0 FROM n
            """)
        #expect(try await outcome(fixture, "one more") == "unlisted one more unnoted")
        #expect(try await outcome(fixture, "u7") == "unlisted u7")
        #expect(try fixture.store.joinRequests().count == 500)
    }

    @Test(arguments: [Registration.invite, .allowlist])
    func `an invitation lets one in, once, before its end`(_ registration: Registration) async throws {
        let fixture = try fixture(registration)
        let store = fixture.store
        func invite() async throws -> Secret {
            try await store.invite(
                note: "Ben", makesAdministrator: false, lasting: .days(7), by: .operator, now: Fixture.start)
        }
        let token = try await invite()
        #expect(token.reveal().utf8.count == 43)
        #expect(try store.invitation(token, now: Fixture.start)?.note == "Ben")
        #expect(try await outcome(fixture, "ben", invitation: token) == "new")
        #expect(try store.invitation(token, now: Fixture.start) == nil)
        #expect(try await outcome(fixture, "cem", invitation: token).hasSuffix("cem"))
        #expect(try await outcome(fixture, "cem", invitation: Secret("guessed")).hasSuffix("cem"))

        let late = try await invite()
        #expect(try await outcome(fixture, "dag", invitation: late, now: Fixture.start + .days(7)).hasSuffix("dag"))
        // Who is known needs none, and does not use one up.
        #expect(try await outcome(fixture, "ben", invitation: late) == "known")
        let withdrawn = try #require(try store.invitation(late, now: Fixture.start))
        #expect(
            try await store.carryOut(.withdraw(invitation: withdrawn.id), by: .operator, now: Fixture.start) == .done)
        #expect(try await outcome(fixture, "dag", invitation: late).hasSuffix("dag"))
        #expect(try !SQLiteFile(fixture).contains(token.reveal()))
    }

    @Test func `where nobody new is let in, an invitation changes nothing`() async throws {
        let fixture = try fixture(.closed)
        let token = try await fixture.store.invite(
            note: "", makesAdministrator: false, lasting: .days(7), by: .operator, now: Fixture.start)
        #expect(try await outcome(fixture, "ben", invitation: token) == "closed")
        #expect(try fixture.store.invitation(token, now: Fixture.start) != nil)
    }

    @Test func `a full house takes nobody, and uses up no invitation`() async throws {
        let fixture = try fixture(.invite, max: 1)
        func invite() async throws -> Secret {
            try await fixture.store.invite(
                note: "", makesAdministrator: false, lasting: .days(7), by: .operator, now: Fixture.start)
        }
        let (first, second) = try await (invite(), invite())
        #expect(try await outcome(fixture, "ben", invitation: first) == "new")
        #expect(try await outcome(fixture, "cem", invitation: second) == "full")
        #expect(try fixture.store.invitation(second, now: Fixture.start) != nil)
        #expect(try fixture.store.joinRequests().isEmpty)
    }

    @Test(arguments: Registration.allCases)
    func `the link of the start makes the first administrator, however others join`(_ registration: Registration)
        async throws
    {
        let fixture = try fixture(registration)
        let earlier = try #require(try await fixture.store.inviteFirstAdministrator(now: Fixture.start))
        let link = try #require(try await fixture.store.inviteFirstAdministrator(now: Fixture.start))
        #expect(try fixture.store.invitation(earlier, now: Fixture.start) == nil)
        #expect(try fixture.store.invitations(now: Fixture.start).isEmpty)
        #expect(try fixture.store.invitation(link, now: Fixture.start + .hours(24)) == nil)
        #expect(try await outcome(fixture, "anna", invitation: link) == "new")
        let member = try #require(try fixture.store.members(after: nil, limit: 9, now: Fixture.start).first)
        #expect(member.isAdministrator)
        #expect(try await fixture.store.inviteFirstAdministrator(now: Fixture.start) == nil)
        #expect(try fixture.store.invitation(link, now: Fixture.start) == nil)
    }

    @Test func `somebody signed in uses the link with a click, once`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let ben = try await fixture.user("ben")
        let link = try #require(try await fixture.store.inviteFirstAdministrator(now: Fixture.start))
        let actor = Actor.person(anna.account, network: "")
        #expect(try await fixture.store.accept(link, by: actor, now: Fixture.start))
        #expect(try await !fixture.store.accept(link, by: .person(ben.account, network: ""), now: Fixture.start))
        #expect(try fixture.store.session(anna.session, now: Fixture.start)?.isAdministrator == true)
        #expect(try fixture.store.session(ben.session, now: Fixture.start)?.isAdministrator == false)
        // An ordinary invitation gives nothing to somebody who is in.
        let ordinary = try await fixture.store.invite(
            note: "", makesAdministrator: false, lasting: .days(1), by: actor, now: Fixture.start)
        #expect(try await !fixture.store.accept(ordinary, by: .person(ben.account, network: ""), now: Fixture.start))
    }

    static let pasted: [(String, String?)] = [
        ("listener-1", "listener-1"), ("spotify:user:abc", "abc"), ("https://open.spotify.com/user/abc?si=1", "abc"),
        ("open.spotify.com/user/abc/playlists", "abc"), ("", nil), ("two words", nil), ("a\u{7F}b", nil),
        (String(repeating: "a", count: 256), nil),
    ]

    @Test(arguments: pasted)
    func `a user is named by what an operator pastes`(_ text: String, _ id: String?) {
        #expect(UserName(pasted: text, provider: "spotify")?.id == id)
    }
}
