import Domain
import HTTP
import Logging

/// Sign-in by the word of a proxy that has authenticated its user (`TRUSTED_USER_HEADER`).
///
/// The word is taken from configured proxies alone, and it is the last one: a session of somebody else that the browser
/// still has does not count beside it.
enum TrustedUser {
    /// The provider's name in the database.
    static let provider = "proxy"
    /// What people read.
    static let displayName = "single sign-on"
    /// With the name in the field, the identity.
    static let issuer = "urn:fanfare:proxy"

    /// The session of a request, and its token where it has just begun. A page begins one for whom the proxy names;
    /// whatever else is asked for goes without.
    nonisolated(nonsending) static func session(
        of request: Request, having session: Session?, mayBegin: Bool, _ site: Site, now: Timestamp
    ) async throws(Refusal) -> (Session?, begun: Secret?) {
        guard let profile = try profile(of: request, site) else { return (session, nil) }
        let sessions = site.environment.sessions
        let refusal: AdmissionRefusal
        do throws(StoreFailure) {
            if let session, session.account == (try sessions.account(ofIssuer: issuer, profile: profile)) {
                return (session, nil)
            }
            guard mayBegin else { return (nil, nil) }
            switch try await signIn(profile, replacing: session, request, site, now: now) {
            case .signedIn(_, let token, _): return (try sessions.session(token, now: now), token)
            case .notAdmitted(let reason): refusal = reason
            case .otherIdentity: return (nil, nil)
            }
        } catch {
            throw Refusal(error)
        }
        throw .notAdmitted(refusal, provider: displayName)
    }

    /// Signs in whom the proxy names, with an invitation, and leads on; nil where it names nobody. There is no sign-in to
    /// be followed by hand that could carry the invitation, so opening its link is what uses it.
    nonisolated(nonsending) static func join(
        with invitation: Secret, makesAdministrator: Bool, _ visit: Visit
    ) async throws(Refusal) -> Response? {
        guard let profile = try profile(of: visit.request, visit.site) else { return nil }
        let refusal: AdmissionRefusal
        do throws(StoreFailure) {
            let outcome = try await signIn(
                profile, replacing: nil, invitation: invitation, visit.request, visit.site, now: visit.now)
            switch outcome {
            case .signedIn(_, let token, let isNew):
                let next = isNew ? "/welcome" : makesAdministrator ? "/admin" : "/"
                var response = SignInCallback.goOn(visit.path(next))
                SessionCookie.set(token, on: &response, visit.site.environment.address)
                return response
            case .notAdmitted(let reason): refusal = reason
            case .otherIdentity: return nil
            }
        } catch {
            throw Refusal(error)
        }
        throw .notAdmitted(refusal, provider: displayName)
    }

    private nonisolated(nonsending) static func signIn(
        _ profile: Profile, replacing session: Session?, invitation: Secret? = nil, _ request: Request, _ site: Site,
        now: Timestamp
    ) async throws(StoreFailure) -> SignInOutcome {
        let signIn = SignIn(
            provider: provider, issuer: issuer, profile: profile, grant: nil, replacing: session?.id,
            expectedAccount: nil, device: SessionDevice(of: request), invitation: invitation)
        let outcome = try await site.environment.sessions.signIn(signIn, now: now)
        if case .signedIn(let account, _, let isNew) = outcome {
            site.environment.logger.info(
                "signed in by the proxy's word", metadata: ["account": "\(account.rawValue)", "new": "\(isNew)"])
        }
        return outcome
    }

    /// Who the proxy says it is; nil where nobody is to be believed, or nobody is named.
    private static func profile(of request: Request, _ site: Site) throws(Refusal) -> Profile? {
        guard let field = site.environment.trustedUserField, request.isFromTrustedProxy else { return nil }
        let values = request.fields.values(of: field).filter { !$0.isEmpty }
        guard let name = values.first else { return nil }
        // Two names are nobody's: one of them may be the client's own. And what is no UTF-8 reads like any other that
        // is none.
        guard values.count == 1, name.utf8.count <= 256, !name.unicodeScalars.contains("\u{FFFD}") else {
            throw Refusal(
                .badRequest, "The proxy names nobody",
                "The proxy in front has to say who you are in one field of its own, as text in UTF-8.",
                logged: "the field of the trusted user is repeated, too long or no text")
        }
        return Profile(subject: name, formerSubject: nil, displayName: name)
    }
}
