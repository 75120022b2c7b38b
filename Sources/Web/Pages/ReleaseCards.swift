import Domain
import Templating

/// A release as a rendered list item, which is the same for everybody who is told of it.
struct ReleaseCardKey: Sendable, Hashable {
    private var card: ReleaseCard

    init(_ card: ReleaseCard) {
        self.card = card
        // These are the reader's, not the release's, and the item does not show them.
        self.card.reach = .push
        self.card.announcement = nil
        self.card.at = Timestamp(milliseconds: 0)
    }

    /// Cheap on purpose: equality tells the few cards of one release apart.
    func hash(into hasher: inout Hasher) { hasher.combine(card.release) }
}

/// Renders release cards, each once.
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
        var output = ""
        for card in cards {
            if card.reach == .held {
                // With its reader's own token in it, and so for nobody else.
                output += site.environment.templates.render("release", Item(card, site, token: token()))
                continue
            }
            output += site.cards.fragment(for: ReleaseCardKey(card)) {
                site.environment.templates.render("release", Item(card, site, token: ""))
            }
        }
        return output
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
