import Domain
import HTTP

/// The cookie that stands for a session.
enum SessionCookie {
    /// As long as the store's absolute limit; the store decides.
    private static let maxAge = 60 * 86_400

    static func name(_ address: SiteAddress) -> String { address.isSecure ? "__Host-ff_session" : "ff_session" }

    /// The session of a request, if it has one in force.
    static func session(of request: Request, _ site: Site, now: Timestamp) throws(Refusal) -> Session? {
        guard let token = request.fields.cookie(name(site.environment.address)), !token.isEmpty, token.utf8.count <= 256
        else { return nil }
        do throws(StoreFailure) {
            return try site.environment.sessions.session(Secret(token), now: now)
        } catch {
            throw Refusal(error)
        }
    }

    /// Hands a new session to the browser: the one place that reads its token.
    static func set(_ token: Secret, on response: inout Response, _ address: SiteAddress) {
        add(SetCookie(name(address), token.reveal(), maxAge: maxAge, isSecure: address.isSecure), to: &response)
    }

    /// Takes the cookie back.
    static func remove(from response: inout Response, _ address: SiteAddress) {
        add(SetCookie(name(address), "", maxAge: 0, isSecure: address.isSecure), to: &response)
    }

    private static func add(_ cookie: SetCookie, to response: inout Response) {
        if let value = cookie.fieldValue { response.fields.append(.setCookie, value) }
    }
}
