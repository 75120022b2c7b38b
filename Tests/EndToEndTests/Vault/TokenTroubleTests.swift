import FoundationEssentials
import HTTP
import Support
import Testing

/// What happens to tokens when the provider, the disk or the operator's keys are in motion, with the real program.
@Suite(.storied) struct TokenTroubleTests {
    private func signInAll(_ stage: Stage) async throws -> [Visitor] {
        var visitors: [Visitor] = []
        for number in 1...5 {
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-\(number)")
            visitors.append(visitor)
        }
        return visitors
    }

    @Test func `when everybody is refused at once all are held, and a recheck brings all back`() async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 4)
        let stage = try await Stage.open(sandbox: sandbox)
        let visitors = try await signInAll(stage)
        try await sandbox.post(
            "/faults", ["path": "/api/token", "status": 400, "body": "{\"error\":\"invalid_grant\"}"])
        try await waitUntil("all to be held") {
            try Program.number(in: stage.database, "SELECT count(*) FROM connection WHERE state = 'held'") == 5
        }
        for visitor in visitors {
            let page = try await visitor.get("/settings").text
            #expect(page.contains("<span>On hold</span>") && page.contains("Nothing is lost"))
        }
        try await waitUntil("a line for the operator") {
            stage.log.contains { $0.contains("fanfare connection recheck --all") && $0.contains("held=5") }
        }
        #expect(try await stage.visitor().get("/readyz").text.contains("held because many ended at once: 5"))

        _ = try await sandbox.call(.delete, "/faults")
        let settings = ["DATA": stage.folder.file("data")]
        let ending = try await Program.run(["connection", "recheck", "--all"], settings)
        #expect(ending.code == 0 && ending.output.first?.hasPrefix("5 held") == true)
        for visitor in visitors {
            try await waitUntil("to be connected again") {
                try await visitor.get("/settings").text.contains("<span>Connected</span>")
            }
        }
        let again = try await Program.run(["connection", "recheck", "--all"], settings)
        #expect(again.output == ["No connection is held."])
        try await stage.close()
    }

    @Test func `a grant that the database refuses survives a kill`() async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 4)
        try await sandbox.post("/tokens/policy", ["rotation": "always"])
        let stage = try await Stage.open(sandbox: sandbox)
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        try Program.edit(
            stage.database,
            """
            CREATE TRIGGER full BEFORE UPDATE OF access_token ON connection BEGIN SELECT RAISE(ABORT, 'no room'); END
            """)
        let server = try stage.server
        try await waitUntil("a grant to be set aside") {
            stage.log.contains { $0.contains("are set aside in the journal") }
        }
        try await server.kill()
        try Program.edit(stage.database, "DROP TRIGGER full")
        try await stage.start()
        #expect(try await stage.server.waitForLine(containing: "set aside are dealt with").contains("stored=1"))
        // The sandbox takes each refresh token once: the old one would be the end.
        let before = try await sandbox.requests().count { $0.grantType == "refresh_token" }
        try await waitUntil("the next refresh") {
            try await sandbox.requests().filter { $0.grantType == "refresh_token" }.count > before
        }
        #expect(try await visitor.get("/settings").text.contains("<span>Connected</span>"))
        #expect(try await sandbox.requests().filter { $0.path == "/api/token" && $0.status >= 400 }.isEmpty)
        try await stage.close()
    }

    @Test func `a key is replaced step by step, and every feed address and token stays`() async throws {
        let stage = try await Stage.open()
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        let settings = ["DATA": stage.folder.file("data"), "KEYRING_FILE": stage.folder.file("keyring")]
        func keys(_ words: String...) async throws -> Program.Ending {
            try await Program.run(["keys"] + words, settings)
        }
        let old = try #require(try await keys("status").output.first?.split(separator: " ").first.map { String($0) })
        let before = try await visitor.get("/settings").text.split(separator: "class=\"address\" href=\"")[1].prefix(80)

        #expect(try await keys("add").code == 0)
        // Not before the restart.
        #expect(try await keys("rewrap").code == 1)
        #expect(try await stage.server.terminate() == 0)
        try await stage.start()
        #expect(try await keys("retire", old).errors.contains { $0.contains("still protects 1 connections") })
        let new = try #require(try await keys("status").output.first?.split(separator: " ").first.map { String($0) })
        #expect(try await keys("retire", new).errors.contains { $0.contains("is the primary one") })
        #expect(
            try await keys("rewrap").output.first == "2 rows are protected by the primary key now that were not before."
        )
        #expect(try await keys("rewrap").output.first?.hasPrefix("0 rows") == true)
        #expect(try await keys("retire", old).code == 0)
        #expect(try await keys("status").output.count == 1)
        #expect(try await stage.server.terminate() == 0)
        try await stage.start()
        let after = try await visitor.get("/settings").text
        #expect(after.contains("<span>Connected</span>") && after.contains(before))
        try await stage.close()
    }
}
