import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct IdentityLinkTests {
    private let iss = "iss=https%3A%2F%2Fid.example"
    private let account = AccountID(5)
    private static let spotify = IdentityView(
        id: ConnectionID(7), provider: "spotify", displayName: "Ada", usedAt: TestSite.noon)
    private static let work = IdentityView(
        id: ConnectionID(8), provider: "work", displayName: "Ada at Work", usedAt: TestSite.noon)

    private func site(_ identities: [IdentityView] = [spotify]) throws -> (TestSite, TestBrowser) {
        let site = try TestSite { $0.otherProviders = TestDirectory() }
        site.store.state.withLock { $0.identities[account] = identities }
        return (site, site.browser(signedInAs: 5))
    }

    /// Follows the settings page's link as far as the callback's answer.
    private func connect(_ browser: TestBrowser, _ provider: String = "work") async -> Response {
        let start = await browser.get("/settings/identities/connect?provider=\(provider)")
        let state =
            (FormFields(query: start.fields[.location]?.split(separator: "?").last.map(String.init)))?["state"] ?? ""
        let path = provider == "spotify" ? "/callback?" : "/callback/\(provider)?\(iss)&"
        return await browser.get("\(path)code=c&state=\(state)")
    }

    @Test func `the settings page lists identities and what could be connected`() async throws {
        let (_, browser) = try site([Self.spotify, Self.work])
        let markup = Markup(await browser.get("/settings").text)
        #expect(markup.problems == [])
        #expect(markup.elements.filter { $0.text == "Remove" }.count == 2)
        #expect(
            markup.elements.first { $0.text == "Connect Home" }?.attributes["href"]
                == "/settings/identities/connect?provider=home")
        #expect(!markup.elements.contains { $0.text == "Connect Work" })
    }

    @Test func `a link is asked for when it is known whose it is, and made by a form`() async throws {
        let (site, browser) = try site()
        let callback = await connect(browser)
        #expect(callback.fields[.location] == "/settings/identities/confirm")
        #expect(site.store.state.withLock { $0.signIns.isEmpty })
        let page = await browser.get("/settings/identities/confirm")
        #expect(page.text.contains("Ada at Work") && Markup(page.text).elements.contains { $0.text == "Confirm" })
        // Neither a GET nor a form without the button's word.
        #expect(await browser.post("/settings/identities/confirm").status == .badRequest)
        let linked = await browser.post("/settings/identities/confirm", [("confirm", "yes")])
        #expect(linked.fields[.location] == "/settings#identities")
        #expect(await browser.post("/settings/identities/confirm", [("confirm", "yes")]).status == .badRequest)
        #expect(await browser.get("/settings/identities/confirm").fields[.location] == "/settings#identities")
    }

    @Test func `Spotify is connected the same way, with its grant`() async throws {
        let (site, browser) = try site([Self.work])
        #expect(Markup(await browser.get("/settings").text).elements.contains { $0.text == "Connect Spotify" })
        #expect(await connect(browser, "spotify").fields[.location] == "/settings/identities/confirm")
        let link = site.store.state.withLock { $0.proposals.values.first?.link }
        #expect(link?.provider == "spotify" && link?.grant?.refreshToken != nil)
    }

    @Test func `a link begun by one session is not another's`() async throws {
        let (site, browser) = try site()
        let start = await browser.get("/settings/identities/connect?provider=work")
        let state = start.fields[.location]?.split(separator: "=").last ?? ""
        let flow = browser.cookies
        for other in [site.browser(), site.browser(signedInAs: 6)] {
            other.cookies.merge(flow.filter { $0.key.contains("flow") }) { $1 }
            let response = await other.get("/callback/work?\(iss)&code=c&state=\(state)")
            #expect(response.status == .conflict || response.status == .badRequest)
        }
        #expect(site.store.state.withLock { $0.proposals.isEmpty && $0.signIns.isEmpty })
    }

    @Test func `another account's identity is refused, before and after the question`() async throws {
        let (site, browser) = try site()
        site.store.state.withLock { $0.owners["https://id.example w-1"] = AccountID(9) }
        let refused = await connect(browser)
        #expect(refused.status == .conflict && refused.text.contains("another account"))
        #expect(site.store.state.withLock { $0.proposals.isEmpty })
        site.store.state.withLock { state in
            state.owners = [:]
            state.linkOutcome = .belongsToAnother(provider: "work")
        }
        _ = await connect(browser)
        let late = await browser.post("/settings/identities/confirm", [("confirm", "yes")])
        #expect(late.status == .conflict && late.text.contains("another account"))
    }

    @Test func `what is the account's already signs in`() async throws {
        let (site, browser) = try site()
        site.store.state.withLock { state in
            state.owners["https://id.example w-1"] = account
            state.outcome = .account(5, isNew: false)
        }
        #expect(await connect(browser).fields[.location] == "/settings")
        #expect(site.store.state.withLock { $0.signIns.first?.expectedAccount } == account)
    }

    @Test func `a second identity of one provider is refused`() async throws {
        let (_, browser) = try site([Self.spotify, Self.work])
        let response = await browser.get("/settings/identities/connect?provider=work")
        #expect(response.status == .conflict)
    }

    @Test func `another site begins no link, and nobody without a session does`() async throws {
        let (site, browser) = try site()
        let crossSite: Fields = [.accept: "text/html", .secFetchSite: "cross-site"]
        let response = await browser.get("/settings/identities/connect?provider=work", crossSite)
        #expect(response.fields[.location] == "/settings#identities")
        #expect(
            await site.browser().get("/settings/identities/connect?provider=work").fields[.location]?
                .hasPrefix("/?return_to=") == true)
        #expect(await browser.get("/settings/identities/connect?provider=nobody").status == .notFound)
    }

    @Test func `an identity is removed after a question, the last one never`() async throws {
        let (site, browser) = try site([Self.spotify, Self.work])
        let page = await browser.get("/settings/identities/remove?identity=8")
        #expect(Markup(page.text).elements.contains { $0.text == "Confirm" })
        #expect(await browser.post("/settings/identities/remove", [("identity", "8")]).status == .badRequest)
        let removed = await browser.post("/settings/identities/remove", [("identity", "8"), ("confirm", "yes")])
        #expect(removed.status == .seeOther && site.store.state.withLock { $0.removed } == [ConnectionID(8)])
        site.store.state.withLock { $0.identities[account] = [Self.spotify] }
        #expect(await browser.get("/settings/identities/remove?identity=7").status == .conflict)
        let last = await browser.post("/settings/identities/remove", [("identity", "7"), ("confirm", "yes")])
        #expect(last.status == .conflict && last.text.contains("could not sign in"))
        #expect(await browser.get("/settings/identities/remove?identity=99").status == .notFound)
    }
}
