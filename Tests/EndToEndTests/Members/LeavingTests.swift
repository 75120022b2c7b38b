import HTTP
import SQLite
import Support
import Testing

/// Deleting an account while its tokens are being refreshed.
@Suite(.storied) struct LeavingTests {
    /// Who deletes it.
    enum Way: Sendable, CaseIterable { case person, `operator` }

    @Test(arguments: Way.allCases)
    func `nothing comes back from a refresh in flight`(_ way: Way) async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 4)
        let stage = try await Stage.open(sandbox: sandbox, settings: ["LOG_LEVEL": "debug"])
        try await sandbox.post("/tokens/policy", ["lifetime": 4, "rotation": "always"])
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        let answer = try #require(stage.relay).hold(.refresh, at: .carriedOut)
        try await waitUntil("a refresh in flight") { answer.waiting == 1 }
        // The note that it is under way was made before it was sent.
        let noted: StaticString = "SELECT count(*) FROM connection WHERE attempt_at IS NOT NULL"
        #expect(try Program.number(in: stage.database, noted) == 1)
        switch way {
        case .person:
            let page = try await visitor.get("/settings/delete-account")
            #expect(try await visitor.post("/settings/delete-account", from: page, [("confirm", "yes")]).status == 303)
        case .operator: #expect(try await stage.run("user", "delete", "1").code == 0)
        }
        #expect(try stage.storedRows == [0, 0, 0, 0])
        // The answer comes, with new tokens in it.
        #expect(try await stage.refreshes(of: "listener-1").map(\.status) == [200])
        answer.open()
        try await waitUntil("what was made of it") {
            stage.log.contains { $0.contains("newer tokens stand") || $0.contains("refresh came too late") }
        }
        #expect(try stage.storedRows == [0, 0, 0, 0])
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM follow") == 0)
        // Nor does a new start dig anything up.
        try await stage.server.terminate()
        try await stage.start()
        #expect(try stage.storedRows == [0, 0, 0, 0])
        #expect(try await visitor.signIn(as: "listener-1").location == "/welcome")
        try await stage.close()
    }

    @Test func `what a person takes along is all that is kept, and no secret`() async throws {
        let stage = try await Stage.open()
        let (visitor, artists) = try await stage.arrive(following: 2)
        try await stage.sandbox.publish("Taken Along", by: artists)
        try await waitUntil("the release") { try await visitor.get("/").announcements == ["Taken Along"] }
        let page = try await visitor.get("/settings/export")
        let document = try JSONValue(parsing: Array(page.text.utf8))
        #expect(document["account"]["display_name"].string == "Ada Marlowe")
        #expect(document["account"]["created_at"].string?.hasPrefix("20") == true)
        let connection = try #require(document["connections"].array.first)
        #expect(connection["user_id"].string == "listener-1" && connection["provider"].string == "spotify")
        #expect(Set(document["follows"].array.compactMap { $0["name"].string }) == Set(artists.map(\.name)))
        #expect(document["announcements"].array.map { $0["title"].string } == ["Taken Along"])
        #expect(document["announcements"].array.first?["artists"].array.count == 2)
        #expect(document["sessions"].array.map { $0["is_current"].bool } == [true])
        #expect(document["security_events"].array.map { $0["act"].string } == ["sign-in"])
        let cookie = await visitor.cookieLine.split(separator: "=").last.map { String($0) } ?? ""
        #expect(!page.text.contains(cookie.split(separator: ".").last ?? "-"))
        #expect(!page.text.contains("/feeds/"))
        try await stage.close()
    }
}
