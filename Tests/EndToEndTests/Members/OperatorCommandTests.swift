import FoundationEssentials
import HTTP
import Support
import Testing

/// `fanfare user …` beside the running program.
@Suite(.storied) struct OperatorCommandTests {
    @Test func `every command works while Fanfare runs, at once`() async throws {
        let stage = try await Stage.open()
        let ada = stage.visitor()
        try await ada.signIn(as: "listener-1")
        let bjorn = stage.visitor()
        try await bjorn.signIn(as: "listener-2")

        let list = try await stage.json("user", "list", "--json").array
        #expect(list.map { $0["display_name"].string } == ["Ada Marlowe", "Bjørn Åkesson"])
        #expect(list.first?["connections"].array.first?["user_id"].string == "listener-1")
        #expect(list.first?["connections"].array.first?["state"].string == "connected")
        #expect(try await stage.run("user", "list").output.count == 2)
        for name in ["1", "listener-1", "spotify:listener-1", "Ada Marlowe"] {
            #expect(try await stage.json("user", "show", name, "--json")["id"].int == 1, "\(name)")
        }
        #expect(try await stage.run("user", "show", "1").output.contains { $0.contains("sign-in") })

        let feed = try #require(try await bjorn.get("/").feed)
        #expect(try await stage.run("user", "block", "listener-2", "--reason", "Ask <me>").code == 0)
        #expect(try await bjorn.get("/settings").status == 303)
        #expect(try await bjorn.get(feed).status == 404)
        let blocked = try await bjorn.signIn(as: "listener-2")
        #expect(blocked.status == 403 && blocked.text.contains("The reason given: Ask &lt;me&gt;"))
        #expect(try await stage.run("user", "unblock", "listener-2").code == 0)
        #expect(try await bjorn.signIn(as: "listener-2").location == "/")
        #expect(try await bjorn.get(feed).status == 200)

        // Seen before, and kept since.
        #expect(try await ada.get("/").link("Admin") == nil)
        #expect(try await stage.run("user", "logout", "listener-2").code == 0)
        #expect(try await bjorn.get("/settings").status == 303)
        #expect(try await ada.get("/settings").status == 200)
        #expect(try await stage.run("user", "admin", "1").code == 0)
        #expect(try await ada.get("/admin").status == 200)
        #expect(try await ada.get("/").link("Admin") == "/admin")
        let last = try await stage.run("user", "admin", "1", "--remove")
        #expect(last.code == 1 && last.errors.first?.contains("another one administrator first") == true)
        #expect(try await stage.run("user", "logout", "--all").code == 0)
        #expect(try await ada.get("/settings").status == 303)

        let file = stage.folder.file("ada.json")
        #expect(try await stage.run("user", "export", "1", "--file", file).code == 0)
        let document = try JSONValue(parsing: Array(FileManager.default.contents(atPath: file) ?? Data()))
        #expect(document["account"]["display_name"].string == "Ada Marlowe")
        #expect(document["connections"].array.first?["user_id"].string == "listener-1")
        #expect(try await stage.run("user", "export", "1", "--file", file).code == 1)

        #expect(try await stage.run("user", "delete", "listener-2").code == 0)
        #expect(try await stage.json("user", "list", "--json").array.count == 1)
        #expect(try await bjorn.signIn(as: "listener-2").location == "/welcome")

        #expect(try await stage.run("keys", "add").code == 0)
        let acts = try await stage.json("user", "audit", "--json").array.compactMap { $0["act"].string }
        for act in [
            "sign-in", "block", "unblock", "session-end", "administrator-add", "export", "account-delete", "key-add",
        ] {
            #expect(acts.contains(act), "\(act) in \(acts)")
        }
        #expect(try await stage.run("user", "audit", "--limit", "2").output.count == 2)
        try await stage.close()
    }

    @Test func `what others wrote is neither a line of its own nor a command to the terminal`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let settings = Program.settings(in: folder)
        let strange = "'Eve' || char(27) || '[2J' || char(10) || '2  Ada' || char(8238, 133, 8232, 7) || 'é 👩‍🚀'"
        try Program.edit(
            folder.file("data/fanfare.sqlite"),
            """
            INSERT INTO account (display_name, created_at, blocked_at, block_reason) VALUES (\(strange), 0, 0, \(strange));
            INSERT INTO join_request (provider, subject, public_id, display_name, first_at, last_at)
            VALUES ('spotify', 'eve', 'eve', \(strange), 0, 0);
            """)
        for (arguments, lines) in [(["list"], 1), (["show", "1"], 3), (["allow"], 1)] {
            let ending = try await Program.run(["user"] + arguments, settings)
            #expect(ending.output.count == lines, "\(ending.output)")
            #expect(
                ending.output.contains {
                    $0.contains("Eve\u{FFFD}[2J\u{FFFD}2  Ada\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}é 👩‍🚀")
                })
        }
        // In JSON, which escapes it, it is as it was.
        let listed = try await Program.run(["user", "list", "--json"], settings).output.joined()
        #expect(
            try JSONValue(parsing: Array(listed.utf8)).array[0]["display_name"].string?.contains("\u{1B}[2J\n2") == true
        )
    }

    @Test func `a result that finds no room is no success`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let settings = Program.settings(in: folder)
        let environment = Dictionary(uniqueKeysWithValues: settings.map { ("FANFARE_\($0.key)", $0.value) })
        for (arguments, place, code) in [
            ("user list", "/dev/full", Int32(1)), ("user invite", "/dev/full", 1), ("user list", "/dev/null", 0),
        ] {
            let script = "exec \"$0\" \(arguments) > \(place)"
            let program = try ServerProcess(
                "/bin/sh", ["-c", script, ServerProcess.product("fanfare")], environment: environment)
            #expect(try await program.waitForExit() == code)
            #expect(program.errors.contains { $0.contains("standard output takes no more: No space") } == (code != 0))
        }
    }

    @Test func `commands say what is wrong, with the right code`() async throws {
        let stage = try await Stage.open()
        let rows: [([String], Int32, String)] = [
            (["user", "show", "nobody"], 1, "there is no user nobody"), (["user", "block"], 64, "Usage"),
            (["user", "logout"], 64, "--all"), (["user", "allow", "two words"], 1, "nobody called two words"),
            (["user", "frobnicate"], 64, ""),
        ]
        for (arguments, code, words) in rows {
            let process = try ServerProcess(
                ServerProcess.product("fanfare"), arguments, environment: stage.environment, folder: stage.folder.path)
            #expect(try await process.waitForExit() == code, "\(arguments)")
            #expect(words.isEmpty || process.errors.contains { $0.contains(words) }, "\(process.errors)")
        }
        #expect(try await stage.run("user", "list").output == ["There is no account yet."])
        try await stage.close()
        // A database that is newer than the program, and one that is not there.
        try Program.edit(stage.database, "PRAGMA user_version = 999")
        for arguments in [
            ["user", "list"], ["connection", "recheck", "--all"], ["keys", "status"], ["keys", "rewrap"], ["migrate"],
        ] {
            let newer = try await Program.run(
                arguments,
                [
                    "DATA": stage.folder.file("data"), "KEYRING_FILE": stage.folder.file("keyring"),
                ])
            #expect(newer.code == 78 && newer.errors.first?.contains("run the newer program") == true, "\(arguments)")
        }
        let folder = try ScratchFolder()
        let missing = try await Program.run(["user", "list"], ["DATA": folder.file("none")])
        #expect(missing.code == 1 && missing.errors.first?.contains("cannot be opened") == true)
    }
}
