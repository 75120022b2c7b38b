import Domain
import Synchronization
import Templating
import Testing

@testable import Web

struct ReleaseCardTests {
    @Test func `shows a card as its template has it, whatever it lacks`() throws {
        let site = Site(try TestSite().environment)
        for shape in 0..<64 {
            var card = Samples.card(
                Int64(shape), title: shape & 1 == 0 ? "" : "<Q&A> \"\u{1F}'", artists: ["A & B", "C"],
                class: shape & 2 == 0 ? .out : .backCatalogue, date: ReleaseDate(shape & 4 == 0 ? "" : "2026-11"),
                type: shape & 8 == 0 ? nil : .album, versions: shape & 16 == 0 ? 0 : 2,
                page: shape & 32 == 0 ? "javascript:alert(1)" : "https://open.spotify.com/album/1?a=b&c=d",
                image: shape & 1 == 0 ? nil : "https://i.scdn.co/image/1")
            if shape & 2 == 0 { card.trackCount = nil }
            let item = ReleaseCards.Item(card, site, token: "")
            #expect(
                ReleaseCards.render([card], site, token: "") == site.environment.templates.render("release", item))
        }
    }

    @Test func `has a name for each of its texts`() throws {
        let item = ReleaseCards.Item(Samples.card(1), Site(try TestSite().environment), token: "")
        #expect(item.texts.count == ReleaseCards.Item.names.count)
    }

    /// A notice makes a page more than texts, so that the library renders it.
    @Test(arguments: [70, 20])
    func `shows a page as its template has it`(_ count: Int) async throws {
        var pages: [String] = []
        for notices in [[], ["Notice"]] {
            let site = try TestSite { $0.notices = notices }
            site.store.state.withLock { state in
                state.cards[AccountID(1)] = (1...count).map {
                    Samples.card(Int64($0), title: "<\($0)>", at: TestSite.noon - .hours(9 * $0))
                }
                state.earlier[AccountID(1)] = [Samples.card(999, title: "<Long ago>")]
            }
            let browser = site.browser(signedInAs: 1, name: "A & B", isAdministrator: true)
            let text = await browser.get("/").text
            let token = browser.session.map { FormToken.make(for: $0.id, keys: site.keys) } ?? "none"
            pages.append(
                text.split(separator: "\n").filter { !$0.contains("Notice") }.joined(separator: "\n")
                    .replacing(token, with: "token"))
        }
        // A list ends with what was out before it.
        #expect(pages[0].contains("Older releases") == (count > 50))
        #expect(pages[0].contains("&lt;Long ago&gt;") == (count <= 50))
        #expect(pages[0].contains("/admin"))
        #expect(pages[0] == pages[1])
    }
}
