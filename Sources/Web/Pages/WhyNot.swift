import Domain
import HTTP

/// `GET /why?release=LINK`: finds what somebody misses, by its link, address or id at Spotify.
enum WhyNot {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let asked: String?
        let problem: String?
        /// How complete the picture is, for a release that nobody has seen here.
        let completeness: String?
        let rows: [Row]
        let hasRows: Bool
    }

    /// An artist by whom the release may be.
    struct Row: Sendable {
        let name: String
        let path: String
        let checked: Moment?
        let next: Moment?
        let failure: String?
    }

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let asked = try visit.request.query == nil ? nil : visit.query()["release"]
        let store = visit.site.environment.pages
        do throws(StoreFailure) {
            guard let asked, !asked.isEmpty else { return page(visit, session, asked: nil, problem: nil) }
            switch SpotifyLink(asked) {
            case .release(let id)?:
                if let release = try store.release(sourceID: id) {
                    return .redirect(to: visit.path("/releases/\(release.rawValue)"))
                }
                return try unknown(asked, visit, session)
            case .artist(let id)?:
                if let artist = try store.artist(sourceID: id) {
                    return .redirect(to: visit.path("/artists/\(artist.rawValue)"))
                }
                return page(
                    visit, session, asked: asked, problem: "Nobody here follows this artist, so nobody was told.")
            case .track?:
                return page(
                    visit, session, asked: asked,
                    problem: "That is a link to a song. Open the album or single it is from, and paste its link.")
            case nil:
                return page(
                    visit, session, asked: asked, problem: "That is no link to a release or an artist at Spotify.")
            }
        } catch {
            throw Refusal(error)
        }
    }

    /// Whose it is cannot be told from its id: any of the artists may not have been read since it came out.
    private static func unknown(_ asked: String, _ visit: Visit, _ session: Session) throws(StoreFailure) -> Response {
        let store = visit.site.environment.pages
        let artists = try store.artists(of: session.account, now: visit.now)
        let completeness = try store.completeness(of: session.account)
        let since = completeness.checkedSince.map { "all of them since \(DateWords.moment($0, now: visit.now))" }
        return page(
            visit, session, asked: asked,
            problem: "This release has not been seen here, in no list of any artist.",
            completeness: artists.isEmpty
                ? "You follow nobody here."
                : "If it came out after the last complete check of its artist below, the next one will find it. "
                    + "\(CountWords.of(completeness.baselines, "artist")) of \(CountWords.number(completeness.artists)) "
                    + "have been checked\(since.map { ", \($0)" } ?? " so far").",
            rows: artists.map { artist in
                Row(
                    name: artist.name.isEmpty ? "Unknown artist" : artist.name,
                    path: visit.path("/artists/\(artist.id.rawValue)"),
                    checked: artist.lastCompleteAt.map { Moment($0, relativeTo: visit.now) },
                    next: artist.nextDueAt.map { Moment(dueAt: $0, now: visit.now) },
                    failure: artist.failure)
            })
    }

    private static func page(
        _ visit: Visit, _ session: Session, asked: String?, problem: String?, completeness: String? = nil,
        rows: [Row] = []
    ) -> Response {
        visit.site.page(
            "why-not",
            Page(
                shell: visit.site.shell(for: session), pageTitle: "Why did I not get this?", asked: asked,
                problem: problem, completeness: completeness, rows: rows, hasRows: !rows.isEmpty))
    }
}
