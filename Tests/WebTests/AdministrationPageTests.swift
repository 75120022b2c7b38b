import Domain
import HTTP
import Synchronization
import Testing

@testable import Web

struct AdministrationPageTests {
    private static let pages = ["/admin", "/admin/audit", "/admin/users/2", "/admin/users/2/delete"]
    private static let forms = [
        "/admin/invitations", "/admin/invitations/withdraw", "/admin/requests/allow", "/admin/requests/dismiss",
        "/admin/allowlist/add", "/admin/allowlist/remove", "/admin/users/2/block", "/admin/users/2/unblock",
        "/admin/users/2/make-administrator", "/admin/users/2/remove-administrator", "/admin/users/2/end-sessions",
        "/admin/users/2/delete", "/admin/recheck",
    ]

    private static func member(_ id: Int64, _ name: String, blocked: Bool = false) -> Member {
        Member(
            id: AccountID(id), displayName: name, createdAt: TestSite.noon - .days(40), isAdministrator: id == 1,
            blockedAt: blocked ? TestSite.noon - .hours(3) : nil, blockReason: blocked ? "Too <loud>" : "", follows: 12,
            sessions: 2, lastSeenAt: TestSite.noon - .minutes(5),
            connections: [
                Member.Connection(
                    id: ConnectionID(id), user: UserName(provider: "spotify", id: "user-\(id)"), state: .connected,
                    end: nil, authorizedAt: TestSite.noon - .days(40), trouble: nil)
            ])
    }

    private func site() throws -> TestSite {
        let site = try TestSite()
        site.store.state.withLock { $0.members = [Self.member(1, "Ada"), Self.member(2, "Ben & co", blocked: true)] }
        return site
    }

    @Test func `are there for administrators alone`() async throws {
        let site = try site()
        let other = site.browser(signedInAs: 2, name: "Ben")
        let admin = site.browser(signedInAs: 1, isAdministrator: true)
        #expect(await !other.get("/").text.contains("/admin"))
        #expect(await admin.get("/").text.contains("href=\"/admin\""))
        for page in Self.pages {
            #expect(await other.get(page).status == .notFound, "\(page)")
            #expect(await site.browser().get(page).status == .seeOther, "\(page)")
            #expect(await admin.get(page).status == .ok, "\(page)")
        }
        for form in Self.forms {
            #expect(
                await other.post(form, [("confirm", "yes"), ("user", "x"), ("provider", "spotify")]).status == .notFound
            )
            // Neither without the form's token, nor from another site.
            #expect(await admin.send(.post, form, body: "user=x&provider=spotify").status == .forbidden, "\(form)")
            let token = FormToken.make(for: admin.session?.id ?? SessionID(""), keys: site.keys)
            let stolen = await admin.send(
                .post, form, [.secFetchSite: "cross-site"], body: "token=\(token)", sendsSite: false)
            #expect(stolen.status == .forbidden, "\(form)")
        }
        #expect(site.store.state.withLock { $0.acts.isEmpty && $0.invitations.isEmpty })
    }

    @Test func `show who is here, who may join and what is left to spend`() async throws {
        let site = try site()
        site.store.state.withLock { state in
            state.counts = MemberCounts(accounts: 2, accountsMax: 10, registration: .allowlist, seatsUsed: 3, held: 4)
            state.requests = [
                JoinRequest(
                    user: UserName(provider: "spotify", id: "cem"), displayName: "Cem <3", firstAt: TestSite.noon,
                    lastAt: TestSite.noon)
            ]
            state.admissions = [
                AdmissionEntry(user: UserName(provider: "spotify", id: "dag"), note: "cousin", addedAt: TestSite.noon)
            ]
        }
        let admin = site.browser(signedInAs: 1, isAdministrator: true)
        let page = await admin.get("/admin")
        let markup = Markup(page.text)
        #expect(markup.problems.isEmpty, "\(markup.problems)")
        for text in [
            "3 of 5 Spotify seats used", "Ben & co", "Blocked", "Cem <3", "dag", "Active", "Let in", "Invite",
            "Recheck",
        ] {
            #expect(markup.count(ownText: text) >= 1, "\(text)")
        }
        #expect(page.text.contains("2 accounts, of 10 at most") && page.text.contains("Whom you let in may join."))
        #expect(page.text.contains("agreed 40 days ago"))
        #expect(page.fields[.cacheControl] == "no-store")
        let single = Markup(await admin.get("/admin/users/2").text)
        #expect(single.problems.isEmpty, "\(single.problems)")
        #expect(single.count(ownText: "Unblock") == 1 && single.count(ownText: "Block") == 0)
        #expect(await admin.get("/admin/users/2").text.contains("Too &lt;loud&gt;"))
        for path in ["/admin/users/9", "/admin/users/x", "/admin/users/-1"] {
            #expect(await admin.get(path).status == .notFound, "\(path)")
        }
    }

    @Test func `a list of many users has pages`() async throws {
        let site = try TestSite()
        site.store.state.withLock { $0.members = (1...120).map { Self.member($0, "User \($0)") } }
        let admin = site.browser(signedInAs: 1, isAdministrator: true)
        #expect(await admin.get("/admin").text.contains("/admin?after=50#users"))
        let last = await admin.get("/admin?after=100").text
        #expect(last.contains("User 120") && !last.contains("User 100<") && !last.contains("?after="))
    }

    @Test func `forms do what they say and come back`() async throws {
        let site = try site()
        let admin = site.browser(signedInAs: 1, isAdministrator: true)
        let cem = [("provider", "spotify"), ("user", " https://open.spotify.com/user/cem?si=1 "), ("note", "a\nb")]
        let user = UserName(provider: "spotify", id: "cem")
        let two = AccountID(2)
        let rows: [(String, [(String, String)], AdministrativeAct, String)] = [
            ("/admin/requests/allow", cem, .allow(user, note: "a b"), "/admin#joining"),
            ("/admin/requests/dismiss", cem, .dismiss(user), "/admin#joining"),
            ("/admin/allowlist/add", cem, .allow(user, note: "a b"), "/admin#joining"),
            ("/admin/allowlist/remove", cem, .disallow(user), "/admin#joining"),
            ("/admin/invitations/withdraw", [("number", "4")], .withdraw(invitation: 4), "/admin#joining"),
            ("/admin/users/2/block", [("reason", "  why \t not ")], .block(two, reason: "why not"), "/admin/users/2"),
            ("/admin/users/2/unblock", [], .unblock(two), "/admin/users/2"),
            ("/admin/users/2/make-administrator", [], .makeAdministrator(two), "/admin/users/2"),
            ("/admin/users/2/remove-administrator", [], .removeAdministrator(two), "/admin/users/2"),
            ("/admin/users/1/remove-administrator", [], .removeAdministrator(AccountID(1)), "/"),
            ("/admin/users/2/end-sessions", [], .endSessions(two), "/admin/users/2"),
            ("/admin/recheck", [], .recheckHeld, "/admin"),
            ("/admin/users/2/delete", [("confirm", "yes")], .delete(two), "/admin"),
        ]
        for (path, fields, act, location) in rows {
            let response = await admin.post(path, fields.map { (name: $0.0, value: $0.1) })
            #expect(response.status == .seeOther && response.fields[.location] == location, "\(path)")
            #expect(site.store.state.withLock { $0.acts.popLast() } == act, "\(path)")
        }
        let refused: [(String, [(String, String)], Status)] = [
            ("/admin/users/2/delete", [], .badRequest), ("/admin/users/1/delete", [("confirm", "yes")], .conflict),
            ("/admin/users/1/block", [], .conflict), ("/admin/allowlist/add", [("provider", "spotify")], .badRequest),
            ("/admin/allowlist/add", [("provider", "spotify"), ("user", "two words")], .badRequest),
            ("/admin/invitations", [("days", "1000")], .badRequest), ("/admin/invitations/withdraw", [], .badRequest),
        ]
        for (path, fields, status) in refused {
            #expect(await admin.post(path, fields.map { (name: $0.0, value: $0.1) }).status == status, "\(path)")
        }
        #expect(site.store.state.withLock { $0.acts.isEmpty })
        site.store.state.withLock { $0.actOutcome = .lastAdministrator }
        #expect(await admin.post("/admin/users/2/remove-administrator").status == .conflict)
        site.store.state.withLock { $0.actOutcome = .unknown }
        #expect(await admin.post("/admin/users/2/unblock").status == .notFound)
    }

    @Test func `an invitation's link is shown once, leads to a sign-in and carries its token there`() async throws {
        let site = try site()
        let admin = site.browser(signedInAs: 1, isAdministrator: true)
        let page = await admin.post("/admin/invitations", [("note", "Cem"), ("days", "7")])
        #expect(page.status == .ok && page.fields[.cacheControl] == "no-store")
        #expect(page.text.contains("https://fanfare.example/join?invitation=invitation-1"))
        #expect(await !admin.get("/admin").text.contains("invitation-1"))

        let guest = site.browser()
        let landing = await guest.get("/join?invitation=invitation-1")
        #expect(landing.status == .ok && landing.text.contains("You are invited."))
        // It is in the sealed cookie, and never in what is sent to the provider.
        #expect(landing.authorizationState?.contains("invitation-1") == false)
        #expect(!landing.text.contains("invitation-1"))
        #expect(await guest.get("/callback?code=c&state=\(landing.authorizationState ?? "")").status == .seeOther)
        #expect(site.store.state.withLock { $0.signIns.last?.invitation?.reveal() } == "invitation-1")
        // Somebody who is in is told to pass it on; looking uses nothing up.
        #expect(await admin.get("/join?invitation=invitation-1").text.contains("Pass it on"))
        for path in ["/join", "/join?invitation=", "/join?invitation=another"] {
            #expect(await guest.get(path).status == .gone, "\(path)")
            #expect(await site.browser().get(path).status == .gone, "\(path)")
        }
    }

    @Test func `an invitation survives a sign-in that failed`() async throws {
        let site = try site()
        site.store.state.withLock { state in
            state.invitations["i"] = Invitation(
                id: 1, note: "", makesAdministrator: false, createdAt: TestSite.noon, endsAt: TestSite.noon + .days(1))
        }
        let guest = site.browser()
        let first = await guest.get("/join?invitation=i").authorizationState ?? ""
        let declined = await guest.get("/callback?error=access_denied&state=\(first)")
        let second = declined.authorizationState ?? ""
        #expect(!second.isEmpty && second != first)
        _ = await guest.get("/callback?code=c&state=\(second)")
        #expect(site.store.state.withLock { $0.signIns.last?.invitation?.reveal() } == "i")
    }

    @Test func `the link for an administrator asks who is signed in, and acts on a click`() async throws {
        let site = try site()
        site.store.state.withLock { state in
            state.invitations["i"] = Invitation(
                id: 1, note: "", makesAdministrator: true, createdAt: TestSite.noon, endsAt: TestSite.noon + .days(1))
        }
        let ben = site.browser(signedInAs: 2, name: "Ben")
        #expect(Markup(await ben.get("/join?invitation=i").text).count(ownText: "Become administrator") == 1)
        #expect(await ben.post("/join", [("invitation", "i")]).fields[.location] == "/admin")
        #expect(await ben.post("/join", [("invitation", "i")]).status == .gone)
    }

    static let refusals: [(AdmissionRefusal, [String])] = [
        (.closed, ["takes no new accounts"]), (.full, ["as many accounts"]),
        (.unlisted(userID: "cem<b>", isNoted: true), ["cem&lt;b&gt;", "noted for the operator", "sign in again"]),
        (.unlisted(userID: "cem", isNoted: false), ["Tell the operator your id"]),
        (.uninvited(userID: "cem", isNoted: true), ["need an invitation", "cem"]),
        (.blocked(AccountID(7), reason: "Too <loud>"), ["blocked", "Too &lt;loud&gt;"]),
        (.blocked(AccountID(7), reason: ""), ["No reason was given"]),
    ]

    @Test(arguments: refusals)
    func `whoever is not let in reads why and what to do`(_ refusal: AdmissionRefusal, _ words: [String]) async throws {
        let site = try TestSite()
        site.store.state.withLock { $0.outcome = .notAdmitted(refusal) }
        let guest = site.browser()
        let page = await guest.get("/callback?code=c&state=\(await guest.start())")
        #expect(page.status == .forbidden && guest.cookies["__Host-ff_session"] == nil)
        for word in words { #expect(page.text.contains(word), "\(word)") }
        #expect(Markup(page.text).problems.isEmpty)
        let entry = site.store.state.withLock { $0.entries.last }
        #expect(entry?.act == .signIn && entry?.isRefused == true && entry?.actor.network == "203.0.113.0/24")
        if case .blocked(let account, _) = refusal { #expect(entry?.account == account) }
    }

    @Test func `the audit log has pages, and tells who did what to whom`() async throws {
        let site = try site()
        site.store.state.withLock { state in
            state.entries = (1...230).map { number in
                AuditEntry(
                    at: TestSite.noon - .minutes(230 - number), act: number == 230 ? .block : .signIn,
                    actor: .person(AccountID(1), network: "192.0.2.0/24"), account: AccountID(number == 230 ? 2 : 1),
                    detail: number == 230 ? "<spam>" : "")
            }
        }
        let admin = site.browser(signedInAs: 1, isAdministrator: true)
        let first = await admin.get("/admin/audit")
        #expect(Markup(first.text).problems.isEmpty, "\(Markup(first.text).problems)")
        #expect(
            first.text.contains("&lt;spam&gt;") && first.text.contains("name 2") && first.text.contains("192.0.2.0/24"))
        #expect(first.text.contains("/admin/audit?before=131"))
        #expect(await admin.get("/admin/audit?before=131").text.contains("?before=31"))
        #expect(await !admin.get("/admin/audit?before=31").text.contains("?before="))
    }

    @Test func `a person sees what happened to their account`() async throws {
        let site = try TestSite()
        site.store.state.withLock { state in
            state.connections[AccountID(1)] = [Samples.connection()]
            state.entries = [
                AuditEntry(
                    at: TestSite.noon - .hours(2), act: .signIn, actor: .person(AccountID(1), network: "192.0.2.0/24"),
                    account: AccountID(1)),
                AuditEntry(
                    at: TestSite.noon, act: .sessionEnd, actor: .person(AccountID(9), network: "198.51.100.0/24"),
                    account: AccountID(1)),
                AuditEntry(
                    at: TestSite.noon, act: .signIn, actor: .person(AccountID(9), network: ""), account: AccountID(9)),
            ]
        }
        let text = await site.browser(signedInAs: 1).get("/settings").text
        #expect(text.contains("Signed in") && text.contains("from 192.0.2.0/24"))
        #expect(text.contains("Session ended</strong> by an administrator") && !text.contains("198.51.100"))
        #expect(text.split(separator: "<strong>Signed in").count == 2)
    }

    @Test func `what people do with their account is noted`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.connections[AccountID(1)] = [Samples.connection()] }
        _ = await browser.post("/settings/feed/replace")
        _ = await browser.post("/settings/sessions/end", [("session", "other")])
        _ = await browser.post("/settings/sessions/end-others")
        _ = await browser.post("/settings/disconnect", [("connection", "7"), ("confirm", "yes")])
        _ = await browser.post("/sign-out")
        #expect(
            site.store.state.withLock { $0.entries.map(\.act) } == [
                .feedReplacement, .sessionEnd, .sessionEnd, .disconnect, .signOut,
            ])
        let leaver = site.browser(signedInAs: 2)
        _ = await leaver.post("/settings/delete-account", [("confirm", "yes")])
        let last = site.store.state.withLock { $0.entries.last }
        // Where they were goes with them.
        #expect(last?.act == .accountDeletion && last?.actor.network == "")
    }
}
