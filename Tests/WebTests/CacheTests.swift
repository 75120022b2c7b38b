import Domain
import HTTP
import Support
import Synchronization
import Testing

@testable import Web

struct CacheTests {
    @Test func `never shows another session's page`() async throws {
        let site = try TestSite()
        let browsers = (1...20).map { site.browser(signedInAs: Int64($0 % 10 + 1), name: "Name \($0 % 10)") }
        site.store.state.withLock { state in
            for account in 1...10 {
                state.cards[AccountID(Int64(account))] = [Samples.card(5, title: "Of account \(account)")]
            }
        }
        var tokens: Set<String> = []
        for _ in 0..<3 {
            for (number, browser) in zip(1..., browsers) {
                let markup = Markup(await browser.get("/").text)
                let titles = markup.elements.map(\.text).filter { $0.hasPrefix("Of account") }
                #expect(titles == ["Of account \(number % 10 + 1)"])
                let token = markup.elements.first { $0.attributes["name"] == "token" }?.attributes["value"] ?? ""
                #expect(token == browser.session.map { FormToken.make(for: $0.id, keys: site.keys) })
                tokens.insert(token)
            }
        }
        #expect(tokens.count == 20)
    }

    @Test func `reads a session and a version, and nothing more, for a page it knows`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.cards[AccountID(1)] = [Samples.card(1)] }
        let first = await browser.get("/").text
        let before = site.store.state.withLock { $0.reads }
        #expect(await browser.get("/").text == first)
        #expect(site.store.state.withLock { $0.reads } == before + 2)
    }

    @Test func `shows what changed at once, and what time changes within a minute`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.cards[AccountID(1)] = [Samples.card(1, title: "Old")] }
        #expect(await browser.get("/").text.contains(">Today<"))
        site.store.state.withLock { state in
            state.cards[AccountID(1)] = [Samples.card(1, title: "New")]
            state.versions[AccountID(1)] = 2
        }
        #expect(await browser.get("/").text.contains(">New<"))
        site.clock.advance(by: .days(1))
        #expect(await browser.get("/").text.contains(">Yesterday<"))
    }

    @Test func `shows a card anew when anything in it changes`() async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        let changes: [(ReleaseCard) -> ReleaseCard] = [
            {
                var card = $0; card.title = "Renamed"; return card
            },
            {
                var card = $0; card.otherVersions = 3; return card
            },
            {
                var card = $0; card.releaseClass = .late; return card
            },
        ]
        var card = Samples.card(1)
        var texts: Set<String> = []
        for (version, change) in zip(2..., changes) {
            card = change(card)
            site.store.state.withLock { state in
                state.cards[AccountID(1)] = [card]
                state.versions[AccountID(1)] = Int64(version)
            }
            texts.insert(await browser.get("/").text)
        }
        #expect(texts.count == 3)
        #expect(texts.contains { $0.contains(">Late arrival<") && $0.contains(">Renamed<") && $0.contains("+3 other") })
    }
}
