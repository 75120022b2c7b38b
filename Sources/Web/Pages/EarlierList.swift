import Domain
import HTTP

/// `GET /before`: what artists had out when somebody began to follow them. It was never news, so it has a page of its
/// own.
enum EarlierList {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let isEmpty: Bool
        let sections: [ReleaseList.Section]
    }

    /// Entries of the page, the only one: a look back, no archive.
    private static let length = 60

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let site = visit.site
        do throws(StoreFailure) {
            let cards = try site.environment.pages.earlier(of: session.account, limit: length)
            let token = FormToken.make(for: session.id, keys: site.environment.keys)
            let sections = ReleaseList.runs(of: cards) { DateWords.group($0.date) }.map { heading, cards in
                ReleaseList.Section(
                    heading: heading, machineDay: nil, cards: ReleaseCards.render(cards, site, token: token))
            }
            let page = Page(
                shell: site.shell(for: session, at: .releases), pageTitle: "Before you joined",
                isEmpty: cards.isEmpty, sections: sections)
            return site.page("before", page)
        } catch {
            throw Refusal(error)
        }
    }
}
