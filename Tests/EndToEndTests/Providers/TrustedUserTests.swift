import HTTP
import Support
import Testing

/// A proxy that has authenticated its user, in front of the real program.
@Suite(.storied) struct TrustedUserTests {
    private let named: Fields = ["remote-user": "ada@work", .accept: "text/html"]

    @Test func `a trusted proxy's user is signed in, and remains whom the proxy names`() async throws {
        let stage = try await Stage.open(
            settings: ["TRUSTED_USER_HEADER": "Remote-User", "TRUSTED_PROXIES": "127.0.0.1"])
        let visitor = stage.visitor()
        #expect(try await visitor.get("/settings", fields: named).text.contains("Signed in as ada@work"))
        #expect(try await visitor.get("/settings", fields: named).status == 200)
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM session") == 1)
        // The same browser with another user of the proxy.
        let eve: Fields = ["remote-user": "eve", .accept: "text/html"]
        #expect(try await visitor.get("/settings", fields: eve).text.contains("Signed in as eve"))
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM account") == 2)
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM session") == 1)
        // Without a name it is a browser like any other.
        #expect(try await stage.visitor().get("/settings").status == 303)
        let both: Fields = ["remote-user": "ada@work", "remote-user-x": "x", .accept: "text/html"]
        #expect(try await stage.visitor().get("/", fields: both).text.contains("New releases"))
        var twice: Fields = named
        twice.append("remote-user", "eve")
        #expect(try await stage.visitor().get("/", fields: twice).status == 400)
        try await stage.close()
    }

    @Test func `the proxy's users come in by invitation, and the first administrator by the link of the start`()
        async throws
    {
        let stage = try await Stage.open(
            settings: [
                "TRUSTED_USER_HEADER": "Remote-User", "TRUSTED_PROXIES": "127.0.0.1", "REGISTRATION": "invite",
            ])
        let link = try #require(try stage.firstAdministratorLink)
        let ada = stage.visitor()
        #expect(try await ada.get("/", fields: named).status == 403)
        #expect(try await ada.get(link, fields: named).location == "/welcome")
        #expect(try await ada.get("/admin", fields: named).status == 200)
        let eve: Fields = ["remote-user": "eve", .accept: "text/html"]
        #expect(try await stage.visitor().get(link, fields: eve).status == 410)
        #expect(try await stage.visitor().get("/", fields: eve).text.contains("By invitation only"))
        // She is noted by now, under an id that somebody at Spotify may have, too.
        let unclear = try await stage.run("user", "allow", "eve")
        #expect(unclear.code == 1 && unclear.errors.contains { $0.contains("say proxy:eve, or --provider") })
        #expect(try await stage.run("user", "allow", "proxy:eve").output == ["proxy eve may join."])
        #expect(try await stage.visitor().get("/settings", fields: eve).text.contains("Signed in as eve"))
        try await stage.close()
    }

    @Test func `anybody else's word is not taken`() async throws {
        let stage = try await Stage.open(
            settings: ["TRUSTED_USER_HEADER": "Remote-User", "TRUSTED_PROXIES": "192.0.2.1"])
        let visitor = stage.visitor()
        #expect(try await visitor.get("/", fields: named).authorize != nil)
        #expect(try await visitor.get("/settings", fields: named).status == 303)
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM account") == 0)
        try await stage.close()
    }

    @Test func `off by default`() async throws {
        let stage = try await Stage.open(settings: ["TRUSTED_PROXIES": "127.0.0.1"])
        #expect(try await stage.visitor().get("/", fields: named).authorize != nil)
        try await stage.close()
    }
}
