import HTTP
import Support
import Testing

/// Scenarios 1 to 6 of the research on sign-in (§6): somebody attacks, or just has many tabs.
@Suite(.storied) struct ScenarioTests {
    /// How often a code was exchanged at Spotify's stand-in.
    private func exchanges(_ stage: Stage) async throws -> Int {
        try await stage.sandbox.requests().filter { $0.grantType == "authorization_code" }.count
    }

    @Test func `scenario 1: a victim opens the attacker's callback`() async throws {
        let on = try await ProviderStage.open(try OpenIDProvider())
        let (stage, attacker) = (on.stage, on.stage.visitor())
        let spotify = try await attacker.agree(to: attacker.get("/").authorize ?? "", as: "listener-1")
        let work = try await attacker.goThrough("Continue with Work", as: "sub-eve")
        let stranger = stage.visitor()
        let victim = stage.visitor()
        try await victim.signIn(as: "listener-2")
        let session = await victim.cookieLine
        let before = try await exchanges(stage)
        for callback in [spotify, work] {
            for browser in [stranger, victim] {
                let lines = stage.log.filter { $0.contains("request refused") }.count
                let page = try await browser.get(callback)
                #expect(page.status == 400 && page.text.contains("This sign-in has expired"))
                #expect(!page.fields.values(of: .setCookie).contains { $0.contains("ff_session") })
                try await waitUntil("a line for the operator") {
                    stage.log.filter { $0.contains("request refused") }.count == lines + 1
                }
            }
        }
        #expect(try await stranger.get("/settings").status == 303)
        #expect(try await victim.get("/settings").text.contains("Signed in as Bjørn Åkesson"))
        #expect(session.contains("ff_session="))
        #expect(try await exchanges(stage) == before && !on.work.requests.contains("/token"))
        let refused: StaticString = "SELECT count(*) FROM audit_entry WHERE act = 'sign-in' AND is_refused = 1"
        #expect(try Program.number(in: stage.database, refused) == 4)
        #expect(try Program.number(in: stage.database, "SELECT count(*) FROM account") == 1)
        #expect(try await on.close())
    }

    @Test func `scenario 2: the same callback twice`() async throws {
        let on = try await ProviderStage.open(try OpenIDProvider())
        let visitor = on.stage.visitor()
        let first = try await visitor.agree(to: visitor.get("/").authorize ?? "", as: "listener-1")
        #expect(try await visitor.get(first).status == 303)
        for _ in 0..<3 { #expect(try await visitor.get(first).status == 303) }
        let other = on.stage.visitor()
        let second = try await other.goThrough("Continue with Work", as: "sub-ada")
        #expect(try await other.get(second).status == 303)
        for _ in 0..<3 { #expect(try await other.get(second).status == 303) }
        let nobody = on.stage.visitor()
        for callback in [first, second] { #expect(try await nobody.get(callback).status == 400) }
        #expect(try await exchanges(on.stage) == 1)
        #expect(on.work.requests.filter { $0 == "/token" }.count == 1 && on.work.complaints == [])
        #expect(try await on.close())
    }

    @Test func `scenario 3: two tabs in reverse order, then six`() async throws {
        let on = try await ProviderStage.open(try OpenIDProvider())
        try await on.stage.visitor().signIn(as: "listener-1")
        let visitor = on.stage.visitor()
        let front = try await visitor.get("/?return_to=%2Fartists")
        let one = try await visitor.agree(to: front.authorize ?? "", as: "listener-1")
        let two = try await visitor.agree(
            to: visitor.get("/?return_to=%2Fsettings").authorize ?? "", as: "listener-1")
        #expect(try await visitor.get(two).location == "/settings")
        #expect(try await visitor.get(one).location == "/artists")

        let busy = on.stage.visitor()
        var callbacks: [String] = []
        for tab in 0..<6 {
            let path = "return_to=%2Fartists%3Ftab%3D\(tab)"
            let page = "/?\(path)"
            if tab.isMultiple(of: 2) {
                // The link itself: the page that has it would begin a flow of its own.
                let start = try await busy.get("/sign-in/work?\(path)")
                callbacks.append(try await busy.agree(to: start.location ?? "", as: "sub-ada"))
            } else {
                callbacks.append(try await busy.agree(to: busy.get(page).authorize ?? "", as: "listener-1"))
            }
        }
        // A request's fields stay small, however many tabs there are.
        #expect(await busy.cookieLine.utf8.count < 8 << 10)
        let oldest = try await busy.get(callbacks[0])
        #expect(oldest.status == 400 && oldest.text.contains("Start again"))
        for tab in 1..<6 {
            let answer = try await busy.get(callbacks[tab])
            let isFirst = answer.location == "/welcome"
            #expect(
                answer.status == 303 && (isFirst || answer.location == "/artists?tab=\(tab)"),
                "tab \(tab): \(answer.status) \(answer.location ?? "") \(answer.text.prefix(2000))")
        }
        #expect(try await on.close())
    }

    @Test func `scenario 4: a provider answers for another`() async throws {
        let evil = try OpenIDProvider()
        let on = try await ProviderStage.open(try OpenIDProvider(), more: [("evil", evil)])
        let baseURL = on.stage.baseURL
        @Sendable func replacing(_ callback: String, path: String? = nil, issuer: String?) -> String {
            let parts = callback.split(separator: "?", maxSplits: 1)
            var query = parts[1].split(separator: "&").filter { !$0.hasPrefix("iss=") }.map(String.init)
            if let issuer { query.append("iss=\(PercentEncoding.encode(issuer))") }
            return (path.map { baseURL + $0 } ?? String(parts[0])) + "?" + query.joined(separator: "&")
        }
        let (work, evilIssuer) = (on.work.issuer, evil.issuer)
        let mixes: [@Sendable (String) -> String] = [
            // The callback of one with the state of another, whoever it says it is.
            { replacing($0, path: "/callback/evil", issuer: evilIssuer) },
            { replacing($0, path: "/callback/evil", issuer: work) },
            { replacing($0, path: "/callback", issuer: nil) },
            // The right callback, with another issuer or without the one that was promised.
            { replacing($0, issuer: evilIssuer) }, { replacing($0, issuer: work + "/") },
            { replacing($0, issuer: nil) },
        ]
        for (index, mix) in mixes.enumerated() {
            for action in ["agree", "cancel"] {
                let visitor = on.stage.visitor()
                let good = try await visitor.goThrough("Continue with Work", as: "sub-ada", action: action)
                let page = try await visitor.get(mix(good))
                #expect(page.status == 400, "mix \(index) after \(action)")
                #expect(try await visitor.get("/settings").status == 303)
            }
        }
        #expect(!on.work.requests.contains("/token") && !evil.requests.contains("/token"))
        #expect(try await exchanges(on.stage) == 0)
        await evil.stop()
        #expect(try await on.close())
    }

    @Test func `scenario 5: errors of every kind`() async throws {
        let on = try await ProviderStage.open(try OpenIDProvider())
        let known = on.stage.visitor()
        try await known.signIn(as: "listener-1")
        let hostile = "error_description=%3Cb%3Emarkup%0D%0Ainjected&error_uri=https%3A%2F%2Fevil.example"
        let errors = [
            ("access_denied", 403), ("%3Cscript%3Ealert(1)%3C%2Fscript%3E", 400), ("", 400), ("a%0D%0Ab", 400),
        ]
        for (error, status) in errors {
            for words in ["Continue with Work", nil] {
                let visitor = on.stage.visitor()
                let good: String
                if let words {
                    good = try await visitor.goThrough(words, as: "sub-ada")
                } else {
                    good = try await visitor.agree(to: visitor.get("/").authorize ?? "", as: "listener-2")
                }
                let parts = good.split(separator: "?", maxSplits: 1)
                let query = parts[1].split(separator: "&").filter { !$0.hasPrefix("code=") }.joined(separator: "&")
                let page = try await visitor.get("\(parts[0])?\(query)&error=\(error)&\(hostile)")
                #expect(page.status == status, "\(error)")
                #expect(!page.text.contains("markup") && !page.text.contains("<script>alert"), "\(error)")
                #expect(!page.text.contains("evil.example") && page.text.contains("<h1>"))
            }
        }
        let without = try await on.stage.visitor().get("/callback?error=access_denied&\(hostile)")
        #expect(without.status == 400)
        #expect(!on.stage.log.contains { $0.contains("injected") || $0.contains("markup") })
        #expect(try await known.get("/settings").text.contains("Connected"))
        #expect(try await on.close())
    }

    @Test func `scenario 6: a sign-in goes on inside the site alone`() async throws {
        let on = try await ProviderStage.open(try OpenIDProvider())
        try await on.stage.visitor().signIn(as: "listener-1")
        let first = on.stage.visitor()
        _ = try await first.get(first.goThrough("Continue with Work", as: "sub-ada"))
        let paths = [
            "//evil.example", "/\\evil.example", "/%2f%2fevil.example", "/%5cevil.example", "/\t/evil.example",
            "https:evil.example", "https://evil.example", "javascript:alert(1)", "evil.example",
            "/a\r\nSet-Cookie: x=y",
            "/" + String(repeating: "a", count: 6000), "/\u{0}", "/..//evil.example", "\\/evil.example",
            "///evil.example",
        ]
        for path in paths {
            for words in ["Continue with Work", nil] {
                let visitor = on.stage.visitor()
                let page = "/?return_to=\(PercentEncoding.encode(path))"
                let callback: String
                if let words {
                    callback = try await visitor.goThrough(words, on: page, as: "sub-ada")
                } else {
                    callback = try await visitor.agree(to: visitor.get(page).authorize ?? "", as: "listener-1")
                }
                let answer = try await visitor.get(callback)
                #expect(answer.status == 303, "\(path)")
                #expect(answer.location == "/", "\(path) led to \(answer.location ?? "nowhere")")
                #expect(!answer.fields.contains("x"))
            }
        }
        #expect(try await on.close())
    }
}
