import Domain
import FoundationEssentials
import Glibc
import SQLite
import Support
import Testing
import Vault

@testable import Store

/// A copy in the place of the database: nothing that is not true any more, nothing lost that was there, and nothing at
/// all if it cannot be done whole.
struct RestorationTests {
    private let now = Fixture.start
    private let later = Fixture.start + .days(1)

    private func restoration(_ scratch: ScratchFolder, keyring: String = Fixture.keyring) throws -> Restoration {
        Restoration(
            path: scratch.file("fanfare.sqlite"), migrations: try Fixture.migrations(),
            keys: KeyringKeys(try Keyring(parsing: keyring)), now: later)
    }

    /// A day's life: a copy in the morning, and what happened since. The fixture is gone when this returns.
    private func liveADay(_ scratch: ScratchFolder) async throws -> (user: Fixture.User, told: AnnouncementID) {
        let fixture = try Fixture(in: scratch)
        _ = try await fixture.store.checkKeys(now: now)
        let user = try await fixture.user()
        try await fixture.follow(user, ["a"], now: now)
        try await fixture.check([:], now: now)
        try await fixture.store.enterCalls(.me, count: 1, now: now)
        try Backup.make(of: fixture.database.path, at: scratch.file("copy"))
        _ = try await fixture.user("later")
        try await fixture.check(["a": [Fixture.release("r", "Since")]], now: now + .hours(5))
        let told = try #require(try fixture.store.announcements(of: user.account, before: nil, limit: 1).first)
        return (user, try #require(told.announcement))
    }

    @Test(.enabled(if: geteuid() == 0, "only root may give a file away"))
    func `restored by root, it belongs to whom the one before did, else to whom the folder does`() async throws {
        let scratch = try ScratchFolder()
        _ = try await liveADay(scratch)
        let path = scratch.file("fanfare.sqlite")
        // SAFETY: the paths live through the calls, here and below.
        try #require(unsafe chown(path, 4711, 4712) == 0)
        _ = try restoration(scratch).run(from: scratch.file("copy"), asClone: false)
        #expect(owner(of: path) == [4711, 4712])
        #expect(unsafe unlink(path) == 0)
        try #require(unsafe chown(scratch.path, 4713, 4714) == 0)
        _ = try restoration(scratch).run(from: scratch.file("copy"), asClone: false)
        #expect(owner(of: path) == [4713, 4714])
    }

    private func owner(of path: String) -> [UInt32] {
        var status = stat()
        // SAFETY: the path lives through the call, which fills a local variable.
        return unsafe stat(path, &status) == 0 ? [status.st_uid, status.st_gid] : []
    }

    @Test func `what was there comes back, tokens are tried once, and everybody signs in`() async throws {
        let scratch = try ScratchFolder()
        let (user, told) = try await liveADay(scratch)
        let report = try restoration(scratch).run(from: scratch.file("copy"), asClone: false)
        #expect(report.connections == 1 && report.undecryptable == 0)

        let fixture = try Fixture(in: scratch)
        #expect(try fixture.problems() == [])
        #expect(try fixture.store.session(user.session, now: later) == nil)
        #expect(try fixture.store.tokens(of: user.connection).refreshToken == Secret("refresh-1"))
        #expect(try fixture.store.dueForRefresh(now: later, limit: 9) == [user.connection])
        let claim = try #require(
            try await fixture.store.claimRefresh(user.connection, owner: [1], until: later + .minutes(1), now: later))
        #expect(claim.isRepeat)
        // What is new has numbers that were never given away.
        let stranger = try await fixture.user("stranger", now: later)
        #expect(stranger.account.rawValue > 1_000_000 && stranger.connection.rawValue > 1_000_000)
        try await fixture.check(["a": [Fixture.release("r", "Since")]], now: later + .hours(5))
        let again = try fixture.store.announcements(of: user.account, before: nil, limit: 1).first?.announcement
        #expect(try #require(again).rawValue > told.rawValue)
        #expect(try !fixture.store.isClone())

        // The one before is whole, with what was only in its log.
        let replaced = try #require(report.replaced)
        let old = try SQLite.Connection(path: replaced, mode: .reader)
        #expect(try old.first("SELECT count(*) FROM account") { $0.int(0) } == 2)
    }

    @Test func `a clone has nobody's tokens, sessions or feed addresses, and is still with the same app`() async throws
    {
        let scratch = try ScratchFolder()
        let (user, _) = try await liveADay(scratch)
        _ = try restoration(scratch).run(from: scratch.file("copy"), asClone: true, clientIDs: ["named"])
        let fixture = try Fixture(in: scratch)
        #expect(try fixture.store.isClone())
        #expect(throws: TokenFailure.unknownConnection) { try fixture.store.tokens(of: user.connection) }
        #expect(try fixture.store.dueForRefresh(now: later + .days(99), limit: 9) == [])
        #expect(try await fixture.store.claimFollowLists(limit: 9, lease: .minutes(1), now: later + .days(99)).isEmpty)
        #expect(try fixture.store.session(user.session, now: later) == nil)
        let kept = try await fixture.database.transaction { connection in
            try connection.first(
                """
                SELECT (SELECT count(*) FROM data_key) + (SELECT count(*) FROM session)
                    + (SELECT count(*) FROM connection WHERE access_token IS NOT NULL OR refresh_token IS NOT NULL)
                    + (SELECT count(*) FROM account WHERE feed_digest IS NOT NULL)
                """
            ) { $0.int(0) }
        }
        #expect(kept == 0)
        for (client, isClone) in [("client", true), ("named", true), ("its own", false)] {
            var settings = Fixture.settings
            settings.clientID = client
            #expect(try Fixture(settings: settings, in: scratch).store.isClone() == isClone)
        }
    }

    @Test func `a copy of a clone that is restored is an original again`() async throws {
        let scratch = try ScratchFolder()
        _ = try await liveADay(scratch)
        _ = try restoration(scratch).run(from: scratch.file("copy"), asClone: true)
        try Backup.make(of: scratch.file("fanfare.sqlite"), at: scratch.file("second"))
        _ = try restoration(scratch).run(from: scratch.file("second"), asClone: false)
        #expect(try !Fixture(in: scratch).store.isClone())
    }

    @Test func `what an earlier one put aside in the same second stays`() async throws {
        let scratch = try ScratchFolder()
        _ = try await liveADay(scratch)
        let first = try restoration(scratch).run(from: scratch.file("copy"), asClone: false).replaced
        let second = try restoration(scratch).run(from: scratch.file("copy"), asClone: false).replaced
        #expect(first != nil && second != nil && first != second)
        // The day after the copy was made is in the first alone.
        for (name, count) in [(first, 2), (second, 1)] {
            let path = try #require(name)
            let connection = try SQLite.Connection(path: path, mode: .existing)
            #expect(try connection.first("SELECT count(*) FROM account") { $0.int(0) } == count)
        }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let words: String
        var keyring = Fixture.keyring
        let spoil: @Sendable (_ scratch: ScratchFolder) throws -> Void
    }

    static let refusals: [Refused] = [
        Refused(testDescription: "no such file", words: "cannot be read") { scratch in
            try FileManager.default.removeItem(atPath: scratch.file("copy"))
        },
        Refused(testDescription: "empty", words: "nothing in it") { scratch in
            try Data().write(to: URL(filePath: scratch.file("copy")))
        },
        Refused(testDescription: "no database", words: "name a file that fanfare backup") { scratch in
            try Data(repeating: 0x78, count: 9000).write(to: URL(filePath: scratch.file("copy")))
        },
        Refused(testDescription: "damaged", words: "damaged: name an earlier one") { scratch in
            var data = try Data(contentsOf: URL(filePath: scratch.file("copy")))
            for index in 8192..<data.count { data[index] = 0xA5 }
            try data.write(to: URL(filePath: scratch.file("copy")))
        },
        Refused(testDescription: "of a newer program", words: "newer program") { scratch in
            try SQLite.Connection(path: scratch.file("copy"), mode: .existing).execute("PRAGMA user_version = 9999")
        },
        Refused(testDescription: "another program's", words: "another program") { scratch in
            try SQLite.Connection(path: scratch.file("copy"), mode: .existing).execute("PRAGMA application_id = 7")
        },
        Refused(
            testDescription: "another key under the same name", words: "another key one",
            keyring: "one:ICECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        ) { _ in },
        Refused(testDescription: "a database in use", words: "has a log beside it") { scratch in
            try Data("log".utf8).write(to: URL(filePath: scratch.file("copy-wal")))
        },
    ]

    @Test(arguments: refusals)
    func `what cannot be used changes nothing`(_ sample: Refused) async throws {
        let scratch = try ScratchFolder()
        let (user, _) = try await liveADay(scratch)
        try sample.spoil(scratch)
        let restoration = try restoration(scratch, keyring: sample.keyring)
        let error = #expect(throws: Restoration.Failure.self) {
            try restoration.run(from: scratch.file("copy"), asClone: false)
        }
        #expect(error?.description.contains(sample.words) == true, "\(error?.description ?? "")")
        let fixture = try Fixture(in: scratch)
        #expect(try fixture.store.session(user.session, now: later) != nil)
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(!names.contains { $0.contains("restoring") || $0.contains("replaced") }, "\(names)")
    }

    @Test func `while somebody uses the database nothing is replaced`() async throws {
        let scratch = try ScratchFolder()
        _ = try await liveADay(scratch)
        let roll = try ProcessRoll(path: scratch.file("fanfare.sqlite"), own: [1])
        let restoration = try restoration(scratch)
        let error = #expect(throws: Restoration.Failure.self) {
            try restoration.run(from: scratch.file("copy"), asClone: false)
        }
        #expect(error?.description.contains("is running") == true)
        withExtendedLifetime(roll) {}
    }

    @Test func `missing keys are counted, and an empty place is as good as another`() async throws {
        let scratch = try ScratchFolder()
        _ = try await liveADay(scratch)
        let elsewhere = try ScratchFolder()
        let report = try restoration(elsewhere, keyring: Fixture.otherKeyring)
            .run(from: scratch.file("copy"), asClone: false)
        #expect(report.undecryptable == 1 && report.replaced == nil)
        #expect(try Fixture(keyring: Fixture.otherKeyring, in: elsewhere).problems() == [])
    }
}
