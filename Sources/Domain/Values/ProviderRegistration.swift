/// What an operator has registered at a provider of sign-ins, and how that provider differs from others.
public struct ProviderRegistration: Sendable, Hashable {
    /// How the client shows the token endpoint who it is (RFC 6749 §2.3.1).
    public enum Authentication: String, Sendable, Hashable, CaseIterable {
        /// In the `Authorization` field.
        case basic
        /// In the content.
        case body
        /// Not at all: a public client.
        case none
    }

    /// The word in its callback path: `keycloak`.
    public var name: String
    /// What people call it: `Keycloak`.
    public var displayName: String
    /// Its issuer, to the letter (RFC 8414 §2). With the subject, the identity of a user.
    public var issuer: String
    /// Who asks.
    public var clientID: String
    /// Nil for a public client.
    public var clientSecret: Secret?
    /// What is asked for.
    public var scopes: [String] = ["openid", "profile"]
    /// The authorization endpoint, where the provider does not publish it.
    public var authorizationURL: String?
    /// The token endpoint, where the provider does not publish it.
    public var tokenURL: String?
    /// The user info endpoint, where the provider does not publish it.
    public var userInfoURL: String?
    /// How to authenticate; nil to go by what the provider publishes.
    public var authentication: Authentication?
    /// Whether PKCE is sent: always, except to a provider that breaks on it.
    public var usesPKCE = true
    /// Whether the callback must carry `iss` (RFC 9207), whatever the provider publishes.
    public var requiresIssuer = false
    /// Parameters of the authorization request besides the standard's.
    public var extraParameters: [String: String] = [:]
    /// Where in the user info the lasting key of a user stands, member by member.
    public var subjectPath = ["sub"]
    /// Where the name stands; nil for the usual places.
    public var namePath: [String]?

    /// A registration; the rest has the defaults of OpenID Connect.
    public init(name: String, displayName: String, issuer: String, clientID: String, clientSecret: Secret?) {
        self.name = name
        self.displayName = displayName
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// Whether every endpoint is set by hand, so that nothing is asked of the provider before the first sign-in.
    public var isExplicit: Bool { authorizationURL != nil && tokenURL != nil && userInfoURL != nil }
}
