import HTTP
import Support
import Testing

/// Who may join, with the real program and the real stand-in.
@Suite(.storied) struct JoiningTests {
    @Test func `allowlist: a stranger is told their id and noted, and comes in once let in`() async throws {
        let stage = try await Stage.open(settings: ["REGISTRATION": "allowlist"])
        let visitor = stage.visitor()
        let refused = try await visitor.signIn(as: "listener-1")
        #expect(refused.status == 403)
        #expect(refused.text.contains("Your Spotify id is listener-1") && refused.text.contains("Ask to be let in"))
        #expect(try stage.storedRows == [0, 0, 0, 0])
        #expect(try await visitor.get("/settings").status == 303)

        let asked = try await stage.json("user", "allow", "--json")
        #expect(asked["requests"].array.map { $0["user_id"].string } == ["listener-1"])
        #expect(asked["requests"].array.first?["display_name"].string == "Ada Marlowe")
        // By the name they are called there; others by their id, before they ever came.
        let allowed = try await stage.run(
            "user", "allow", "Ada Marlowe", "https://open.spotify.com/user/listener-2?si=x")
        #expect(allowed.code == 0, "\(allowed.errors)")
        #expect(try await visitor.signIn(as: "listener-1").location == "/welcome")
        #expect(try await stage.visitor().signIn(as: "listener-2").location == "/welcome")
        #expect(try await stage.visitor().signIn(as: "listener-3").status == 403)
        #expect(try await stage.run("user", "allow", "listener-1", "--remove").code == 0)
        #expect(try await stage.visitor().signIn(as: "listener-1").location == "/")
        try await stage.close()
    }

    @Test func `invite: a link lets one person in, once`() async throws {
        let stage = try await Stage.open(settings: ["REGISTRATION": "invite"])
        let made = try await stage.run("user", "invite", "--for", "Ada")
        let link = try #require(made.output.last)
        #expect(made.code == 0 && link.hasPrefix("\(stage.baseURL)/join?invitation="))
        let guest = stage.visitor()
        let page = try await guest.get(link)
        #expect(page.status == 200 && page.text.contains("You are invited."))
        // The token goes to nobody else, not even to the provider.
        let token = String(link.split(separator: "=").last ?? "")
        #expect(token.utf8.count == 43 && page.authorize?.contains(token) == false)
        #expect(
            try await guest.get(try await guest.agree(to: page.authorize ?? "", as: "listener-1")).location
                == "/welcome")
        #expect(try await stage.visitor().get(link).status == 410)
        let late = try await stage.visitor().signIn(as: "listener-2")
        #expect(late.status == 403 && late.text.contains("By invitation only"))
        #expect(!stage.log.contains { $0.contains(token) })
        #expect(try await stage.run("user", "invite", "--lasting", "1y").code == 64)
        try await stage.close()
    }

    @Test func `a full house says so, and takes whoever it knows`() async throws {
        let stage = try await Stage.open(settings: ["MAX_USERS": "1"])
        #expect(try await stage.visitor().signIn(as: "listener-1").location == "/welcome")
        let full = try await stage.visitor().signIn(as: "listener-2")
        #expect(full.status == 403 && full.text.contains("No room left"))
        #expect(try await stage.visitor().signIn(as: "listener-1").location == "/")
        try await stage.close()
    }

    @Test(arguments: ["open", "closed", "allowlist", "invite"])
    func `the link of the start makes the first administrator`(_ registration: String) async throws {
        let stage = try await Stage.open(settings: ["REGISTRATION": registration])
        let first = try #require(try stage.firstAdministratorLink)
        // Each start makes another one.
        try await stage.server.terminate()
        try await stage.start()
        let link = try #require(try stage.firstAdministratorLink)
        #expect(link != first)
        #expect(try await stage.visitor().get(first).status == 410)

        let admin = stage.visitor()
        #expect(try await admin.signIn(from: link, as: "listener-1").location == "/welcome")
        #expect(try await admin.get("/").link("Admin") == "/admin")
        let page = try await admin.get("/admin")
        #expect(page.status == 200 && page.text.contains("1 of 5 Spotify seats used"))
        #expect(try await stage.visitor().get(link).status == 410)
        if registration == "open" {
            let other = stage.visitor()
            try await other.signIn(as: "listener-2")
            #expect(try await other.get("/admin").status == 404)
            #expect(try await other.get("/").link("Admin") == nil)
        }
        try await stage.server.terminate()
        try await stage.start()
        #expect(try stage.firstAdministratorLink == nil)
        try await stage.close()
    }

    @Test func `somebody who is in already becomes the first administrator with a click`() async throws {
        let stage = try await Stage.open()
        let link = try #require(try stage.firstAdministratorLink)
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        let page = try await visitor.get(link)
        #expect(try await visitor.get("/admin").status == 404)
        let token = String(link.split(separator: "=").last ?? "")
        #expect(try await visitor.post("/join", from: page, [("invitation", token)]).location == "/admin")
        #expect(try await visitor.get("/admin").status == 200)
        #expect(try await visitor.post("/join", from: page, [("invitation", token)]).status == 410)
        try await stage.close()
    }
}
