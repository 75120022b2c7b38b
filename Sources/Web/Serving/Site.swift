import Domain
import HTTP
import Logging
import Templating

/// What all pages share: the environment, and what is kept between requests.
final class Site: Sendable {
    let environment: WebEnvironment
    /// Renders release cards.
    let cards: Stencil<ReleaseCards.Item>
    /// Renders the parts of release pages that have a heading.
    let releaseSections: Stencil<ReleaseList.Section>
    /// The same for what was out before.
    let earlierSections: Stencil<ReleaseList.Section>
    /// Renders release pages around these.
    let releaseFrames: Stencil<ReleaseList.Page>
    /// Rendered release pages, by session.
    let releasePages: FragmentCache<ReleasePageKey, [UInt8]>
    /// Rendered feeds, by account.
    let feeds = FragmentCache<FeedKey, RenderedFeed>(bytesMax: 8 << 20) { $0.bytes.count + 256 }
    /// Searches of the last minutes.
    let searches = SearchMemory()
    /// Feed addresses, so that a page need not ask the writer for them.
    let feedPaths = FragmentCache<AccountID, String>(bytesMax: 1 << 20) { _ in 128 }

    /// How often people may try.
    let limits: RequestLimits

    init(_ environment: WebEnvironment) {
        self.environment = environment
        cards = Stencil(environment.templates, "release")
        releaseSections = Stencil(environment.templates, "releases-day")
        earlierSections = Stencil(environment.templates, "releases-month")
        releaseFrames = Stencil(environment.templates, "releases")
        limits = RequestLimits(environment)
        releasePages = FragmentCache(bytesMax: environment.pageCacheBytesMax) { $0.count + 256 }
    }

    /// The frame around a page.
    func shell(for session: Session?, at place: Shell.Place = .elsewhere, version: Int64? = nil) -> Shell {
        Shell(environment, session: session, place: place, version: version)
    }

    /// A whole page. What is personal is kept by nobody on the way.
    func page(_ template: String, _ value: some Sendable, status: Status = .ok) -> Response {
        page(Array(environment.templates.render(template, value).utf8), status: status)
    }

    /// A page that is rendered already.
    func page(_ bytes: [UInt8], status: Status = .ok) -> Response {
        var response = Response.html(status, bytes)
        response.fields.append(.cacheControl, "no-store")
        return response
    }

    /// Drops what is kept of an account.
    func forget(_ account: AccountID) {
        feedPaths.forget { $0 == account }
        feeds.forget { $0.account == account }
        releasePages.forget { $0.account == account }
    }
}
