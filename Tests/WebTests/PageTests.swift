import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct PageTests {
    private let account = AccountID(1)
    private static let hostile = "<script>alert(\"1\")</script> & 'x'"

    /// A site in which everything that comes from outside is hostile.
    private func hostileSite() throws -> (TestSite, TestBrowser) {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1, name: Self.hostile)
        site.store.state.withLock { state in
            state.cards[account] = [
                Samples.card(
                    3, title: Self.hostile, artists: [Self.hostile, "B"], page: "javascript:alert(1)",
                    image: "data:text/html,x"),
                Samples.card(
                    2, title: Self.hostile, type: ReleaseType(rawValue: "<b>"), page: "https://x.example/\"><script>"),
            ]
            state.earlier[account] = [Samples.card(1, title: Self.hostile)]
            state.artists[account] = [Samples.artist(1, name: Self.hostile, failure: Self.hostile)]
            var connection = Samples.connection()
            connection.scopes = [Self.hostile]
            connection.followsFailure = Self.hostile
            state.connections[account] = [connection]
            for (token, var session) in state.sessions {
                session.device.userAgent = Self.hostile
                state.sessions[token] = session
            }
        }
        return (site, browser)
    }

    @Test(arguments: ["/", "/artists", "/settings", "/settings/disconnect", "/privacy", "/nothing"])
    func `lets nothing from outside become markup`(_ path: String) async throws {
        let (_, browser) = try hostileSite()
        let text = await browser.get(path).text
        #expect(Markup(text).problems == [])
        #expect(!text.contains("<script>"))
        #expect(!text.contains("javascript:"))
        #expect(!text.contains("\"><script"))
    }

    @Test(arguments: ["/", "/artists", "/settings", "/welcome", "/privacy", "/settings/delete-account", "/goodbye"])
    func `has one heading, landmarks, and a way past the navigation`(_ path: String) async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { state in
            state.completeness[account] = Completeness(
                followListRead: true, artists: 4, baselines: 1, failing: 0, checkedSince: nil)
            state.connections[account] = [Samples.connection()]
        }
        let markup = Markup(await browser.get(path).text)
        #expect(markup.problems == [])
        for name in ["h1", "main", "header", "footer", "nav", "title"] {
            #expect(markup.elements.count { $0.name == name } == 1, "\(name)")
        }
        #expect(markup.elements.contains { $0.attributes["href"] == "#main" })
        #expect(markup.elements.contains { $0.attributes["aria-live"] == "polite" })
        let ids = markup.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
    }

    @Test func `shows each release once, by the day it was announced`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { state in
            state.cards[account] = [
                Samples.card(9, title: "Nine"),
                Samples.card(
                    8, title: "", at: TestSite.noon - .hours(1), class: .upcoming, date: ReleaseDate("2026-12")),
                Samples.card(7, title: "Seven", at: TestSite.noon - .days(1), class: .late, date: ReleaseDate("2026")),
                Samples.card(6, title: "Six", at: TestSite.noon - .days(3), class: .backCatalogue, date: .unknown),
                Samples.card(5, title: "Five", at: TestSite.noon - .days(400), class: .newEdition, versions: 2),
            ]
            state.earlier[account] = [
                Samples.card(4, title: "Four", date: ReleaseDate("2026-10-02")),
                Samples.card(3, title: "Three", date: ReleaseDate("2026-10")),
                Samples.card(2, title: "Two", date: .unknown),
            ]
        }
        let text = await browser.get("/").text
        let markup = Markup(text)
        #expect(markup.problems == [])
        for title in ["Nine", "Untitled", "Seven", "Six", "Five", "Four", "Three", "Two"] {
            #expect(markup.count(ownText: title) == 1, "\(title)")
        }
        let link = markup.elements.first { $0.text == "Nine" }
        #expect(link?.name == "a" && link?.attributes["href"] == "https://open.spotify.com/album/r9")
        let headings = [
            "Today", "Yesterday", "Wednesday 18 November", "Friday 17 October 2025", "Before you joined",
            "October 2026", "No date given",
        ]
        // The day's heading is a time inside a heading; a release's own date is a time too.
        let order = markup.elements.filter { $0.attributes["datetime"] != "2026-10" && headings.contains($0.text) }
        #expect(order.map(\.text) == headings)
        for words in [
            "December 2026", "2026", "no date given", "20 November 2026", "Upcoming", "Late arrival", "Back catalogue",
            "New edition", "+2 other versions",
        ] { #expect(markup.count(ownText: words) >= 1, "\(words)") }
        #expect(markup.count(ownText: "Open in Spotify") == 8)
    }

    @Test func `shows covers uncropped, and needs none`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock {
            $0.cards[account] = [Samples.card(2, image: "https://i.scdn.co/image/x"), Samples.card(1)]
        }
        let images = Markup(await browser.get("/").text).elements.filter { $0.name == "img" }
        #expect(images.count == 1)
        #expect(images.first?.attributes["src"] == "https://i.scdn.co/image/x")
        #expect(images.first?.attributes["alt"] == "")
        #expect(images.first?.attributes["loading"] == "lazy")
        #expect(images.first?.attributes["width"] == images.first?.attributes["height"])
    }

    @Test func `turns pages without losing or repeating a release`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { state in
            state.cards[account] = (1...120).reversed().map { Samples.card($0, title: "Title \($0).") }
            state.earlier[account] = [Samples.card(999, title: "Long ago")]
        }
        var path: String? = "/"
        var seen: [String] = []
        var pages = 0
        while let target = path {
            let markup = Markup(await browser.get(target).text)
            seen += markup.elements.map(\.text).filter { $0.hasPrefix("Title ") || $0 == "Long ago" }
            path = markup.elements.first { $0.text == "Older releases" }?.attributes["href"]
            pages += 1
        }
        #expect(pages == 3)
        #expect(seen == (1...120).reversed().map { "Title \($0)." } + ["Long ago"])
        for bad in ["0", "-1", "x", "99999999999999999999"] {
            #expect(await browser.get("/?before=\(bad)").status == .badRequest)
        }
    }

    @Test(arguments: [
        (
            Completeness(followListRead: false, artists: 0, baselines: 0, failing: 0, checkedSince: nil),
            "Your list is on its way"
        ),
        (
            Completeness(followListRead: true, artists: 0, baselines: 0, failing: 0, checkedSince: nil),
            "You follow no artists"
        ),
        (
            Completeness(followListRead: true, artists: 312, baselines: 120, failing: 0, checkedSince: nil),
            "120 of 312 artists checked so far"
        ),
        (
            Completeness(
                followListRead: true, artists: 312, baselines: 312, failing: 2, checkedSince: TestSite.noon - .hours(37)
            ),
            "312 of 312 artists checked since Thursday 23:00 UTC"
        ),
    ])
    func `says how complete the picture is`(_ completeness: Completeness, _ words: String) async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.completeness[account] = completeness }
        let text = await browser.get("/").text
        #expect(text.contains(words))
        #expect(text.contains("<progress") == !completeness.isImported)
        #expect(text.contains("2 failing") == (completeness.failing == 2))
    }

    @Test func `welcomes until the import is over`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        func set(_ read: Bool, _ artists: Int, _ baselines: Int) {
            site.store.state.withLock {
                $0.completeness[account] = Completeness(
                    followListRead: read, artists: artists, baselines: baselines, failing: 0, checkedSince: nil)
            }
        }
        set(false, 0, 0)
        let first = await browser.get("/welcome").text
        #expect(first.contains("Reading the list of artists you follow on Spotify."))
        #expect(first.contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>"))
        #expect(first.contains("data-live") && first.contains("data-events=\"/events?version=1\""))
        set(true, 300, 120)
        let second = Markup(await browser.get("/welcome").text)
        let bar = second.elements.first { $0.name == "progress" }
        #expect(bar?.attributes["value"] == "120" && bar?.attributes["max"] == "300")
        #expect(second.elements.contains { $0.text.contains("this takes about 5 days") })
        set(true, 300, 300)
        let done = await browser.get("/welcome")
        #expect(done.status == .seeOther)
        #expect(done.fields[.location] == "/")
    }

    @Test func `shows how each artist stands`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { state in
            state.artists[account] = [
                Samples.artist(1, name: "Fine"), Samples.artist(2, name: "Fails", failure: "Spotify did not answer"),
                Samples.artist(3, name: "Waits", isChecked: false),
            ]
            state.budget = BudgetView(used: 80, allowed: 80, pausedUntil: nil)
        }
        let markup = Markup(await browser.get("/artists").text)
        for words in [
            "Fine", "Fails", "Waits", "Up to date", "Failing: Spotify did not answer", "Waiting for the first check",
            "3 artists followed",
            "80 artist checks in the last 24 hours, of 80 that this installation allows itself.",
        ] { #expect(markup.count(ownText: words) == 1, "\(words)") }
        #expect(markup.count(ownText: "12 October 2026") == 3)
        #expect(markup.count(ownText: "2 hours ago") == 2)
        #expect(markup.count(ownText: "in 3 hours") == 3)
        let time = markup.elements.first { $0.text == "in 3 hours" }
        #expect(time?.attributes["datetime"] == "2026-11-21T15:00:00Z")
        // Nobody is checked before a call is free, or a pause ends, whatever was planned.
        site.store.state.withLock { state in
            state.budget = BudgetView(used: 80, allowed: 80, pausedUntil: nil, freeAt: TestSite.noon + .hours(7))
        }
        let spent = Markup(await browser.get("/artists").text)
        #expect(spent.count(ownText: "in 7 hours") == 3)
        site.store.state.withLock { state in
            state.budget = BudgetView(used: 80, allowed: 80, pausedUntil: TestSite.noon + .hours(20))
        }
        let paused = Markup(await browser.get("/artists").text)
        #expect(paused.count(ownText: "Spotify has asked for a pause until tomorrow 08:00 UTC.") == 1)
        #expect(paused.count(ownText: "in 20 hours") == 3)
    }

    @Test func `shows the age of the consent, and what to do`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.connections[account] = [Samples.connection(agreed: TestSite.noon - .days(171))] }
        let text = await browser.get("/settings").text
        #expect(
            text.contains(
                "You agreed on 3 June 2026. Spotify asks again after six months: by 30 November 2026 (9 days left)."))
        #expect(await browser.get("/").text.contains("Spotify asks for your consent again in 9 days."))
        for (age, words) in [
            (149, nil), (150, "in 30 days."), (166, "in 14 days."), (177, "in 3 days. From then on"),
            (179, "in 1 day. From then on"), (180, "today. From then on"),
        ] {
            site.store.state.withLock { state in
                state.connections[account] = [Samples.connection(agreed: TestSite.noon - .days(age))]
                state.versions[account, default: 1] += 1
            }
            let page = await browser.get("/").text
            #expect(page.contains("asks for your consent again \(words ?? "")") == (words != nil), "\(age) days")
            #expect(page.contains("/reconnect\">Reconnect</a>") == (words != nil))
        }
        for (connection, words) in [
            (Samples.connection(.needsReconnect, end: .expired), "Six months have passed"),
            (Samples.connection(.needsReconnect, end: .revoked), "taken back"), (Samples.connection(.held), "operator"),
            (Samples.connection(isDisconnected: true), "Nothing is read from Spotify"),
        ] {
            site.store.state.withLock { $0.connections[account] = [connection] }
            let markup = Markup(await browser.get("/settings").text)
            #expect(markup.elements.contains { $0.text.contains(words) })
            #expect(markup.count(ownText: "Reconnect") == 1)
            #expect(markup.count(ownText: "Disconnect") == (connection.isDisconnected ? 0 : 1))
        }
    }

    @Test func `exports what is kept about whoever asks, and notes it`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        #expect(await browser.get("/settings").text.contains("/settings/export\">Export</a>"))
        let response = await browser.get("/settings/export")
        #expect(response.status == .ok)
        #expect(response.fields[.contentType] == "application/json")
        #expect(response.fields[.cacheControl] == "no-store")
        #expect(response.fields[.contentDisposition] == "attachment; filename=\"fanfare-export.json\"")
        #expect(response.text == "{\"account\": 1, \"current\": \"\(browser.session?.id.text ?? "")\"}")
        #expect(site.store.state.withLock { $0.entries.map(\.act) } == [.export])
        #expect(await site.browser().get("/settings/export").status != .ok)
    }

    @Test func `shows notices on every page`() async throws {
        let site = try TestSite { $0.notices = ["This is a demo: quota & budget are lifted."] }
        for browser in [site.browser(), site.browser(signedInAs: 1)] {
            for path in ["/", "/privacy", "/nothing"] {
                #expect(await browser.get(path).text.contains("This is a demo: quota &amp; budget are lifted."))
            }
        }
    }

    @Test func `notes the use of a session every five minutes`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        _ = await browser.get("/")
        #expect(site.store.state.withLock { $0.touched.isEmpty })
        site.clock.advance(by: .seconds(301))
        _ = await browser.get("/")
        #expect(site.store.state.withLock { $0.touched.count } == 1)
    }
}
