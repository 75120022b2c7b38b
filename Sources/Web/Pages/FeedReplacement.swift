import Domain
import HTTP

/// `POST /settings/feed/replace`: a new feed address; the old one stops working.
enum FeedReplacement {
    @Sendable static func carryOut(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        do throws(StoreFailure) {
            _ = try await visit.site.environment.pages.replaceFeedAddress(of: session.account)
        } catch {
            throw Refusal(error)
        }
        visit.site.forget(session.account)
        await visit.note(.feedReplacement)
        return .redirect(to: visit.path("/settings#feed"))
    }
}
