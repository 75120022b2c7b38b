import Domain
import HTTP

/// `GET /artists`: everybody followed, and how complete the picture of each is.
enum ArtistList {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let provider: String
        let count: String
        let budget: Budget
        let rows: [Row]
        let isEmpty: Bool
        let finder: ArtistFinder.View
    }

    struct Row: Sendable {
        let id: Int64
        /// The artist's own page here.
        let page: String
        /// How much the artist matters, as the link to that page says it.
        let tier: String
        let name: String
        let link: String?
        let picture: String?
        let followed: Moment
        let checked: Moment?
        let next: Moment?
        /// `waiting`, `failing` or `fine`, for the style sheet.
        let state: String
        let stateWords: String
    }

    struct Budget: Sendable {
        let sentence: String
        let used: Int
        /// Nil where there is no bound.
        let allowed: Int?
        let pause: String?
        /// How often these artists are checked.
        let forecast: String?
    }

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let store = visit.site.environment.pages
        let provider = visit.site.environment.provider.displayName
        let finder = try await ArtistFinder.view(visit, session)
        do throws(StoreFailure) {
            let version = try store.pageVersion(of: session.account)
            let artists = try store.artists(of: session.account, now: visit.now)
            let budget = try store.budget(now: visit.now)
            let tiers = try store.tiers(of: session.account)
            let forecast = try store.forecast(of: session.account, now: visit.now)
            let page = Page(
                shell: visit.site.shell(for: session, at: .artists, version: version), pageTitle: "Artists",
                provider: provider,
                count: CountWords.of(artists.count, "artist"),
                budget: Budget(budget, forecast, provider: provider, now: visit.now),
                rows: artists.map { Row($0, tier: tiers[$0.id] ?? .normal, budget: budget, visit) },
                isEmpty: artists.isEmpty, finder: finder)
            return visit.site.page("artists", page)
        } catch {
            throw Refusal(error)
        }
    }
}

extension ArtistList.Row {
    init(_ artist: ArtistRow, tier: ArtistTier, budget: BudgetView, _ visit: Visit) {
        let now = visit.now
        id = artist.id.rawValue
        page = visit.path("/artists/\(artist.id.rawValue)")
        self.tier = tier == .normal ? "Releases and rules" : "\(DecisionWords.name(tier)): releases and rules"
        name = artist.name.isEmpty ? "Unknown artist" : artist.name
        link = ReleaseWords.link(artist.pageURL)
        picture = ReleaseWords.link(artist.imageURL)
        followed = Moment(artist.followedAt, words: DateWords.day(artist.followedAt.day))
        checked = artist.lastCompleteAt.map { Moment($0, relativeTo: now) }
        next = artist.nextDueAt.map { due in
            if let pause = budget.pausedUntil, pause > max(due, now) { return Moment(pause, relativeTo: now) }
            guard budget.isSpent else { return Moment(dueAt: due, now: now) }
            if due <= now { return Moment(now, words: "when the budget allows") }
            // Whatever was planned, there is no call before one of the last day is a day old.
            return Moment(dueAt: max(due, budget.freeAt ?? due), now: now)
        }
        if let failure = artist.failure {
            state = "failing"
            stateWords = "Failing: \(failure)"
        } else if artist.hasBaseline {
            state = "fine"
            stateWords = "Up to date"
        } else {
            state = "waiting"
            stateWords = "Waiting for the first check"
        }
    }
}

extension ArtistList.Budget {
    init(_ budget: BudgetView, _ forecast: CheckForecast, provider: String, now: Timestamp) {
        used = budget.used
        allowed = budget.allowed
        sentence = BudgetWords.use(budget, provider: provider, now: now)
        pause = BudgetWords.pause(budget, provider: provider, now: now)
        self.forecast = BudgetWords.forecast(forecast)
    }
}
