import Domain
import Support
import Testing

/// Scenario 14 of research §6: one person takes the consent back, or the provider says so of everybody.
@Suite(.storied) struct RevocationTests {
    private let people = (1...5).map { "listener-\($0)" }

    @Test func `14 · who has taken the consent back is asked once, and nothing more is sent for them`() async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 3)
        let stage = try await Stage.open(sandbox: sandbox)
        let (gone, stays) = (stage.visitor(), stage.visitor())
        try await gone.signIn(as: "listener-1")
        try await stays.signIn(as: "listener-2")
        let since = try await stage.lastRequest()
        try await sandbox.post("/users/listener-1/revoke")
        try await waitUntil("the end") { try stage.connections("needs_reconnect") == 1 }
        let page = try await gone.get("/settings").text
        #expect(page.contains("The access was taken back at Spotify. Reconnect if you want to go on."))
        #expect(try await gone.get("/").text.contains("Reconnect"))

        // Five more turns of somebody else's, and not one of theirs.
        try await waitUntil("others to go on") {
            try await stage.refreshes(of: "listener-2", since: since).count >= 5
        }
        #expect(try await stage.refreshes(since: since).filter { $0.status == 400 }.count == 1)
        #expect(stage.log.filter { $0.contains("a grant has ended") }.count == 1)
        #expect(try await stays.isConnected())

        try await gone.reconnect(as: "listener-1")
        let later = try await stage.lastRequest()
        try await waitUntil("their next refresh") {
            try await stage.refreshes(of: "listener-1", since: later).contains { $0.status == 200 }
        }
        #expect(try await gone.isConnected())
        try await stage.close()
    }

    @Test func `14 · when the provider refuses everybody, each is asked of it once, then held, then tried once more`()
        async throws
    {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 4)
        let stage = try await Stage.open(sandbox: sandbox)
        var visitors: [Visitor] = []
        for person in people {
            let visitor = stage.visitor()
            try await visitor.signIn(as: person)
            visitors.append(visitor)
        }
        let since = try await stage.lastRequest()
        // From here on an exchange is good for an hour.
        try await sandbox.post("/tokens/policy", ["incident": "invalid_grant", "lifetime": 3600])
        try await waitUntil("all to be held") { try stage.connections("held") == 5 }
        for visitor in visitors {
            let page = try await visitor.get("/settings").text
            #expect(page.contains("<span>On hold</span>") && !page.contains("Reconnect to go on"))
        }
        let ready = try await stage.visitor().get("/readyz")
        #expect(ready.status == 200 && ready.text.contains("held because many ended at once: 5"))

        // The provider is well again; nothing happens before the operator says so, whatever else goes on.
        try await sandbox.post("/tokens/policy", ["incident": "none"])
        let quiet = try await stage.lastRequest()
        try await stage.waitForBeats()
        #expect(
            try stage.number("SELECT count(*) FROM connection WHERE state = 'held' AND refresh_due_at IS NULL") == 5)
        #expect(try await stage.refreshes(since: quiet).isEmpty)
        #expect(try await stage.refreshes(since: since).filter { $0.status == 400 }.count == 5)

        let recheck = try await stage.lastRequest()
        let ending = try await Program.run(["connection", "recheck", "--all"], stage.commandSettings)
        #expect(ending.code == 0 && ending.output.first?.hasPrefix("5 held") == true)
        try await waitUntil("all to be connected") { try stage.connections("connected") == 5 }
        try await waitUntil("all to be tried") {
            try await stage.refreshes(since: recheck).count >= 5
        }
        let tries = try await stage.refreshes(since: recheck)
        #expect(tries.map(\.status) == [200, 200, 200, 200, 200])
        #expect(Set(tries.compactMap(\.user)) == Set(people))
        for visitor in visitors { #expect(try await visitor.isConnected()) }
        try await stage.close()
    }
}
