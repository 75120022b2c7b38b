import Domain
import OAuth

/// Where a provider's endpoints are and how they are spoken to: what the operator set, completed by what it publishes.
struct Endpoints: Sendable, Equatable {
    let authorization: String
    let token: String
    let userInfo: String
    let authentication: ProviderRegistration.Authentication
    /// Whether a callback without `iss` is refused.
    let requiresIssuer: Bool

    /// Why the two together are not enough.
    struct Gap: Error, Equatable {
        /// What the operator reads.
        let sentence: String
    }

    init(_ registration: ProviderRegistration, _ metadata: ServerMetadata?) throws(Gap) {
        authorization = try Endpoints.pick(
            registration.authorizationURL, metadata?.authorizationEndpoint, "authorization_endpoint", "authorize_url")
        token = try Endpoints.pick(registration.tokenURL, metadata?.tokenEndpoint, "token_endpoint", "token_url")
        userInfo = try Endpoints.pick(
            registration.userInfoURL, metadata?.userInfoEndpoint, "userinfo_endpoint", "userinfo_url")
        if registration.usesPKCE, let methods = metadata?.challengeMethods, !methods.contains("S256") {
            throw Gap(sentence: "it publishes that it does not know PKCE with S256; set \"pkce\": \"unsupported\"")
        }
        authentication = Endpoints.authentication(registration, metadata?.authenticationMethods)
        requiresIssuer = registration.requiresIssuer || metadata?.sendsIssuer == true
    }

    private static func pick(
        _ set: String?, _ published: String?, _ name: String, _ key: String
    ) throws(Gap) -> String {
        guard let url = set ?? published else { throw Gap(sentence: "it publishes no \(name); set \"\(key)\"") }
        return url
    }

    /// Chosen before the first request and never tried out: a second try would send the code again (RFC 6749 §2.3.1).
    /// Where nothing is said, Basic (RFC 8414 §2).
    private static func authentication(
        _ registration: ProviderRegistration, _ published: [String]?
    ) -> ProviderRegistration.Authentication {
        if let set = registration.authentication { return set }
        guard registration.clientSecret != nil else { return .none }
        guard let published, !published.contains("client_secret_basic") else { return .basic }
        return published.contains("client_secret_post") ? .body : .basic
    }
}
