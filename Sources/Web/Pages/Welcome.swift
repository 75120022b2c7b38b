import Domain
import HTTP

/// `GET /welcome`: what a new account sees while its artists are read for the first time. Goes on by itself.
enum Welcome {
    struct Page: Sendable {
        let shell: Shell
        let pageTitle: String
        let name: String
        let provider: String
        let progress: ImportProgress
        /// Where the daily budget makes it a matter of days.
        let budget: String?
    }

    @Sendable static func show(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let store = visit.site.environment.pages
        let provider = visit.site.environment.provider.displayName
        let version: Int64
        let completeness: Completeness
        let connections: [ConnectionView]
        let budget: BudgetView
        do throws(StoreFailure) {
            version = try store.pageVersion(of: session.account)
            completeness = try store.completeness(of: session.account)
            connections = try store.connections(of: session.account)
            budget = try store.budget(now: visit.now)
        } catch {
            throw Refusal(error)
        }
        guard let progress = ImportProgress(completeness, connections, provider: provider) else {
            // Nobody is followed and no list is awaited: the next step is to find somebody.
            var response = Response.redirect(to: visit.path(completeness.artists == 0 ? "/artists" : "/"))
            response.fields.append(.cacheControl, "no-store")
            return response
        }
        let page = Page(
            shell: visit.site.shell(for: session, version: version), pageTitle: "Welcome", name: session.displayName,
            provider: provider,
            progress: progress, budget: words(budget, completeness, provider: provider, now: visit.now))
        return visit.site.page("welcome", page)
    }

    private static func words(
        _ budget: BudgetView, _ completeness: Completeness, provider: String, now: Timestamp
    ) -> String? {
        if let until = budget.pausedUntil, until > now {
            return
                "\(provider) has asked for a pause until \(DateWords.moment(until, now: now)). It goes on by "
                + "itself after that."
        }
        let calls = (completeness.artists - completeness.baselines) * ReleaseGroup.standard.count
        guard let allowed = budget.allowed, allowed > 0, calls > allowed - budget.used else { return nil }
        let days = (calls + allowed - 1) / allowed
        return
            "\(provider) is asked \(CountWords.of(allowed, "question")) a day at most, so this takes about "
            + "\(CountWords.of(days, "day")). You need not wait: new releases count from today."
    }
}
