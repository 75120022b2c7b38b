import Domain
import FoundationEssentials
import Glibc
import SQLite
import Store
import Support
import Testing
import Vault

/// Scenario 20 of research §6: what operators do to keys and copies, and what others do to rows. That a newer schema is
/// refused, and how a missing key shows, is in `DatabaseFaultTests` and `KeyringFaultTests`.
@Suite(.storied) struct KeyAndCopyTests {
    private static let connections = 3000

    /// A database with many connections, made by the program's own store; the keyring gets a second key.
    private func makeMany(_ folder: ScratchFolder) async throws -> (settings: [String: String], old: String) {
        try await Program.prepare(folder)
        let settings = Program.settings(in: folder)
        let file = KeyringFile(path: folder.file("keyring"))
        let old = try #require(try file.read().ids.first)
        let now = Timestamp(seconds: 1_795_219_200)
        try await fill(folder, try file.read(), now: now)
        _ = try file.add()
        let store = try FanfareStore(
            database: Database(path: folder.file("data/fanfare.sqlite"), migrations: migrations(), now: now),
            settings: storeSettings, keys: KeyringKeys(file.read()), changes: Nobody())
        _ = try await store.checkKeys(now: now)
        return (settings, old)
    }

    private struct Nobody: ChangeListener { func changed(_ accounts: [AccountID]) {} }

    private var storeSettings: StoreSettings {
        StoreSettings(
            schedule: Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: 80), clientID: "stage")
    }

    private func migrations() throws -> [Migration] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Migrations").path
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.map {
            Migration(
                name: $0,
                sql: String(decoding: FileManager.default.contents(atPath: "\(folder)/\($0)") ?? Data(), as: UTF8.self))
        }
    }

    private func fill(_ folder: ScratchFolder, _ keyring: Keyring, now: Timestamp) async throws {
        let store = try FanfareStore(
            database: Database(path: folder.file("data/fanfare.sqlite"), migrations: migrations(), now: now),
            settings: storeSettings, keys: KeyringKeys(keyring), changes: Nobody())
        _ = try await store.checkKeys(now: now)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...KeyAndCopyTests.connections {
                group.addTask {
                    let grant = Grant(
                        accessToken: Secret("access"), expiresAt: now + .hours(1), lifetime: .hours(1),
                        refreshToken: Secret("refresh"), scopes: nil)
                    _ = try await store.signIn(
                        SignIn(
                            provider: "spotify", issuer: "https://accounts.spotify.com",
                            profile: Profile(subject: "user-\(number)", formerSubject: nil, displayName: nil),
                            grant: grant, replacing: nil, expectedAccount: nil,
                            device: SessionDevice(userAgent: "", network: "")), now: now)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `20 · rewrapping that is killed half-way goes on where it was`() async throws {
        let folder = try ScratchFolder()
        let (settings, old) = try await makeMany(folder)
        let database = try SQLite.Connection(path: folder.file("data/fanfare.sqlite"), mode: .reader)
        func left() throws -> Int {
            try database.first("SELECT count(*) FROM data_key WHERE key_id = ?", old, read: { $0.int(0) }) ?? 0
        }
        let environment = Dictionary(uniqueKeysWithValues: settings.map { ("FANFARE_\($0.key)", $0.value) })
        // Half-way it comes to a row that takes as long as it lives: 3,000⁴ steps.
        let file = folder.file("data/fanfare.sqlite")
        try Program.edit(
            file,
            """
            CREATE TRIGGER half BEFORE UPDATE OF key_id ON data_key WHEN old.connection_id = 1500
            BEGIN SELECT count(*) FROM data_key a, data_key b, data_key c, data_key d; END
            """)
        let rewrap = try ServerProcess(ServerProcess.product("fanfare"), ["keys", "rewrap"], environment: environment)
        try await waitUntil("some of it") { try left() < KeyAndCopyTests.connections }
        try await rewrap.kill()
        #expect(rewrap.exitCode == 128 + SIGKILL, "\(rewrap.lines)")
        let half = try left()
        #expect(half > 0 && half < KeyAndCopyTests.connections, "killed too early or too late: \(half)")
        try Program.edit(file, "DROP TRIGGER half")
        #expect(try await Program.run(["keys", "retire", old], settings).code == 1)

        let rest = try await Program.run(["keys", "rewrap"], settings)
        #expect(rest.code == 0)
        #expect(rest.output.first == "\(half) rows are protected by the primary key now that were not before.")
        #expect(try left() == 0)
        #expect(try await Program.run(["keys", "retire", old], settings).code == 0)
        // Everything opens with the new key alone.
        let keys = KeyringKeys(try KeyringFile(path: folder.file("keyring")).read())
        let store = try FanfareStore(
            database: Database(
                path: folder.file("data/fanfare.sqlite"), migrations: migrations(), now: Timestamp(seconds: 0)),
            settings: storeSettings, keys: keys, changes: Nobody())
        for number in [1, half, KeyAndCopyTests.connections] {
            #expect(try store.tokens(of: ConnectionID(Int64(number))).refreshToken == Secret("refresh"))
        }
    }

    @Test func `20 · tokens that somebody put in the row of somebody else are nobody's`() async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 5)
        let stage = try await Stage.open(sandbox: sandbox)
        let (ada, ben) = (stage.visitor(), stage.visitor())
        try await ada.signIn(as: "listener-1")
        try await ben.signIn(as: "listener-2")
        #expect(try await stage.server.terminate() == 0)
        try Program.edit(
            stage.database,
            """
            CREATE TEMP TABLE old AS SELECT * FROM connection;
            UPDATE connection SET
                access_token = (SELECT access_token FROM old WHERE old.id <> connection.id),
                refresh_token = (SELECT refresh_token FROM old WHERE old.id <> connection.id),
                token_version = (SELECT token_version FROM old WHERE old.id <> connection.id);
            """)
        let since = try await stage.lastRequest()
        try await stage.start()
        try await waitUntil("both to be found out") {
            try stage.connections("undecryptable") == 2
        }
        for visitor in [ada, ben] {
            #expect(try await Page.plain(visitor.get("/settings").text).contains("Unreadable"))
        }
        // Not one call with a token that was not theirs, also after a restart.
        #expect(try await stage.server.terminate() == 0)
        try await stage.start()
        #expect(try stage.connections("undecryptable") == 2)
        #expect(try await stage.refreshes(since: since).isEmpty)
        #expect(try await !stage.sandbox.requests(since: since).contains { $0.path.hasPrefix("/v1/me") })

        try await ada.reconnect(as: "listener-1")
        #expect(try await ada.isConnected())
        #expect(try await !ben.isConnected())
        try await stage.close()
    }

    @Test func `20 · yesterday's copy as a clone makes no calls, and the original goes on`() async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 4)
        try await sandbox.post("/tokens/policy", ["rotation": "always"])
        let stage = try await Stage.open(sandbox: sandbox)
        let (visitor, _) = try await stage.arrive()
        let copy = stage.folder.file("copy")
        #expect(try await Program.run(["backup", copy], stage.commandSettings).code == 0)

        // A second installation with the same keys and the same app, as somebody would set up to try things out.
        let other = try await Stage.open(sandbox: sandbox)
        #expect(try await other.server.terminate() == 0)
        var settings = other.commandSettings
        settings["KEYRING_FILE"] = stage.folder.file("keyring")
        let restore = try await Program.run(["restore", copy, "--as-clone"], settings)
        #expect(restore.code == 0, "\(restore.errors)")
        try FileManager.default.removeItem(atPath: other.folder.file("keyring"))
        try FileManager.default.copyItem(atPath: stage.folder.file("keyring"), toPath: other.folder.file("keyring"))
        #expect(try await stage.server.terminate() == 0)
        let since = try await stage.lastRequest()
        try await other.start()
        let begin = ContinuousClock.now
        try await waitUntil("some beats") { ContinuousClock.now - begin > .seconds(5) }
        #expect(try await sandbox.requests(since: since).isEmpty)
        #expect(try await visitor.get(other.baseURL + "/healthz").status == 200)
        #expect(try await other.visitor().get("/").text.contains("This is a copy of another installation"))
        #expect(try await other.server.terminate() == 0)

        try await stage.start()
        try await waitUntil("the original's next refresh") {
            try await stage.refreshes(since: since).contains { $0.status == 200 }
        }
        #expect(try await visitor.isConnected())
        try await stage.close()
    }

    @Test func `20 · a restored copy tries each token once, refuses a running server, and keeps what was there`()
        async throws
    {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 5)
        try await sandbox.post("/tokens/policy", ["rotation": "always"])
        let stage = try await Stage.open(sandbox: sandbox)
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        let copy = stage.folder.file("copy")
        #expect(try await Program.run(["backup", copy], stage.commandSettings).code == 0)
        let backup = try await stage.lastRequest()
        // The copy's refresh token is used up.
        try await waitUntil("a refresh") { try await !stage.refreshes(since: backup).isEmpty }
        let refused = try await Program.run(["restore", copy], stage.commandSettings)
        #expect(
            refused.code == 1 && refused.errors == ["fanfare: Fanfare is running with this database: stop it first"])
        #expect(try await stage.server.terminate() == 0)
        let restored = try await Program.run(["restore", copy], stage.commandSettings)
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains { $0.hasPrefix("The one before is kept as ") })
        #expect(restored.output.contains("Connections whose tokens are tried once at the next start: 1"))

        let since = try await stage.lastRequest()
        try await stage.start()
        try await waitUntil("the end") { try stage.connections("needs_reconnect") == 1 }
        #expect(try stage.number("SELECT count(*) FROM connection WHERE end_reason = 'rotation_lost'") == 1)
        #expect(try await stage.refreshes(since: since).map(\.status) == [400])
        #expect(try await visitor.get("/settings").status != 200)
        #expect(try await visitor.signIn(as: "listener-1").status == 303)
        #expect(try await visitor.isConnected())
        try await stage.close()
    }
}
