import FoundationEssentials
import HTTP
import SQLite
import Support
import Testing

/// Databases that cannot be used, at the start and later: a sentence and the right code or page, never a crash.
@Suite(.storied) struct DatabaseFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: Int32
        let words: [String]
        let damage: @Sendable (_ database: String) throws -> Void

        init(
            _ description: String, code: Int32 = 1, _ words: [String],
            _ damage: @escaping @Sendable (_ database: String) throws -> Void
        ) {
            testDescription = description
            self.code = code
            self.words = words
            self.damage = damage
        }
    }

    private static let faults = [
        Fault("a text file", ["is not a database"]) {
            try Program.write("Not at all.\n" + String(repeating: "x", count: 9000), to: $0)
        },
        Fault("its header is gone", ["is not a database"]) {
            try Program.change($0) { for index in 0..<100 { $0[index] = 0xFF } }
        },
        Fault("its schema is gone", ["is damaged"]) {
            try Program.change($0) { for index in 100..<4096 { $0[index] = 0xFF } }
        },
        Fault("everything but the schema is gone", ["is damaged"]) {
            try Program.change($0) { for index in 4096..<$0.count { $0[index] = 0xA5 } }
        },
        Fault("cut off", ["is damaged"]) { try Program.change($0) { $0.removeLast($0.count - 5000) } },
        Fault("a folder", ["cannot be opened"]) {
            try FileManager.default.removeItem(atPath: $0)
            try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false, attributes: nil)
        },
        Fault("another program's", ["another program"]) {
            try FileManager.default.removeItem(atPath: $0)
            try SQLite.Connection(path: $0, mode: .create).execute(
                "CREATE TABLE theirs (x); PRAGMA application_id = 77")
        },
        Fault("which refuses what is noted of the keys", ["fanfare: a rule of the schema was broken"]) {
            try Program.edit($0, "CREATE TRIGGER no BEFORE INSERT ON meta BEGIN SELECT RAISE(ABORT, 'no'); END")
        },
        Fault("of a newer program", code: 78, ["newer program"]) {
            try Program.edit(
                $0,
                """
                INSERT INTO schema_migration (version, name, sql, applied_at)
                    SELECT 1 + max(version), 'future.sql', 'SELECT 1', 0 FROM schema_migration
                """)
        },
        Fault("with a newer version noted in its header alone", code: 78, ["schema 1000000", "newer program"]) {
            try Program.edit($0, "PRAGMA user_version = 1000000")
        },
        Fault("with a step that reads differently", ["0001-"]) {
            try Program.edit($0, "UPDATE schema_migration SET sql = sql || ' ' WHERE version = 1")
        },
    ]

    @Test(arguments: faults)
    func `serve ends with a sentence`(_ fault: Fault) async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        try fault.damage(folder.file("data/fanfare.sqlite"))
        let ending = try await Program.run(["serve"], Program.settings(in: folder))
        #expect(ending.code == fault.code)
        for words in fault.words {
            #expect(ending.errors.contains { $0.hasPrefix("fanfare: ") && $0.contains(words) }, "\(ending.errors)")
        }
    }

    @Test func `a folder that is not there is made, for its owner alone`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        try FileManager.default.removeItem(atPath: folder.file("data"))
        let ending = try await Program.run(["migrate"], Program.settings(in: folder))
        #expect(ending.code == 0)
        for (path, mode) in [("data", 0o700), ("data/fanfare.sqlite", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(path))
            #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o777 } == mode)
        }
    }

    @Test func `a folder that cannot be made is named`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let settings = Program.settings(in: folder).merging(["DATA": folder.file("keyring/data")]) { $1 }
        let ending = try await Program.run(["serve"], settings)
        #expect(ending.code == 1)
        #expect(ending.errors.count == 1 && ending.errors[0].contains(folder.file("keyring/data")))
        #expect(!ending.errors[0].contains("Domain="))
    }

    @Test(.needsMounts) func `on a read-only file system serve ends with a sentence`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let words = try OwnMounts.readOnly(folder.file("data")) + [ServerProcess.product("fanfare"), "serve"]
        let environment = Program.settings(in: folder).map { ("FANFARE_\($0.key)", $0.value) }
        let process = try ServerProcess(
            words[0], Array(words.dropFirst()), environment: Dictionary(uniqueKeysWithValues: environment))
        #expect(try await process.waitForExit() == 1)
        #expect(process.errors.contains { $0.contains("read-only") }, "\(process.errors)")
    }

    @Test func `a damaged table costs its pages, not the program`() async throws {
        let stage = try await Stage.open()
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        #expect(try await stage.server.terminate() == 0)
        let root = try Program.number(
            in: stage.database, "SELECT rootpage FROM sqlite_schema WHERE name = 'session' AND type = 'table'")
        try Program.change(stage.database) { bytes in
            for index in (root - 1) * 4096..<root * 4096 { bytes[index] = 0xFF }
        }
        try await stage.start()
        #expect(try await visitor.get("/").status == 503)
        #expect(try await stage.visitor().get("/").status == 200)
        #expect(try await stage.visitor().signIn(as: "listener-2").status == 503)
        #expect(try await visitor.get("/healthz").status == 200)
        try await stage.server.waitForLine(containing: "is damaged")
        #expect(try await stage.server.terminate() == 0)
    }

    @Test func `locked by another program for too long, a sign-in gets a page, and works later`() async throws {
        let stage = try await Stage.open()
        let visitor = stage.visitor()
        let link = try await visitor.get("/").authorize ?? ""
        let callback = try await visitor.agree(to: link, as: "listener-1")
        let other = try SQLite.Connection(path: stage.database, mode: .existing)
        try other.begin()
        let refused = try await visitor.get(callback)
        #expect(refused.status == 503 && refused.fields["retry-after"] != nil)
        #expect(refused.text.contains("One moment, please"))
        let ready = try await stage.visitor().get("/readyz")
        #expect(ready.status == 503 && ready.text.hasPrefix("{\"ready\": false, \"reasons\": [\"the database "))
        #expect(try await stage.visitor().get("/healthz").status == 200)
        // Reading goes on.
        #expect(try await stage.visitor().get("/").status == 200)
        other.rollBack()
        // Nothing was used up: the very same answer of the provider still counts.
        #expect(try await visitor.get(callback).location == "/welcome")
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM account") == 1)
        try await stage.close()
    }

    @Test(.needsMounts) func `with a full disk nothing is lost, and all goes on once there is room`() async throws {
        let stage = try await Stage.open { OwnMounts.small($0, bytes: 6 << 20) }
        let artists = Array(try await stage.sandbox.artists().prefix(2))
        try await stage.sandbox.setFollows(of: "listener-1", to: artists)
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        try await visitor.waitForImport()

        // The mount is seen from outside through the process that has it.
        let filler = "/proc/\(try stage.server.processID)/root\(stage.folder.file("data"))/filler"
        try DiskFiller.fill(filler)
        try await waitUntil("the server to be full") {
            try await stage.visitor().signIn(as: "listener-2").status == 503
        }
        try await stage.sandbox.publish("Patience", by: [artists[0]])
        let refused = try await stage.visitor().signIn(as: "listener-3")
        #expect(refused.status == 503 && refused.text.contains("Out of room"))
        #expect(try await stage.visitor().get("/readyz").status == 503)
        #expect(try await stage.visitor().get("/healthz").status == 200)
        #expect(try await visitor.get("/").status == 200)

        try FileManager.default.removeItem(atPath: filler)
        let newcomer = stage.visitor()
        try await waitUntil("a sign-in") { try await newcomer.signIn(as: "listener-3").status == 303 }
        try await waitUntil("the release") {
            try await visitor.get("/").announcements == ["Patience"]
        }
        #expect(try await visitor.get("/settings").text.contains("<span>Connected</span>"))
        #expect(try await stage.visitor().get("/readyz").status == 200)
        #expect(try await stage.close() == 0)
    }
}
