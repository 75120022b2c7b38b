import Domain
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
}
