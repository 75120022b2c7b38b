import Domain
import HTTP

/// `POST /sign-out`: ends this session.
enum SignOut {
    @Sendable static func carryOut(
        _ visit: Visit, _ session: Session, _ fields: FormFields
    ) async throws(Refusal) -> Response {
        let environment = visit.site.environment
        do throws(StoreFailure) {
            _ = try await environment.sessions.endSession(session.id, of: session.account)
        } catch {
            throw Refusal(error)
        }
        await visit.note(.signOut)
        return leave(to: visit.path("/"), environment.address)
    }

    /// A redirection that takes the session's cookie and whatever the browser has kept (ASVS 14.3.1).
    static func leave(to location: String, _ address: SiteAddress) -> Response {
        var response = Response.redirect(to: location)
        response.fields.append(.cacheControl, "no-store")
        response.fields.append(.clearSiteData, "\"cache\", \"storage\"")
        SessionCookie.remove(from: &response, address)
        return response
    }
}
