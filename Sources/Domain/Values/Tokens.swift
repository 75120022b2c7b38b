/// What a token endpoint granted (RFC 6749 §5.1).
public struct Grant: Sendable, Hashable {
    /// For calls in the account's name.
    public var accessToken: Secret
    /// When the access token ends: counted from the moment the request was sent.
    public var expiresAt: Timestamp
    /// How long the token was said to live.
    public var lifetime: Duration
    /// For a new access token. Nil when none was sent, or an empty one: the old one stays in force.
    public var refreshToken: Secret?
    /// What was granted, which may be less than what was asked for; nil when the answer did not say.
    public var scopes: [String]?

    /// A grant.
    public init(
        accessToken: Secret, expiresAt: Timestamp, lifetime: Duration, refreshToken: Secret?, scopes: [String]?
    ) {
        self.accessToken = accessToken
        self.expiresAt = expiresAt
        self.lifetime = lifetime
        self.refreshToken = refreshToken
        self.scopes = scopes
    }
}

/// A connection's tokens as stored, opened.
public struct StoredTokens: Sendable, Hashable {
    /// Raised by one with every change; guards against late writers.
    public var version: Int64
    /// The access token.
    public var accessToken: Secret
    /// When it ends.
    public var expiresAt: Timestamp
    /// How long it was said to live when it was granted.
    public var lifetime: Duration
    /// The refresh token, if there ever was one.
    public var refreshToken: Secret?

    /// Tokens.
    public init(
        version: Int64, accessToken: Secret, expiresAt: Timestamp, lifetime: Duration, refreshToken: Secret?
    ) {
        self.version = version
        self.accessToken = accessToken
        self.expiresAt = expiresAt
        self.lifetime = lifetime
        self.refreshToken = refreshToken
    }
}

/// How a connection stands.
public enum ConnectionState: String, Sendable, Hashable {
    /// In use.
    case connected
    /// The grant has ended; only the account's owner can mend it, by signing in again.
    case needsReconnect = "needs_reconnect"
    /// Many connections failed at once; an operator decides (design §12).
    case held
    /// The key that sealed its tokens is missing.
    case undecryptable
}

/// Why a grant has ended, for the page and the log.
public enum GrantEnd: String, Sendable, Hashable {
    /// Past its six months (FACTS §1.4).
    case expired
    /// Taken back by the user or the provider.
    case revoked
    /// A refresh whose answer was lost, under rotation.
    case rotationLost = "rotation_lost"
    /// There never was a refresh token.
    case noRefreshToken = "no_refresh_token"
    /// The provider did not say.
    case unknown
}
