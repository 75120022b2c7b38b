import Domain
import FoundationEssentials
import SQLite
import Store
import Support
import Testing

struct KeyTests {
    private let now = Fixture.start

    @Test func `no token, session or feed address lies in the files as it is`() async throws {
        let fixture = try Fixture()
        let marks = ["plain-access-token", "plain-refresh-token", "second-access-token", "second-refresh-token"]
        let user = try await fixture.user(grant: Fixture.grant(access: marks[0], refresh: marks[1]))
        let claim = try #require(
            try await fixture.store.claimRefresh(
                user.connection, owner: [1], until: now + .minutes(1), now: now))
        _ = try await fixture.store.completeRefresh(
            claim, grant: Fixture.grant(access: marks[2], refresh: marks[3]), now: now)
        let feed = try await fixture.store.feedAddress(of: user.account).token.reveal()
        let secret = user.session.reveal().split(separator: ".")[1]
        for isCheckpointed in [false, true] {
            if isCheckpointed { #expect(try await fixture.database.checkpoint()) }
            for file in ["fanfare.sqlite", "fanfare.sqlite-wal"] {
                let data = FileManager.default.contents(atPath: fixture.scratch.file(file)) ?? Data()
                #expect(isCheckpointed || file.hasSuffix("wal") == (data.count > 100_000) || data.count > 0)
                for mark in marks + [feed, String(secret)] {
                    #expect(!data.contains(mark), "\(mark) in \(file)")
                }
            }
        }
    }

    @Test func `a missing key is counted, its owner reconnects, and everybody else goes on`() async throws {
        let first = try Fixture()
        let anna = try await first.user("anna")
        #expect(try await first.store.checkKeys(now: now).isComplete)

        let other = try Fixture(keyring: Fixture.otherKeyring, in: first.scratch)
        let report = try await other.store.checkKeys(now: now)
        #expect(report.missing == ["one": 1])
        #expect(other.changes.take() == [anna.account])
        let ben = try await other.user("ben")
        #expect(try other.store.connections(of: anna.account).first?.state == .undecryptable)
        #expect(throws: TokenFailure.undecryptable) { try other.store.tokens(of: anna.connection) }
        #expect(try other.store.tokens(of: ben.connection).accessToken.reveal() == "access-1")
        #expect(try other.store.dueForRefresh(now: now + .days(1), limit: 10) == [ben.connection])
        #expect(
            try await other.store.claimFollowLists(limit: 10, lease: .minutes(1), now: now).map(\.account) == [
                ben.account
            ])

        // The key is found again.
        let both = try Fixture(keyring: Fixture.otherKeyring + "\n" + Fixture.keyring, in: first.scratch)
        #expect(try await both.store.checkKeys(now: now).connections == ["one": 1, "two": 1])
        #expect(try both.store.tokens(of: anna.connection).accessToken.reveal() == "access-1")
        #expect(try both.store.connections(of: anna.account).first?.state == .connected)
    }

    @Test func `a sign-in overwrites what cannot be opened`() async throws {
        let first = try Fixture()
        let anna = try await first.user("anna", grant: Fixture.grant(refresh: "lost"))
        let other = try Fixture(keyring: Fixture.otherKeyring, in: first.scratch)
        _ = try await other.store.checkKeys(now: now)
        let again = try await other.user("anna", grant: Fixture.grant(access: "new", refresh: nil))
        #expect(again.account == anna.account)
        let tokens = try other.store.tokens(of: anna.connection)
        #expect(tokens.accessToken.reveal() == "new")
        #expect(tokens.refreshToken == nil)
        #expect(try await other.store.checkKeys(now: now).isComplete)
    }

    @Test func `another key under a known id is refused`() async throws {
        let first = try Fixture()
        let anna = try await first.user("anna")
        _ = try await first.store.checkKeys(now: now)
        let impostor = Fixture.otherKeyring.replacing("two:", with: "one:")
        let other = try Fixture(keyring: impostor, in: first.scratch)
        await #expect(throws: KeyCheckFailure.changed(keyID: "one")) { _ = try await other.store.checkKeys(now: now) }
        #expect(throws: TokenFailure.undecryptable) { try other.store.tokens(of: anna.connection) }
        #expect(try first.store.tokens(of: anna.connection).accessToken.reveal() == "access-1")
    }

    static let swaps = [
        "UPDATE connection SET access_token = refresh_token",
        "UPDATE connection SET token_version = token_version + 1",
        "UPDATE connection SET access_token = (SELECT access_token FROM connection c WHERE c.id <> connection.id)",
        "UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key d WHERE d.connection_id <> data_key.connection_id)",
        "UPDATE connection SET access_token = CAST('access-1' AS BLOB)",
        "DELETE FROM data_key",
    ]

    @Test(arguments: swaps)
    func `rows that somebody rearranged do not open`(_ sql: String) async throws {
        let fixture = try Fixture()
        let anna = try await fixture.user("anna")
        _ = try await fixture.user("ben")
        try await fixture.database.transaction { try $0.execute(sql) }
        #expect(throws: TokenFailure.undecryptable) { try fixture.store.tokens(of: anna.connection) }
        // Once noted it shows, also after a restart, and nothing is due for it; signing in again mends it.
        try await fixture.store.noteUndecryptable(anna.connection, now: Fixture.start)
        _ = try await fixture.store.checkKeys(now: Fixture.start)
        #expect(try fixture.store.connections(of: anna.account).first?.state == .undecryptable)
        _ = try await fixture.user("anna")
        #expect(try fixture.store.connections(of: anna.account).first?.state == .connected)
        try await fixture.store.noteUndecryptable(anna.connection, now: Fixture.start)
        #expect(try fixture.store.connections(of: anna.account).first?.state == .connected)
    }
}

extension Data {
    fileprivate func contains(_ text: String) -> Bool { firstRange(of: Data(text.utf8)) != nil }
}
