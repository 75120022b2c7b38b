import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct FeedTests {
    private let account = AccountID(1)

    private func address(_ browser: TestBrowser) async -> String {
        let link = Markup(await browser.get("/").text).elements.first { $0.attributes["rel"] == "alternate" }
        #expect(link?.attributes["type"] == "application/atom+xml")
        return link?.attributes["href"] ?? ""
    }

    @Test func `gives the announcements to whoever has the address`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { state in
            state.cards[account] = [
                Samples.card(
                    2, title: "<b> & \"c\"\u{1}", artists: ["One", "Two & Co"], class: .backCatalogue,
                    date: ReleaseDate("2001")),
                Samples.card(1, title: "", at: TestSite.noon - .days(1)),
            ]
        }
        let path = await address(browser)
        let response = await site.browser().get(path, [:])
        #expect(response.status == .ok)
        #expect(response.fields[.contentType] == "application/atom+xml; charset=utf-8")
        let markup = Markup(response.text, isXML: true)
        #expect(markup.problems == [])
        #expect(
            markup.elements.filter { $0.name == "title" }.map(\.text) == [
                "Fanfare: new releases", "One, Two & Co \u{2013} <b> & \"c\"", "Some Artist \u{2013} Untitled",
            ])
        #expect(
            markup.elements.filter { $0.name == "id" }.map(\.text) == [
                "tag:fanfare.example,2026:releases", "tag:fanfare.example,2026:announcement/2",
                "tag:fanfare.example,2026:announcement/1",
            ])
        #expect(
            markup.elements.filter { $0.name == "updated" }.map(\.text) == [
                "2026-11-21T12:00:00Z", "2026-11-21T12:00:00Z", "2026-11-20T12:00:00Z",
            ])
        #expect(
            markup.elements.first { $0.name == "summary" }?.text
                == "Album \u{B7} 2001 \u{B7} back catalogue \u{B7} 10 tracks \u{B7} on Spotify")
        let links = markup.elements.filter { $0.name == "link" }.map { $0.attributes["href"] ?? "" }
        #expect(
            links == [
                "https://fanfare.example" + path, "https://fanfare.example/", "https://open.spotify.com/album/r2",
                "https://open.spotify.com/album/r1",
            ])
        // RFC 4287 §4.1.2: an entry has an author, or its feed.
        #expect(markup.elements.count { $0.name == "author" } == 4)
    }

    @Test func `keeps the ids of its entries wherever it moves`() async throws {
        var ids: [[String]] = []
        for path in ["", "/music"] {
            let site = try TestSite(path: path)
            let browser = site.browser(signedInAs: 1)
            site.store.state.withLock { $0.cards[account] = [Samples.card(2), Samples.card(1)] }
            for _ in 0..<2 {
                _ = await browser.post("\(path)/settings/feed/replace")
                let link = Markup(await browser.get("\(path)/").text).elements.first {
                    $0.attributes["rel"] == "alternate"
                }
                let feed = Markup(await site.browser().get(link?.attributes["href"] ?? "").text, isXML: true)
                ids.append(feed.elements.filter { $0.name == "id" && $0.text.contains("announcement") }.map(\.text))
            }
        }
        #expect(Set(ids).count == 1 && ids.first?.count == 2)
    }

    @Test func `tells a reader that nothing changed`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.cards[account] = [Samples.card(1)] }
        let path = await address(browser)
        let tag = try #require(await browser.get(path).fields[.eTag])
        site.clock.advance(by: .days(3))
        for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let response = await site.browser().get(path, [.ifNoneMatch: try #require(FieldValue(known))])
            #expect(response.status == .notModified)
            #expect(response.fields[.eTag] == tag)
            #expect(response.text.isEmpty)
        }
        site.store.state.withLock { state in
            state.cards[account] = [Samples.card(2), Samples.card(1)]
            state.versions[account] = 2
        }
        let changed = await site.browser().get(path, [.ifNoneMatch: try #require(FieldValue(tag))])
        #expect(changed.status == .ok)
        #expect(changed.fields[.eTag] != tag)
    }

    @Test func `stops at once at a replaced address`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let old = await address(browser)
        #expect(await site.browser().get(old).status == .ok)
        #expect(await browser.post("/settings/feed/replace").fields[.location] == "/settings#feed")
        #expect(await site.browser().get(old).status == .notFound)
        let new = await address(browser)
        #expect(new != old)
        #expect(await site.browser().get(new).status == .ok)
        #expect(await browser.get("/settings").text.contains("https://fanfare.example\(new)"))
    }
}

/// Reminders that a consent ends, in the feed.
struct FeedReminderTests {
    @Test func `a reminder is an entry with an id of its own, among the releases by its time`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let end = TestSite.noon + .days(14)
        site.store.state.withLock { state in
            state.cards[AccountID(1)] = [
                Samples.card(2, title: "Newer", at: TestSite.noon + .hours(1)),
                Samples.card(1, title: "Older", at: TestSite.noon - .hours(1)),
            ]
            state.reminders[AccountID(1)] = [
                ConsentReminder(
                    id: 7, account: AccountID(1), connection: ConnectionID(1), provider: "spotify", stage: 14,
                    endsAt: end, at: TestSite.noon)
            ]
        }
        let link = Markup(await browser.get("/").text).elements.first { $0.attributes["rel"] == "alternate" }
        let response = await site.browser().get(link?.attributes["href"] ?? "", [:])
        let markup = Markup(response.text, isXML: true)
        #expect(markup.problems == [])
        #expect(
            markup.elements.filter { $0.name == "id" }.map(\.text).dropFirst() == [
                "tag:fanfare.example,2026:announcement/2", "tag:fanfare.example,2026:reminder/7",
                "tag:fanfare.example,2026:announcement/1",
            ])
        #expect(
            markup.elements.contains {
                $0.name == "title" && $0.text == "Spotify asks for your consent again in 14 days"
            })
        #expect(markup.elements.contains { $0.attributes["href"] == "https://fanfare.example/reconnect" })
    }

    @Test func `its link leads on to the provider, with one click, for the account that is signed in`() async throws {
        let site = try TestSite()
        let response = await site.browser(signedInAs: 1).get("/reconnect", [:])
        #expect(response.status == .seeOther)
        #expect(response.fields[.location]?.contains("show_dialog=true") == true)
        #expect(response.fields[.cacheControl] == "no-store")
        let stranger = await site.browser().get("/reconnect", [:])
        #expect(stranger.fields[.location]?.contains("show_dialog") != true)
    }
}
