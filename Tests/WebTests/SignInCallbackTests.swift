import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct SignInCallbackTests {
    @Test(arguments: [("https://fanfare.example", "__Host-ff_session"), ("http://127.0.0.1:3000", "ff_session")])
    func `signs in, keeps nothing and tells nobody`(_ origin: String, _ name: String) async throws {
        let site = try TestSite(origin: origin)
        let browser = site.browser()
        let state = await browser.start("/?return_to=%2Fartists")
        let response = await browser.get("/callback?code=secret-code&state=\(state)")
        #expect(response.status == .seeOther)
        #expect(response.fields.values(of: .location) == ["/artists"])
        #expect(response.fields.values(of: .cacheControl) == ["no-store"])
        #expect(response.fields.values(of: .referrerPolicy) == ["no-referrer"])
        #expect(response.text.isEmpty)
        #expect(site.provider.script.withLock { $0.exchanged } == ["secret-code"])
        // The session's cookie is there, the flow's is gone.
        #expect(Array(browser.cookies.keys) == [name])
        let line = response.fields.values(of: .setCookie).first { $0.hasPrefix(name) } ?? ""
        #expect(line.contains("; Path=/; Max-Age=5184000; HttpOnly; SameSite=Lax"))
        #expect(line.hasSuffix("; Secure") == origin.hasPrefix("https"))
        let signIn = site.store.state.withLock { $0.signIns.first }
        #expect(signIn?.device.network == "203.0.113.0/24")
        #expect(signIn?.replacing == nil && signIn?.expectedAccount == nil)
    }

    @Test func `welcomes a new account`() async throws {
        let site = try TestSite()
        site.store.state.withLock { $0.outcome = .account(1, isNew: true) }
        let browser = site.browser()
        let state = await browser.start("/?return_to=%2Fartists")
        #expect(await browser.get("/callback?code=c&state=\(state)").fields[.location] == "/welcome")
    }

    @Test func `takes the place of the session there was`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        let state = await browser.start()
        let (planted, token) = site.store.begin(1, at: site.clock.now())
        browser.cookies["__Host-ff_session"] = token
        _ = await browser.get("/callback?code=c&state=\(state)")
        #expect(site.store.state.withLock { $0.signIns.first?.replacing } == planted.id)
        #expect(browser.cookies["__Host-ff_session"] != token)
        #expect(site.store.state.withLock { $0.sessions[token] } == nil)
    }

    @Test(arguments: [
        "", "?", "?code=c", "?state=", "?state=STATE", "?code=&state=STATE", "?code=c&state=STATE&state=STATE",
        "?code=c&code=d&state=STATE", "?code=c&state=STATE&iss=https%3A%2F%2Fevil.example",
        "?code=c&state=STATE&iss=a&iss=b", "?error=access_denied&state=STATE&iss=https%3A%2F%2Fevil.example",
        "?code=c&state=STATEx", "?code=c&state=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "?code=c&state=%FF", "?%zz",
        "?error=%3Cscript%3E&error_description=%3Cscript%3E&state=STATE", "?error=invalid_scope&state=STATE",
    ])
    func `refuses what is no answer to this browser's request`(_ query: String) async throws {
        let site = try TestSite()
        let browser = site.browser()
        let state = await browser.start()
        let response = await browser.get("/callback" + query.replacing("STATE", with: state))
        #expect(response.status == .badRequest)
        #expect(site.provider.script.withLock { $0.exchanged } == [])
        #expect(site.store.state.withLock { $0.signIns.isEmpty })
        #expect(browser.cookies["__Host-ff_session"] == nil)
        expectFriendly(response)
    }

    @Test func `refuses another browser's sign-in, session or not, and leaves the session alone`() async throws {
        let site = try TestSite()
        let attacker = site.browser()
        let state = await attacker.start()
        for victim in [site.browser(), site.browser(signedInAs: 2)] {
            let token = victim.cookies["__Host-ff_session"]
            let response = await victim.get("/callback?code=theirs&state=\(state)")
            #expect(response.status == .badRequest)
            #expect(victim.cookies["__Host-ff_session"] == token)
        }
        #expect(site.provider.script.withLock { $0.exchanged } == [])
    }

    @Test func `exchanges a code once, and sends a repeat on`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        let state = await browser.start("/?return_to=%2Fartists")
        let flows = browser.cookies
        let callback = "/callback?code=c&state=\(state)"
        #expect(await browser.get(callback).status == .seeOther)
        // The flow's cookie is gone: to the front page.
        let repeated = await browser.get(callback)
        #expect(repeated.status == .seeOther)
        #expect(repeated.fields[.location] == "/")
        // Sent at the same time, the cookie is still there: to where the first went.
        browser.cookies.merge(flows) { _, new in new }
        #expect(await browser.get(callback).fields[.location] == "/artists")
        // Without the session: a page that helps.
        let other = site.browser()
        other.cookies = flows
        let refused = await other.get(callback)
        #expect(refused.status == .badRequest)
        expectFriendly(refused)
        #expect(site.provider.script.withLock { $0.exchanged.count } == 1)
    }

    @Test func `lets a flow live for ten minutes`() async throws {
        for isSignedIn in [false, true] {
            let site = try TestSite()
            let browser = site.browser()
            let state = await browser.start("/?return_to=%2Fartists")
            site.clock.advance(by: .seconds(600))
            if isSignedIn {
                let (_, token) = site.store.begin(1, at: site.clock.now())
                browser.cookies["__Host-ff_session"] = token
            }
            let late = await browser.get("/callback?code=c&state=\(state)")
            #expect(late.status == (isSignedIn ? .seeOther : .badRequest))
            #expect(late.fields[.location] == (isSignedIn ? "/artists" : nil))
            #expect(late.text.contains("expired") == !isSignedIn)
            #expect(late.authorizationState != state)
            #expect(site.provider.script.withLock { $0.exchanged } == [])
        }
    }

    @Test func `never offers a flow again that is used up`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        let state = await browser.start()
        let flows = browser.cookies
        let declined = await browser.get("/callback?error=access_denied&state=\(state)")
        #expect(declined.authorizationState != state)
        #expect(browser.cookies.count == 1)
        browser.cookies = flows
        let repeated = await browser.get("/callback?error=access_denied&state=\(state)")
        #expect(repeated.status == .badRequest)
        #expect(repeated.authorizationState != state)
        // The link on that page works.
        let again = await browser.get("/callback?code=c&state=\(repeated.authorizationState ?? "")")
        #expect(again.status == .seeOther)
    }

    @Test(arguments: [
        ("access_denied", 403, "You declined"), ("server_error", 502, "trouble"),
        ("temporarily_unavailable", 502, "trouble"), ("unauthorized_client", 400, "operator"),
        ("something_new", 400, "not known"),
    ])
    func `says in its own words what the provider answered`(
        _ error: String, _ status: Int, _ words: String
    ) async throws {
        let site = try TestSite()
        let browser = site.browser()
        let state = await browser.start()
        let response = await browser.get(
            "/callback?error=\(error)&error_description=%3Cb%3Ereflected%3C%2Fb%3E&state=\(state)")
        #expect(response.status.code == status)
        #expect(response.text.contains(words))
        #expect(!response.text.contains("reflected") && !response.text.contains(error))
        expectFriendly(response)
        #expect(site.provider.script.withLock { $0.exchanged } == [])
    }

    @Test(arguments: [
        (SignInFailure.codeRefused, 400), (.refused("Ask the operator to add you."), 403),
        (.unavailable("HTML instead of JSON", timedOut: false), 502), (.unavailable("no answer", timedOut: true), 504),
        (.misconfigured("invalid_client"), 502),
    ])
    func `says what came of a failed exchange or profile`(_ failure: SignInFailure, _ status: Int) async throws {
        for isLate in [false, true] {
            let site = try TestSite()
            site.provider.script.withLock { script in
                if isLate { script.profileFailure = failure } else { script.exchangeFailure = failure }
            }
            let browser = site.browser()
            let state = await browser.start()
            let response = await browser.get("/callback?code=c&state=\(state)")
            #expect(response.status.code == status)
            #expect(site.store.state.withLock { $0.signIns.isEmpty })
            if case .refused(let sentence) = failure { #expect(response.text.contains(sentence)) }
            for inside in ["HTML instead", "no answer", "invalid_client"] { #expect(!response.text.contains(inside)) }
            // The code is used up: the same address again must not send it twice.
            _ = await browser.get("/callback?code=c&state=\(state)")
            #expect(site.provider.script.withLock { $0.exchanged } == ["c"])
        }
    }

    @Test func `keeps the flow where the disk is full before anything was sent`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        let state = await browser.start()
        site.store.state.withLock { $0.failure = .full }
        let response = await browser.get("/callback?code=c&state=\(state)")
        #expect(response.status == .serviceUnavailable)
        #expect(response.fields.contains(.retryAfter))
        #expect(site.provider.script.withLock { $0.exchanged } == [])
        site.store.state.withLock { $0.failure = nil }
        #expect(await browser.get("/callback?code=c&state=\(state)").status == .seeOther)
    }

    @Test func `starts over where the disk is full afterwards`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        let state = await browser.start()
        site.store.state.withLock { $0.signInFailure = .full }
        let response = await browser.get("/callback?code=c&state=\(state)")
        #expect(response.status == .serviceUnavailable)
        #expect(browser.cookies["__Host-ff_session"] == nil)
        #expect(response.authorizationState != nil && response.authorizationState != state)
    }

    @Test(arguments: [(MemoryStore.Outcome.notAdmitted(.closed), 403), (.otherIdentity, 409)])
    func `signs nobody in whom the store does not`(_ outcome: MemoryStore.Outcome, _ status: Int) async throws {
        let site = try TestSite()
        site.store.state.withLock { $0.outcome = outcome }
        let browser = site.browser()
        let state = await browser.start()
        let response = await browser.get("/callback?code=c&state=\(state)")
        #expect(response.status.code == status)
        #expect(browser.cookies.isEmpty)
    }

    @Test func `renews a connection for its own account`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 5)
        site.store.state.withLock { state in
            state.outcome = .account(5, isNew: false)
            state.connections[AccountID(5)] = [Samples.connection(.needsReconnect, end: .expired)]
        }
        let page = await browser.get("/settings")
        let link = Markup(page.text).elements.first { $0.text == "Reconnect" }
        #expect(link?.attributes["href"]?.contains("show_dialog=true") == true)
        let response = await browser.get("/callback?code=c&state=\(page.authorizationState ?? "")")
        #expect(response.fields[.location] == "/settings")
        #expect(site.store.state.withLock { $0.signIns.first?.expectedAccount } == AccountID(5))
        // An ordinary flow is not used for it, nor the other way round.
        let ordinary = site.browser()
        _ = await ordinary.start("/?return_to=%2Fsettings")
        ordinary.cookies.merge(browser.cookies) { _, new in new }
        #expect(await ordinary.get("/settings").fields.contains(.setCookie))
    }

    private func expectFriendly(_ response: Response) {
        let markup = Markup(response.text)
        #expect(markup.problems == [])
        #expect(markup.count(ownText: "Continue with Spotify") == 1)
        #expect(!response.text.contains("<script>"))
    }
}
