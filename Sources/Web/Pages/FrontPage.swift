import Domain
import HTTP

/// `GET /`: the release page for whoever is signed in, the landing page for everybody else.
enum FrontPage {
    @Sendable nonisolated(nonsending) static func show(_ visit: Visit) async throws(Refusal) -> Response {
        guard let session = visit.session else { return try Landing.show(visit) }
        return try await ReleaseList.show(visit, session)
    }

    /// Where a page sends whoever has no session: to the front page, which leads back. A program that wants no page is
    /// told instead.
    static func sendToSignIn(_ visit: Visit) -> Response {
        let accepted = visit.request.fields.combined(.accept) ?? "*/*"
        guard accepted.contains("text/html") || accepted.contains("*/*") else {
            return RefusalPage.show(
                Refusal(.forbidden, "You are signed out", "This needs a session. Sign in again."), visit)
        }
        let base = visit.site.environment.address.path
        var target = String(visit.request.path.dropFirst(base.count))
        if let query = visit.request.query { target += "?\(query)" }
        var response = Response.redirect(to: visit.path("/?return_to=\(PercentEncoding.encode(target))"))
        response.fields.append(.cacheControl, "no-store")
        return response
    }
}
