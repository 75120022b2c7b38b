import Domain

extension StoredTokens {
    /// Whether the access token has enough life left for a call and need not be exchanged first.
    func isGood(at now: Timestamp) -> Bool {
        expiresAt - now >= RefreshTiming.margin(lifetime: lifetime)
    }

    /// What a caller is handed.
    var handedOut: AccessToken { AccessToken(secret: accessToken, version: version) }
}

extension TokenFailure {
    /// In words, for the record of an attempt that was not made.
    var reason: String {
        switch self {
        case .transient(let reason, _), .misconfigured(let reason): reason
        case .ended, .undecryptable, .unknownConnection, .held: "the provider is left alone"
        }
    }
}
