import Domain
import HTTP

/// `GET /status`: how checking stands, for everybody signed in: calls used and left, until when, and what is planned.
enum CheckStatus {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let provider: String
        let use: String
        let used: Int
        /// Nil where there is no bound.
        let allowed: Int?
        let pause: String?
        /// For this person's artists.
        let forecast: String?
        /// For everybody's lists.
        let lists: String
        let families: [Family]
    }

    struct Family: Sendable {
        let name: String
        let used: String
        let pausedUntil: Moment?
    }

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let store = visit.site.environment.pages
        let provider = visit.site.environment.provider.displayName
        let now = visit.now
        do throws(StoreFailure) {
            let version = try store.pageVersion(of: session.account)
            let budget = try store.budget(now: now)
            let page = Page(
                shell: visit.site.shell(for: session, version: version), pageTitle: "How checking stands",
                provider: provider, use: BudgetWords.use(budget, provider: provider, now: now), used: budget.used,
                allowed: budget.allowed, pause: BudgetWords.pause(budget, provider: provider, now: now),
                forecast: BudgetWords.forecast(try store.forecast(of: session.account, now: now)),
                lists: lists(try store.forecast(of: nil, now: now)),
                families: try store.callStandings(now: now).map { Family($0, now: now) })
            return visit.site.page("status", page)
        } catch {
            throw Refusal(error)
        }
    }

    /// `84 lists of releases have their turn, two or more for each artist; 3 wait for their first check; 1 is due now.`
    static func lists(_ forecast: CheckForecast) -> String {
        let count = forecast.planned + forecast.first
        var words = "\(CountWords.of(count, "list")) of releases \(count == 1 ? "has its" : "have their") turn, "
        words += "two or more for each artist; "
        if forecast.first > 0 {
            let waiting = forecast.first == 1 ? "waits for its" : "wait for their"
            words += "\(CountWords.number(forecast.first)) \(waiting) first check; "
        }
        switch forecast.due {
        case 0: words += "none is due now."
        case 1: words += "1 is due now."
        case let due: words += "\(CountWords.number(due)) are due now."
        }
        return words
    }
}

extension CheckStatus.Family {
    init(_ standing: CallStanding, now: Timestamp) {
        name = CheckStatus.Family.names[standing.family] ?? standing.family.rawValue
        used = CountWords.of(standing.used, "call")
        pausedUntil = standing.pausedUntil.map { Moment($0, seenAt: now) }
    }

    private static let names: [CallFamily: String] = [
        .accounts: "Tokens", .me: "Profiles", .following: "Lists of followed artists", .artists: "Artists that moved",
        .artistAlbums: "Artists’ releases", .search: "Searches",
    ]
}
