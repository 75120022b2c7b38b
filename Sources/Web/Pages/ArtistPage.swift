import Domain
import HTTP

/// `GET /artists/ID`: how much an artist matters, how complete the picture is, and what was decided about each release.
enum ArtistPage {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let link: String?
        let picture: String?
        let followed: Moment?
        let token: String
        let path: String
        let tiers: [Tier]
        let lists: [List]
        let hasLists: Bool
        let releases: [Release]
        let isEmpty: Bool
        let isCut: Bool
        /// What became of the artist, or of others who are this one now.
        let successor: Merged?
        let formers: [Merged]
    }

    /// One of two artists of whom Spotify has made one.
    struct Merged: Sendable {
        let name: String
        let path: String
        let at: Moment
    }

    struct Tier: Sendable {
        let value: String
        let name: String
        let explanation: String
        let isChosen: Bool
    }

    struct List: Sendable {
        let name: String
        let baseline: Moment?
        let checked: Moment?
        let next: Moment?
        let failure: String?
    }

    struct Release: Sendable {
        let title: String
        let path: String
        let facts: String
        let decision: String?
        /// `told`, `held` or `silent`, for the style sheet.
        let state: String
    }

    private static let length = 50

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        guard let id = visit.parameters.first.flatMap({ Int64($0) }) else { throw .notFound }
        let view: ArtistView?
        do throws(StoreFailure) {
            view = try visit.site.environment.pages.artist(
                ArtistID(id), of: session.account, limit: length + 1, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        guard let view else { throw .notFound }
        return visit.site.page("artist", Page(view, visit, session))
    }

    /// `POST /artists/ID/tier`: how much the artist matters from now on.
    @Sendable static func setTier(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        guard let id = visit.parameters.first.flatMap({ Int64($0) }) else { throw .notFound }
        guard let tier = fields["tier"].flatMap(ArtistTier.init) else {
            throw .malformed("The form does not say how much the artist matters.")
        }
        do throws(StoreFailure) {
            try await visit.site.environment.pages.setTier(
                tier, of: ArtistID(id), for: session.account, now: visit.now)
        } catch {
            throw Refusal(error)
        }
        return .redirect(to: visit.path("/artists/\(id)"))
    }

    /// What a list is called.
    static func name(_ group: ReleaseGroup) -> String {
        switch group {
        case .album: "Albums"
        case .single: "Singles and EPs"
        case .compilation: "Compilations"
        case .appearsOn: "Appears on"
        }
    }

    static func explanation(_ tier: ArtistTier) -> String {
        switch tier {
        case .important: "Told at once, whatever the class"
        case .normal: "Told as your rules say"
        case .digestOnly: "On the page, in feeds and digests, never at once"
        case .muted: "Not told at all"
        }
    }
}

extension ArtistPage.Page {
    init(_ view: ArtistView, _ visit: Visit, _ session: Session) {
        let now = visit.now
        shell = visit.site.shell(for: session, at: .artists)
        pageTitle = view.name.isEmpty ? "Unknown artist" : view.name
        link = ReleaseWords.link(view.pageURL)
        picture = ReleaseWords.link(view.imageURL)
        followed = view.followedAt.map { Moment($0, seenAt: now) }
        token = FormToken.make(for: session.id, keys: visit.site.environment.keys)
        path = visit.path("/artists/\(view.id.rawValue)/tier")
        tiers = ArtistTier.allCases.map { tier in
            ArtistPage.Tier(
                value: tier.rawValue, name: DecisionWords.name(tier), explanation: ArtistPage.explanation(tier),
                isChosen: tier == view.tier)
        }
        lists = view.lists.map { list in
            ArtistPage.List(
                name: ArtistPage.name(list.group), baseline: list.baselineAt.map { Moment($0, seenAt: now) },
                checked: list.completeAt.map { Moment($0, seenAt: now) },
                next: list.dueAt.map { Moment(dueAt: $0, now: now) }, failure: list.failure)
        }
        hasLists = !lists.isEmpty
        let shown = view.releases.prefix(50)
        isCut = view.releases.count > shown.count
        releases = shown.map { release in
            let decision = release.decision
            return ArtistPage.Release(
                title: ReleaseWords.title(release.card),
                path: visit.path("/releases/\(release.card.release.rawValue)"),
                facts: ReleaseReasons.facts(of: release.card), decision: decision.map { release.line(of: $0) },
                state: decision.map { $0.reach == .none ? "silent" : $0.reach == .held ? "held" : "told" } ?? "silent")
        }
        isEmpty = releases.isEmpty
        successor = view.successor.map { ArtistPage.Merged($0, visit) }
        formers = view.formers.map { ArtistPage.Merged($0, visit) }
    }
}

extension ArtistPage.Merged {
    fileprivate init(_ artist: MergedArtist, _ visit: Visit) {
        name = artist.name.isEmpty ? "Unknown artist" : artist.name
        path = visit.path("/artists/\(artist.id.rawValue)")
        at = Moment(artist.at, seenAt: visit.now)
    }
}

extension DecidedRelease {
    /// The decision in a line; what was decided to be told but stands under another version of its family says so.
    fileprivate func line(of decision: Decision) -> String {
        if decision.reach != .none, !isTold { return "Told with another version" }
        let title = ReadTitle(card.title)
        return DecisionWords.line(decision, form: nil, traits: title.traits)
    }
}
