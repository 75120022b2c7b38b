import HTTP
import Support
import Testing

/// Another sign-in provider, with the real program: strict about everything a client may do wrong.
@Suite(.storied) struct ProviderSignInTests {
    private static func kinds() throws -> [OpenIDProvider] {
        var body = OpenIDScript()
        body.wantsBasic = false
        body.hasOAuthMetadata = false
        body.saysIssuer = false
        return [try OpenIDProvider(), try OpenIDProvider(path: "/realms/one", script: body)]
    }

    @Test func `signs people in, whatever kind of provider it is`() async throws {
        for provider in try Self.kinds() {
            let on = try await ProviderStage.open(provider)
            let visitor = on.stage.visitor()
            let callback = try await visitor.goThrough("Continue with Work", as: "sub-ada")
            let answer = try await visitor.get(callback)
            #expect(answer.status == 303 && answer.location == "/welcome")
            #expect(try await visitor.get("/welcome").location == "/artists")
            #expect(try await visitor.get("/settings").text.contains("Signed in as Ada of OpenID"))
            // The same user again is the same account; another is another.
            let again = on.stage.visitor()
            #expect(try await again.get(again.goThrough("Continue with Work", as: "sub-ada")).location == "/")
            let other = on.stage.visitor()
            #expect(try await other.get(other.goThrough("Continue with Work", as: "sub-bob")).location == "/welcome")
            #expect(try Program.number(in: on.stage.database, "SELECT count(*) FROM account") == 2)
            // Nothing of what was granted is kept.
            #expect(try Program.number(in: on.stage.database, "SELECT count(*) FROM data_key") == 0)
            #expect(provider.complaints == [])
            #expect(try await on.close())
        }
    }

    @Test func `a provider that is down stops no start, and is found when it is back`() async throws {
        var script = OpenIDScript()
        script.isDown = true
        let on = try await ProviderStage.open(try OpenIDProvider(script: script))
        try await waitUntil("a warning") {
            on.stage.log.contains { $0.contains("a sign-in provider cannot be used now") }
        }
        let visitor = on.stage.visitor()
        let front = try await visitor.get("/")
        let page = try await visitor.get(front.link("Continue with Work") ?? "")
        #expect(page.status == 502 && page.text.contains("Work has trouble"))
        #expect(page.link("Continue with Work") == "/sign-in/work")
        #expect(try await visitor.signIn(as: "listener-1").location == "/welcome")
        on.work.change { $0.isDown = false }
        let other = on.stage.visitor()
        try await waitUntil("the provider") { try await other.get("/sign-in/work").status == 303 }
        #expect(try await other.get(other.goThrough("Continue with Work", as: "sub-ada")).location == "/welcome")
        #expect(try await on.close())
    }

    /// What a provider does wrong, and the page that says so.
    static let faults: [(status: Int, change: @Sendable (inout OpenIDScript) -> Void)] = [
        (502, { $0.tokenAnswer = (200, "<!doctype html>") }), (502, { $0.tokenAnswer = (500, "{}") }),
        (400, { $0.tokenAnswer = (400, #"{"error": "invalid_grant"}"#) }),
        (502, { $0.tokenAnswer = (401, #"{"error": "invalid_client"}"#) }),
        (502, { $0.tokenAnswer = (200, #"{"access_token": "a", "token_type": "mac"}"#) }),
        (502, { $0.userInfoAnswer = (200, "{}") }), (502, { $0.userInfoAnswer = (403, "{}") }),
        (502, { $0.userInfoAnswer = (200, "not.a.json") }), (400, { $0.issuerInCallback = "https://evil.example" }),
        (403, { $0.authorizationError = "access_denied" }), (502, { $0.authorizationError = "server_error" }),
        (400, { $0.authorizationError = "<script>" }),
    ]

    @Test func `what a provider does wrong is a page in plain words`() async throws {
        let on = try await ProviderStage.open(try OpenIDProvider())
        for (index, (status, change)) in Self.faults.enumerated() {
            on.work.change { script in
                script = OpenIDScript()
                change(&script)
            }
            let visitor = on.stage.visitor()
            let page = try await visitor.get(visitor.goThrough("Continue with Work", as: "sub-ada"))
            #expect(page.status == status, "fault \(index)")
            #expect(page.text.contains("<h1>") && !page.text.contains("<script>"), "fault \(index)")
            #expect(try await visitor.get("/settings").status == 303)
        }
        #expect(try Program.number(in: on.stage.database, "SELECT count(*) FROM account") == 0)
        #expect(on.work.complaints == [])
        #expect(try await on.close())
    }

    @Test func `Spotify is connected to an account from elsewhere, and the other way round`() async throws {
        let on = try await ProviderStage.open(try OpenIDProvider())
        let artists = Array(try await on.stage.sandbox.artists().prefix(2))
        try await on.stage.sandbox.setFollows(of: "listener-1", to: artists)
        let ada = on.stage.visitor()
        _ = try await ada.get(ada.goThrough("Continue with Work", as: "sub-ada"))
        let callback = try await ada.goThrough("Connect Spotify", on: "/settings", as: "listener-1")
        let answer = try await ada.get(callback)
        #expect(answer.location == "/settings/identities/confirm")
        // Nothing is joined before the word.
        #expect(try Program.number(in: on.stage.database, "SELECT count(*) FROM connection") == 1)
        let question = try await ada.get("/settings/identities/confirm")
        #expect(question.text.contains("Ada Marlowe") && question.text.contains("Confirm"))
        #expect(try await ada.confirm(question).status == 303)
        try await waitUntil("the list") {
            let page = try await ada.get("/artists").text
            return artists.allSatisfy { page.contains($0.name) }
        }
        // Either way in leads to the same account.
        let byspotify = on.stage.visitor()
        #expect(try await byspotify.signIn(as: "listener-1").location == "/")
        #expect(try await byspotify.get("/settings").text.contains("Signed in as Ada of OpenID"))
        // The callback again goes on, and sends the code no more.
        #expect(try await ada.get(callback).status == 303)

        let bob = on.stage.visitor()
        try await bob.signIn(as: "listener-2")
        // Ada's user elsewhere is not Bob's to take.
        let taken = try await bob.get(bob.goThrough("Connect Work", on: "/settings", as: "sub-ada"))
        #expect(taken.status == 409 && taken.text.contains("another account"))
        let linked = try await bob.get(bob.goThrough("Connect Work", on: "/settings", as: "sub-bob"))
        #expect(linked.location == "/settings/identities/confirm")
        #expect(try await bob.confirm(bob.get("/settings/identities/confirm")).status == 303)
        let settings = try await bob.get("/settings")
        #expect(settings.text.contains("Ways to sign in") && settings.link("Remove") != nil)

        // One goes, and the other stays.
        let question2 = try await bob.get(settings.link("Remove") ?? "")
        let identity = settings.link("Remove")?.split(separator: "=").last.map(String.init) ?? ""
        let removed = try await bob.post(
            "/settings/identities/remove", from: question2, [("confirm", "yes"), ("identity", identity)])
        #expect(removed.status == 303)
        let last = try await bob.get("/settings/identities/remove?identity=4")
        #expect(last.status == 409 || last.status == 404)
        #expect(try await bob.get("/settings").link("Remove") == nil)
        #expect(on.work.complaints == [])
        #expect(try await on.close())
    }

    @Test func `check names every fault of the file, and with --live who does not answer`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let provider = try OpenIDProvider()
        let file = folder.file("providers.json")
        let settings = Program.settings(in: folder).merging(["PROVIDERS_FILE": file]) { $1 }
        try ProviderStage.write([["name": "work", "isuer": "x"], ["name": "spotify"]], to: file)
        for command in ["serve", "check"] {
            let ending = try await Program.run([command], settings)
            #expect(ending.code == 78 && ending.errors.allSatisfy { $0.contains("FANFARE_PROVIDERS_FILE") })
            #expect(ending.errors.contains { $0.contains("did you mean \"issuer\"?") } && ending.errors.count > 4)
        }
        try ProviderStage.write([ProviderStage.entry("work", "Work", provider)], to: file)
        let ending = try await Program.run(["check"], settings)
        #expect(ending.code == 0)
        #expect(ending.output.contains { $0.contains("at Work: http://127.0.0.1:1/callback/work") })
        await provider.stop()
    }
}
