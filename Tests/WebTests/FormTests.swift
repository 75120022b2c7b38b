import Domain
import HTTP
import Synchronization
import Testing

@testable import Web

struct FormTests {
    /// What a browser or another program sends with a form, and what comes of it.
    struct Sender: Sendable, CustomTestStringConvertible {
        let name: String
        let fields: Fields
        let hasToken: Bool
        let status: Int
        var testDescription: String { name }

        init(_ name: String, _ fields: Fields, token: Bool = true, _ status: Int) {
            self.name = name
            self.fields = fields
            hasToken = token
            self.status = status
        }
    }

    static let senders = [
        Sender("own page", [.secFetchSite: "same-origin", .origin: "https://fanfare.example"], 303),
        Sender("reload", [.secFetchSite: "none"], 303),
        Sender("own page without token", [.secFetchSite: "same-origin"], token: false, 403),
        Sender("own page under no-referrer", [.secFetchSite: "same-origin", .origin: "null"], 303),
        Sender("sibling", [.secFetchSite: "same-site", .origin: "https://evil.fanfare.example"], 403),
        Sender("stranger", [.secFetchSite: "cross-site", .origin: "https://evil.example"], 403),
        Sender("stranger, said twice", [.secFetchSite: "same-origin", .secFetchSite: "cross-site"], 403),
        Sender("older browser", [.origin: "https://fanfare.example"], 303),
        Sender("older browser without token", [.origin: "https://fanfare.example"], token: false, 403),
        Sender("older browser, stranger", [.origin: "https://evil.example"], 403),
        Sender("older browser, other scheme", [.origin: "http://fanfare.example"], 403),
        Sender("older browser, other port", [.origin: "https://fanfare.example:444"], 403),
        // The name in `Host` is the sender's choice.
        Sender("host's own origin", [.origin: "https://attacker.example"], 403),
        Sender("nobody's origin", [.origin: "null"], 403),
        Sender("program with token", [:], 303),
        Sender("program without token", [:], token: false, 403),
    ]

    @Test(arguments: senders)
    func `takes forms from its own pages only`(_ sender: Sender) async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.connections[AccountID(1)] = [Samples.connection()] }
        let id = try #require(browser.session?.id)
        let token = sender.hasToken ? FormToken.make(for: id, keys: site.keys) : ""
        let response = await browser.send(
            .post, "/settings/disconnect", sender.fields, body: "token=\(token)&confirm=yes&connection=7",
            sendsSite: false)
        #expect(response.status.code == sender.status)
        #expect(site.store.state.withLock { $0.disconnected } == (sender.status == 303 ? [ConnectionID(7)] : []))
    }

    @Test func `takes no other session's token`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let other = site.browser(signedInAs: 1)
        let token = FormToken.make(for: try #require(other.session?.id), keys: site.keys)
        for body in ["token=\(token)", "token=\(token)&token=\(token)", "token=%zz", "token=", ""] {
            let response = await browser.send(.post, "/sign-out", body: body)
            #expect(response.status == (body.contains("%zz") ? .badRequest : .forbidden))
        }
        #expect(await browser.get("/").status == .ok)
    }

    @Test func `takes forms of 64 KiB at most, and forms only`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let id = try #require(browser.session?.id)
        let token = "token=\(FormToken.make(for: id, keys: site.keys))"
        let long = await browser.send(
            .post, "/sign-out", body: token + "&x=" + String(repeating: "a", count: 64 << 10))
        #expect(long.status == .contentTooLarge)
        let json = await browser.send(.post, "/sign-out", [.contentType: "application/json"], body: token)
        #expect(json.status == .unsupportedMediaType)
        let charset = await browser.send(
            .post, "/sign-out", [.contentType: "application/x-www-form-urlencoded; charset=UTF-8"], body: token)
        #expect(charset.status == .seeOther)
    }

    @Test func `signs out`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let page = Markup(await browser.get("/").text)
        #expect(page.count(ownText: "Sign out") == 1)
        let token = page.elements.first { $0.attributes["name"] == "token" }?.attributes["value"] ?? ""
        let response = await browser.send(.post, "/sign-out", body: "token=\(token)")
        #expect(response.status == .seeOther)
        #expect(response.fields[.location] == "/")
        #expect(response.fields[.clearSiteData] == "\"cache\", \"storage\"")
        #expect(browser.cookies.isEmpty)
        #expect(site.store.state.withLock { $0.sessions.isEmpty })
    }

    @Test func `ends other sessions, and its own like signing out`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let others = (0..<3).map { _ in site.browser(signedInAs: 1) }
        let stranger = site.browser(signedInAs: 2)
        let first = try #require(others[0].session?.id.text)
        #expect(await browser.post("/settings/sessions/end", [("session", first)]).status == .seeOther)
        #expect(await others[0].get("/artists").status == .seeOther)
        // Somebody else's is none of this account's.
        let foreign = try #require(stranger.session?.id.text)
        #expect(await browser.post("/settings/sessions/end", [("session", foreign)]).status == .seeOther)
        #expect(await stranger.get("/artists").status == .ok)
        #expect(await browser.post("/settings/sessions/end-others").status == .seeOther)
        #expect(await others[1].get("/artists").status == .seeOther)
        #expect(await browser.get("/artists").status == .ok)
        let own = try #require(browser.session?.id.text)
        #expect(await browser.post("/settings/sessions/end", [("session", own)]).fields[.location] == "/")
        #expect(browser.cookies.isEmpty)
    }

    @Test func `asks before it disconnects`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        #expect(await browser.get("/settings/disconnect").status == .notFound)
        site.store.state.withLock { $0.connections[AccountID(1)] = [Samples.connection()] }
        let page = Markup(await browser.get("/settings/disconnect?connection=7").text)
        #expect(page.problems == [])
        #expect(page.count(ownText: "Confirm") == 1)
        #expect(await browser.get("/settings/disconnect?connection=8").status == .notFound)
        #expect(await browser.post("/settings/disconnect", [("connection", "7")]).status == .badRequest)
        #expect(
            await browser.post("/settings/disconnect", [("connection", "8"), ("confirm", "yes")]).status == .notFound)
        #expect(site.store.state.withLock { $0.disconnected.isEmpty })
        let done = await browser.post("/settings/disconnect", [("connection", "7"), ("confirm", "yes")])
        #expect(done.fields[.location] == "/settings")
        #expect(site.store.state.withLock { $0.disconnected } == [ConnectionID(7)])
    }

    @Test func `deletes the account when that is confirmed`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        #expect(Markup(await browser.get("/settings/delete-account").text).count(ownText: "Confirm") == 1)
        #expect(await browser.post("/settings/delete-account").status == .badRequest)
        #expect(site.store.state.withLock { $0.deleted.isEmpty })
        let done = await browser.post("/settings/delete-account", [("confirm", "yes")])
        #expect(done.fields[.location] == "/goodbye")
        #expect(site.store.state.withLock { $0.deleted } == [AccountID(1)])
        #expect(browser.cookies.isEmpty)
        #expect(await browser.get("/goodbye").status == .ok)
    }
}
