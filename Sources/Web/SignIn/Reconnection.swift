import Domain
import HTTP

/// `GET /reconnect`: straight on to the provider, to agree anew. For pages that are kept, and for feeds and messages,
/// none of which can hold an authorization request of their own.
enum Reconnection {
    @Sendable static func begin(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let start = try SignInStart.begin(visit, returnPath: .front, renewing: session.account)
        var response = Response.redirect(to: start.url)
        response.fields.append(.cacheControl, "no-store")
        start.addCookies(to: &response)
        return response
    }
}
