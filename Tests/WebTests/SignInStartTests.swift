import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct SignInStartTests {
    @Test(arguments: [
        ("https://fanfare.example", "", "__Host-ff_flow_", true), ("http://127.0.0.1:3000", "", "ff_flow_", false),
        ("https://fanfare.example", "/music", "__Host-ff_flow_", true),
    ])
    func `keeps the flow in a cookie of its own`(
        _ origin: String, _ path: String, _ prefix: String, _ isSecure: Bool
    ) async throws {
        let site = try TestSite(origin: origin, path: path)
        let page = await site.browser().get("\(path)/")
        let lines = page.fields.values(of: .setCookie)
        #expect(lines.count == 1)
        let line = lines.first ?? ""
        let name = line.prefix { $0 != "=" }
        #expect(name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 8)
        #expect(line.contains("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"))
        #expect(line.hasSuffix("; Secure") == isSecure)
        #expect(!line.contains("Domain"))
        #expect(page.fields[.cacheControl] == "no-store")
        // A mere view of the page asks the store for nothing.
        #expect(site.store.state.withLock { $0.reads } == 0)
    }

    @Test func `links straight to the authorization request`() async throws {
        let site = try TestSite()
        let markup = Markup(await site.browser().get("/").text)
        #expect(markup.problems == [])
        let link = markup.elements.first { $0.attributes["id"] == "authorize" }
        #expect(link?.name == "a")
        #expect(link?.text == "Continue with Spotify")
        #expect(link?.attributes["href"]?.hasPrefix("https://accounts.spotify.com/authorize?client_id=client&") == true)
        #expect(markup.count(ownText: "see which artists you follow") == 1)
    }

    @Test func `shares one flow among tabs, until half its time is gone`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        let first = await browser.start()
        for _ in 0..<9 { #expect(await browser.start() == first) }
        #expect(browser.cookies.count == 1)
        site.clock.advance(by: .seconds(299))
        #expect(await browser.start() == first)
        site.clock.advance(by: .seconds(2))
        #expect(await browser.start() != first)
        #expect(browser.cookies.count == 2)
    }

    @Test func `keeps five flows at most, the newest`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        var states: [String] = []
        for number in 0..<8 {
            states.append(await browser.start("/?return_to=%2Fpage\(number)"))
            site.clock.advance(by: .seconds(1))
        }
        #expect(Set(states).count == 8)
        #expect(browser.cookies.count == 5)
        let early = await browser.get("/callback?code=c&state=\(states[0])")
        #expect(early.status == .badRequest)
        let late = await browser.get("/callback?code=c&state=\(states[7])")
        #expect(late.fields[.location] == "/page7")
    }

    @Test func `throws away cookies that do not open`() async throws {
        let site = try TestSite()
        let browser = site.browser()
        browser.cookies["__Host-ff_flow_00000000"] = "forged"
        _ = await browser.get("/")
        #expect(browser.cookies["__Host-ff_flow_00000000"] == nil)
        #expect(browser.cookies.count == 1)
    }

    @Test(arguments: [
        ("/artists", "/artists"), ("/?before=12", "/?before=12"), ("/settings#feed", "/settings#feed"),
        ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil.example/", "/"), ("https:evil.example", "/"),
        ("/%2f%2fevil.example", "/"), ("/%5cevil.example", "/"), ("/\t/evil.example", "/"), ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"), ("evil.example", "/"), ("", "/"), ("/a\r\nSet-Cookie: x=y", "/"),
        ("/" + String(repeating: "a", count: 10_000), "/"), ("/%", "/"), ("/\u{0}", "/"), ("/ü", "/"),
    ])
    func `goes on inside this site and nowhere else`(_ wanted: String, _ location: String) async throws {
        let site = try TestSite()
        let browser = site.browser()
        let state = await browser.start("/?return_to=\(PercentEncoding.encode(wanted))")
        let response = await browser.get("/callback?code=c&state=\(state)")
        #expect(response.status == .seeOther)
        #expect(response.fields.values(of: .location) == [location])
    }

    @Test func `goes on below the base path, said with or without it`() async throws {
        for wanted in ["/artists", "/music/artists"] {
            let site = try TestSite(path: "/music")
            let browser = site.browser()
            let state = await browser.start("/music/?return_to=\(PercentEncoding.encode(wanted))")
            let response = await browser.get("/music/callback?code=c&state=\(state)")
            #expect(response.fields[.location] == "/music/artists")
        }
    }
}
