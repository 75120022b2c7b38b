import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct TrustedUserTests {
    private func site(isOn: Bool = true) throws -> TestSite {
        try TestSite { $0.trustedUserField = isOn ? "remote-user" : nil }
    }

    private func ask(
        _ site: TestSite, _ path: String = "/", users: [String] = ["ada"], isTrusted: Bool = true,
        cookie: String? = nil,
        method: HTTP.Method = .get, query: String? = nil
    ) async -> Response {
        var fields: Fields = [.accept: "text/html"]
        for user in users { fields.append("remote-user", FieldValue(user) ?? "") }
        if let cookie, let value = FieldValue("__Host-ff_session=\(cookie)") { fields.append(.cookie, value) }
        let head = RequestHead(method: method, target: .origin(path: path, query: query), fields: fields)
        return await site.app.respond(to: Request(head: head, isFromTrustedProxy: isTrusted))
    }

    @Test func `whom a trusted proxy names is signed in`() async throws {
        let site = try site()
        let response = await ask(site)
        #expect(response.status == .ok && response.text.contains("New releases"))
        #expect(response.fields.values(of: .setCookie).contains { $0.hasPrefix("__Host-ff_session=") })
        let signIn = try #require(site.store.state.withLock { $0.signIns.first })
        #expect(signIn.provider == "proxy" && signIn.profile.subject == "ada" && signIn.grant == nil)
        #expect(await ask(site, "/settings").status == .ok)
        // Not for the likes of her, but it is her that it is not for.
        #expect(await ask(site, "/admin").status == .notFound)
    }

    @Test(arguments: [(true, false, "/welcome"), (false, true, "/admin"), (false, false, "/")])
    func `an invitation's link counts for whom the proxy names`(
        _ isNew: Bool, _ makesAdministrator: Bool, _ next: String
    ) async throws {
        let site = try site()
        let token = try await site.store.invite(
            note: "", makesAdministrator: makesAdministrator, lasting: .hours(1), by: .operator, now: site.clock.now())
        site.store.state.withLock { $0.outcome = .account(1, isNew: isNew) }
        let query = "invitation=\(token.reveal())"
        let response = await ask(site, "/join", query: query)
        #expect(response.status == .seeOther && response.fields[.location] == next)
        #expect(response.fields.values(of: .setCookie).contains { $0.hasPrefix("__Host-ff_session=") })
        #expect(site.store.state.withLock { $0.signIns.map { $0.invitation?.reveal() } } == [token.reveal()])
        // Nobody is named, or by nobody who may: a link to be followed by hand.
        #expect(await ask(site, "/join", isTrusted: false, query: query).text.contains("Continue with Spotify"))
        #expect(await ask(site, "/join", users: [], query: query).text.contains("Continue with Spotify"))
        #expect(await ask(site, "/join", query: "invitation=other").status == .gone)
        #expect(site.store.state.withLock { $0.signIns.count } == 1)
        site.store.state.withLock { $0.outcome = .notAdmitted(.full) }
        #expect(await ask(site, "/join", query: query).status == .forbidden)
    }

    @Test(arguments: [(false, true), (true, false), (false, false)])
    func `nobody else's word is taken, and none by default`(_ isOn: Bool, _ isTrusted: Bool) async throws {
        let site = try site(isOn: isOn)
        let response = await ask(site, isTrusted: isTrusted)
        #expect(response.status == .ok && response.text.contains("Continue with Spotify"))
        #expect(await ask(site, "/settings", isTrusted: isTrusted).status == .seeOther)
        #expect(site.store.state.withLock { $0.signIns.isEmpty })
    }

    @Test(arguments: [["ada", "eve"], [String(repeating: "a", count: 300)]])
    func `two names are nobody's, nor is a page`(_ users: [String]) async throws {
        let site = try site()
        #expect(await ask(site, users: users).status == .badRequest)
        #expect(site.store.state.withLock { $0.signIns.isEmpty })
    }

    @Test func `an empty field names nobody`() async throws {
        let site = try site()
        #expect(await ask(site, users: [""]).text.contains("Continue with Spotify"))
    }

    @Test func `a session of the same user goes on, one of another ends`() async throws {
        let site = try site()
        let (_, own) = site.store.begin(1, at: site.clock.now())
        site.store.state.withLock { $0.owners["urn:fanfare:proxy ada"] = AccountID(1) }
        let same = await ask(site, cookie: own)
        #expect(!same.fields.contains(.setCookie) && site.store.state.withLock { $0.signIns.isEmpty })
        let (other, token) = site.store.begin(2, at: site.clock.now())
        let changed = await ask(site, cookie: token)
        #expect(changed.fields.values(of: .setCookie).contains { $0.hasPrefix("__Host-ff_session=") })
        #expect(site.store.state.withLock { $0.signIns.first?.replacing } == other.id)
    }

    @Test func `a form in another's session does nothing`() async throws {
        let site = try site()
        site.store.state.withLock { $0.owners["urn:fanfare:proxy ada"] = AccountID(1) }
        let (_, token) = site.store.begin(2, at: site.clock.now())
        let response = await ask(site, "/sign-out", cookie: token, method: .post)
        #expect(response.status == .seeOther)
        #expect(site.store.state.withLock { $0.sessions.count } == 1)
    }

    @Test(arguments: ["/healthz", "/privacy", "/robots.txt"])
    func `what needs no session begins none`(_ path: String) async throws {
        let site = try site()
        #expect(await ask(site, path).fields.contains(.setCookie) == false)
        #expect(site.store.state.withLock { $0.signIns.isEmpty })
    }

    @Test func `where nobody new is let in, the proxy's users are told`() async throws {
        let site = try site()
        site.store.state.withLock { $0.outcome = .notAdmitted(.closed) }
        #expect(await ask(site).status == .forbidden)
    }
}
