import Domain
import FoundationEssentials
import Store
import Testing

struct AuditLogTests {
    private func acts(_ fixture: Fixture, of account: AccountID? = nil) throws -> [String] {
        try fixture.store.auditLog(of: account, before: nil, limit: 100).map {
            $0.act + ($0.isRefused ? " refused" : "")
        }
    }

    @Test func `what happens is written in its own transaction, newest first`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        _ = try await fixture.user("ben")
        _ = try await fixture.store.signIn(Fixture.signIn("anna", expecting: anna.account), now: Fixture.start)
        let admin = Actor.person(anna.account, network: "192.0.2.0/24")
        let network = "192.0.2.0/24"
        _ = try await fixture.store.carryOut(.makeAdministrator(anna.account), by: .operator, now: Fixture.start)
        _ = try await fixture.store.carryOut(.block(AccountID(2), reason: "spam"), by: admin, now: Fixture.start)
        _ = try await fixture.store.carryOut(.delete(anna.account), by: admin, now: Fixture.start)
        #expect(
            try acts(fixture) == [
                "account-delete refused", "block", "administrator-add", "reconnect", "sign-in", "sign-in",
            ])
        let block = try #require(try fixture.store.auditLog(of: AccountID(2), before: nil, limit: 1).first)
        #expect(block.detail == "spam" && block.actor == admin && block.actorName == "Anna")
        #expect(try fixture.store.auditLog(of: anna.account, before: nil, limit: 9).last?.actor.network == network)
        // Page by page.
        let first = try fixture.store.auditLog(of: nil, before: nil, limit: 4)
        let rest = try fixture.store.auditLog(of: nil, before: first.last?.id, limit: 4)
        #expect(first.count == 4 && rest.count == 2 && rest[0].id < first[3].id)
    }

    @Test func `the end of a connection is written down with what is known of it`() async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        let claim = try #require(
            try await fixture.store.claimRefresh(
                anna.connection, owner: [1], until: Fixture.start + .minutes(1), now: Fixture.start))
        _ = try await fixture.store.failRefresh(claim, .ended(.revoked), now: Fixture.start)
        let record = try #require(try fixture.store.auditLog(of: anna.account, before: nil, limit: 1).first)
        #expect(record.act == "connection-end" && record.actor == .fanfare && record.detail == "revoked")
    }

    @Test func `nothing in it can be changed`() async throws {
        let fixture = try Fixture()
        _ = try await fixture.user("anna")
        let file = try SQLiteFile(fixture)
        #expect(throws: (any Error).self) { try file.execute("UPDATE audit_entry SET detail = 'nothing happened'") }
        #expect(try acts(fixture) == ["sign-in"])
    }

    @Test func `old lines are tidied away, but not by the word of a clock that has leapt`() async throws {
        var settings = Fixture.settings
        settings.auditKept = .days(10)
        let fixture = try Fixture(settings: settings)
        _ = try await fixture.user("anna")
        var now = Fixture.start
        try await fixture.store.tidy(now: now)
        // A leap of a month, and back.
        try await fixture.store.tidy(now: now + .days(30))
        try await fixture.store.tidy(now: now)
        #expect(try acts(fixture) == ["sign-in"])
        for _ in 0..<40 {
            now = now + .hours(6)
            try await fixture.store.tidy(now: now)
        }
        #expect(try acts(fixture).isEmpty)
    }

    @Test func `a person takes along all that is kept of them, and nothing of others`() async throws {
        let fixture = try Fixture()
        let outcome = try await fixture.store.signIn(
            Fixture.signIn("key-of-anna", formerSubject: "anna", name: "Anna \"the first\"\n"), now: Fixture.start)
        guard case .signedIn(let account, let token, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let connection = try #require(try fixture.store.connections(of: account).first?.id)
        let anna = Fixture.User(account: account, connection: connection, session: token)
        let ben = try await fixture.user("ben")
        let feed = try await fixture.store.feedAddress(of: account).token.reveal()
        try await fixture.follow(anna, ["a", "b"])
        try await fixture.check([:])
        let later = Fixture.start + .days(8)
        try await fixture.check(
            ["a": [Fixture.release("r", "Duet", by: ["a", "b"], date: "2026-11-28")]], now: later)
        try await fixture.store.note(
            AuditEntry(
                at: later, act: .block, actor: .person(ben.account, network: "198.51.100.0/24"), account: account))
        let session = try #require(try fixture.store.session(token, now: Fixture.start)).id

        let bytes = try #require(try fixture.store.personalData(of: account, current: session, now: later))
        let document = try JSONDecoder().decode(Document.self, from: Data(bytes))
        #expect(document.exported_at == "2026-11-29T00:00:00Z")
        #expect(document.account.display_name == "Anna \"the first\"\n" && document.account.id == account.rawValue)
        #expect(document.account.created_at == "2026-11-21T00:00:00Z")
        #expect(document.connections.first?.user_id == "anna" && document.connections.first?.subject == "key-of-anna")
        #expect(document.connections.first?.scopes == ["user-follow-read"])
        #expect(document.follows.map(\.artist_id) == ["a", "b"])
        #expect(document.announcements.map(\.artists) == [["Artist a", "Artist b"]])
        #expect(document.announcements.first?.title == "Duet")
        #expect(document.sessions.map(\.is_current) == [true])
        #expect(document.security_events.map(\.act) == ["block", "sign-in"])
        // Where an administrator was is not the person's to know.
        #expect(document.security_events.map(\.network) == ["", "192.0.2.0/24"])
        #expect(document.security_events.map(\.by) == ["administrator", "person"])

        let text = String(decoding: bytes, as: UTF8.self)
        for secret in ["access-1", "refresh-1", feed, token.reveal(), "198.51.100"] { #expect(!text.contains(secret)) }
        #expect(try fixture.store.personalData(of: AccountID(77), current: nil, now: later) == nil)
        let others = try #require(try fixture.store.personalData(of: ben.account, current: nil, now: later))
        #expect(!String(decoding: others, as: UTF8.self).contains("Duet"))
    }

    /// Tables with accounts in them that the document has a member for.
    private static let exported: Set<String> = [
        "connection", "follow", "left_artist", "announcement", "session", "audit_entry", "account_rules", "past_rules",
        "artist_tier",
        "wanted_list", "silence", "attribution",
        "consent_reminder",
    ]

    @Test func `no table about people is missing in what they take along`() throws {
        let tables = try SQLiteFile(Fixture()).texts(
            """
            SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'account_id'
            WHERE m.type = 'table' ORDER BY m.name
            """)
        #expect(Set(tables) == AuditLogTests.exported, "add the new table to PersonalData, then here")
    }

    // The document's own names.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct Document: Decodable {
        struct Account: Decodable {
            let id: Int64
            let display_name, created_at: String
        }
        struct Connection: Decodable {
            let user_id, subject: String
            let scopes: [String]
        }
        struct Follow: Decodable { let artist_id: String }
        struct Announcement: Decodable {
            let title: String
            let artists: [String]
        }
        struct Session: Decodable { let is_current: Bool }
        struct Event: Decodable { let act, network, by: String }

        let exported_at: String
        let account: Account
        let connections: [Connection]
        let follows: [Follow]
        let announcements: [Announcement]
        let sessions: [Session]
        let security_events: [Event]
    }
}
