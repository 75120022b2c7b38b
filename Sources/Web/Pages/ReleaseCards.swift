import Domain
import Templating

/// Renders release cards.
enum ReleaseCards {
    struct Item: Sendable {
        let id: Int64
        let title: String
        let link: String?
        let artists: String
        let cover: String?
        let type: String?
        let date: String
        /// The date for programs; nil for none.
        let machineDate: String?
        let label: String?
        /// The class, for the style sheet.
        let kind: String
        let tracks: String?
        let versions: String?
        /// Where its reasons are.
        let why: String
        let held: Held?
    }

    /// What asks for its reader's word.
    struct Held: Sendable {
        let doubts: String
        let path: String
        let token: String
    }

    /// The items of a list. `token` is that of the reader's forms, which only what is held has.
    static func render(_ cards: some Sequence<ReleaseCard>, _ site: Site, token: @autoclosure () -> String) -> String {
        var output: [UInt8] = []
        for card in cards {
            if card.reach == .held {
                // With its reader's own token in it.
                output += site.environment.templates.render("release", Item(card, site, token: token())).utf8
            } else {
                site.cards.render(Item(card, site, token: ""), to: &output)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

/// What is held is left out: it has its reader's token, and is rendered by itself.
extension ReleaseCards.Item: StencilValue {
    static let names = [
        "id", "title", "link", "artists", "cover", "type", "date", "machineDate", "label", "kind", "tracks", "versions",
        "why",
    ]

    var texts: [String?] {
        [
            String(id), title, link, artists, cover, type, date, machineDate, label, kind, tracks, versions, why,
        ]
    }
}

extension ReleaseCards.Item {
    init(_ card: ReleaseCard, _ site: Site, token: String) {
        id = card.release.rawValue
        why = site.environment.address.path("/releases/\(card.release.rawValue)")
        held =
            card.reach == .held
            ? ReleaseCards.Held(
                doubts: DecisionWords.list(card.doubts.map { DecisionWords.doubt($0) }.sorted()), path: "\(why)/whose",
                token: token) : nil
        title = ReleaseWords.title(card)
        link = ReleaseWords.link(card.pageURL)
        artists = ReleaseWords.artists(card)
        cover = ReleaseWords.link(card.imageURL)
        type = ReleaseWords.type(card.type)
        date = DateWords.release(card.date)
        machineDate = card.date == .unknown ? nil : card.date.text
        label = ReleaseWords.label(card.releaseClass)
        kind = card.releaseClass.rawValue
        tracks = card.trackCount.map { CountWords.of($0, "track") }
        versions = card.otherVersions > 0 ? "+\(CountWords.of(card.otherVersions, "other version"))" : nil
    }
}
