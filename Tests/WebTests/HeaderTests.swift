import Domain
import HTTP
import Synchronization
import Testing

@testable import Web

struct HeaderTests {
    @Test(arguments: [
        "/", "/privacy", "/healthz", "/readyz", "/nothing", "/static/app.css", "/artists", "/callback", "/events",
        "/feeds/feed-1-1/releases.atom", "/favicon.ico",
    ])
    func `sends the guarding fields with every answer`(_ path: String) async throws {
        let site = try TestSite { $0.imageOrigins = ["http://127.0.0.1:3001"] }
        for browser in [site.browser(), site.browser(signedInAs: 1)] {
            let fields = await browser.get(path).fields
            let policy = fields.values(of: .contentSecurityPolicy)
            #expect(policy.count == 1)
            #expect(
                policy.first
                    == "default-src 'none'; script-src 'self'; style-src 'self'; "
                    + "img-src 'self' https://i.scdn.co http://127.0.0.1:3001 data:; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
            )
            #expect(fields.values(of: .xContentTypeOptions) == ["nosniff"])
            #expect(fields.values(of: .referrerPolicy) == ["same-origin"])
            #expect(fields[.crossOriginOpenerPolicy] == "same-origin")
            #expect(fields[.crossOriginResourcePolicy] == "same-origin")
            #expect(fields[.permissionsPolicy]?.contains("camera=()") == true)
            #expect(fields[.strictTransportSecurity] == "max-age=31536000")
        }
    }

    @Test func `speaks of https only where it is spoken`() async throws {
        let site = try TestSite(origin: "http://127.0.0.1:3000")
        #expect(await site.browser().get("/").fields[.strictTransportSecurity] == nil)
    }

    @Test(arguments: ["/", "/artists", "/settings", "/welcome", "/settings/delete-account", "/goodbye"])
    func `lets nobody keep a personal page`(_ path: String) async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.connections[AccountID(1)] = [Samples.connection()] }
        #expect(await browser.get(path).fields[.cacheControl] == "no-store")
    }

    @Test func `has no script or style inside a page`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { state in
            state.connections[AccountID(1)] = [Samples.connection()]
            state.cards[AccountID(1)] = [Samples.card(1)]
            state.artists[AccountID(1)] = [Samples.artist(1, name: "A")]
        }
        for path in ["/", "/artists", "/settings", "/privacy", "/settings/disconnect", "/nothing"] {
            for element in Markup(await browser.get(path).text).elements {
                if element.name == "script" { #expect(element.text.isEmpty && element.attributes["src"] != nil) }
                #expect(element.name != "style")
                #expect(!element.attributes.keys.contains { $0 == "style" || $0.hasPrefix("on") }, "\(element)")
            }
        }
    }

    @Test func `names files by their fingerprints`() async throws {
        let site = try TestSite()
        let page = await site.browser().get("/")
        for link in ["/static/app.css?v=abc", "/static/app.js?v=def", "/static/icon.svg?v=123"] {
            #expect(page.text.contains("\"\(link)\""))
        }
    }
}
