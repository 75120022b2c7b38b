import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct ProviderSignInTests {
    private let iss = "iss=https%3A%2F%2Fid.example"

    private func site() throws -> (TestSite, TestDirectory) {
        let directory = TestDirectory()
        return (try TestSite { $0.otherProviders = directory }, directory)
    }

    /// The state of the flow that a link begins.
    private func begin(_ browser: TestBrowser, _ page: String = "/sign-in/work") async -> String {
        let location = await browser.get(page).fields[.location] ?? ""
        return location.split(separator: "=").last.map(String.init) ?? ""
    }

    @Test func `the front page has a link for each, and writes no cookie for them`() async throws {
        let (site, _) = try site()
        let browser = site.browser()
        let response = await browser.get("/?return_to=%2Fartists")
        let markup = Markup(response.text)
        #expect(markup.problems == [])
        for (words, name) in [("Continue with Work", "work"), ("Continue with Home", "home")] {
            let link = markup.elements.first { $0.text == words }
            #expect(link?.attributes["href"] == "/sign-in/\(name)?return_to=%2Fartists")
        }
        #expect(browser.cookies.count == 1)
    }

    @Test func `signs in by a path of its own, and keeps nothing that was granted`() async throws {
        let (site, directory) = try site()
        let browser = site.browser()
        let state = await begin(browser, "/sign-in/work?return_to=%2Fartists")
        let response = await browser.get("/callback/work?code=c1&state=\(state)&\(iss)")
        #expect(response.status == .seeOther && response.fields[.location] == "/artists")
        #expect(response.fields[.referrerPolicy] == "no-referrer")
        #expect(directory.script.withLock { $0.exchanged } == ["c1"])
        let signIn = try #require(site.store.state.withLock { $0.signIns.first })
        #expect(signIn.provider == "work" && signIn.issuer == "https://id.example" && signIn.grant == nil)
    }

    /// Callbacks in which one provider answers for another, or says that it is another: path, parameters.
    @Test(arguments: [
        "/callback/home?code=c&state=STATE&iss=https%3A%2F%2Fhome.example",
        "/callback/home?code=c&state=STATE&iss=https%3A%2F%2Fid.example", "/callback?code=c&state=STATE",
        "/callback/work?code=c&state=STATE", "/callback/work?code=c&state=STATE&iss=https%3A%2F%2Fhome.example",
        "/callback/work?code=c&state=STATE&iss=https%3A%2F%2Fid.example%2F", "/callback/work?code=c&state=STATE&iss=",
        "/callback/work?error=access_denied&state=STATE&iss=https%3A%2F%2Fhome.example",
        "/callback/work?error=access_denied&state=STATE",
    ])
    func `no provider answers for another`(_ target: String) async throws {
        let (site, directory) = try site()
        let browser = site.browser()
        let state = await begin(browser)
        let response = await browser.get(target.replacing("STATE", with: state))
        #expect(response.status == .badRequest)
        #expect(directory.script.withLock { $0.exchanged.isEmpty })
        #expect(site.provider.script.withLock { $0.exchanged.isEmpty })
        #expect(site.store.state.withLock { $0.signIns.isEmpty })
        // And the flow has been used up.
        let again = await browser.get("/callback/work?code=c&state=\(state)&\(iss)")
        #expect(again.status == .badRequest && directory.script.withLock { $0.exchanged.isEmpty })
    }

    @Test func `the first provider's flow is not another's`() async throws {
        let (site, directory) = try site()
        let browser = site.browser()
        let state = await browser.start()
        #expect(await browser.get("/callback/work?code=c&state=\(state)&\(iss)").status == .badRequest)
        #expect(directory.script.withLock { $0.exchanged.isEmpty })
    }

    @Test(arguments: ["/sign-in/nobody", "/callback/nobody?code=c&state=x", "/callback/spotify", "/sign-in/spotify"])
    func `knows nobody else`(_ target: String) async throws {
        #expect(await (try site()).0.browser().get(target).status == .notFound)
    }

    @Test(arguments: ["cross-site", "same-site"])
    func `is begun by a click here, not by another site`(_ from: String) async throws {
        let (site, _) = try site()
        let browser = site.browser()
        var fields: Fields = [.accept: "text/html"]
        fields.append(.secFetchSite, FieldValue(from) ?? "")
        let response = await browser.get("/sign-in/work?return_to=%2Fartists", fields)
        #expect(response.fields[.location] == "/?return_to=%2Fartists" && browser.cookies.isEmpty)
    }

    @Test(arguments: [
        "//evil.example", "/\\evil.example", "/%2f%2fevil.example", "https:evil.example", "https://evil.example",
        "/%5Cevil.example", "/a%0d%0aSet-Cookie:x", "/" + String(repeating: "a", count: 600),
    ])
    func `goes on inside the site alone`(_ path: String) async throws {
        let (site, _) = try site()
        let browser = site.browser()
        let state = await begin(browser, "/sign-in/work?return_to=\(PercentEncoding.encode(path))")
        let response = await browser.get("/callback/work?code=c&state=\(state)&\(iss)")
        #expect(response.fields[.location] == "/")
    }

    @Test func `a provider that does not answer leaves its button, and a page that explains`() async throws {
        let (site, directory) = try site()
        directory.script.withLock { $0.silence = .unavailable("connection refused at 10.0.0.1", timedOut: false) }
        let browser = site.browser()
        #expect(await browser.get("/").text.contains("Continue with Work"))
        let response = await browser.get("/sign-in/work?return_to=%2Fartists")
        #expect(response.status == .badGateway && browser.cookies.count == 1)
        let markup = Markup(response.text)
        let again = markup.elements.first { $0.text == "Continue with Work" }
        #expect(again?.attributes["href"] == "/sign-in/work?return_to=%2Fartists")
        #expect(!response.text.contains("10.0.0.1"))
        directory.script.withLock { $0.silence = nil }
        #expect(await browser.get("/sign-in/work").status == .seeOther)
    }

    @Test func `who declines may try again with the same provider`() async throws {
        let (site, _) = try site()
        let browser = site.browser()
        let state = await begin(browser)
        let response = await browser.get("/callback/work?error=access_denied&state=\(state)&\(iss)")
        #expect(response.status == .forbidden)
        let again = Markup(response.text).elements.first { $0.text == "Continue with Work" }
        #expect(again?.attributes["href"] == "/sign-in/work")
        #expect(response.text.contains("Work") && !response.text.contains("Continue with Spotify"))
    }
}
