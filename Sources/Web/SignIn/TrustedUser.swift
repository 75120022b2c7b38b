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
            let signIn = SignIn(
                provider: provider, issuer: issuer, profile: profile, grant: nil, replacing: session?.id,
                expectedAccount: nil, device: SessionDevice(of: request))
            switch try await sessions.signIn(signIn, now: now) {
            case .signedIn(let account, let token, let isNew):
                site.environment.logger.info(
                    "signed in by the proxy's word", metadata: ["account": "\(account.rawValue)", "new": "\(isNew)"])
                return (try sessions.session(token, now: now), token)
            case .notAdmitted(let reason): refusal = reason
            case .otherIdentity: return (nil, nil)
            }
        } catch {
            throw Refusal(error)
        }
        throw .notAdmitted(refusal, provider: displayName)
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
