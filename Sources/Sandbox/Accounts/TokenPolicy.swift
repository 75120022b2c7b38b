/// How tokens behave.
struct TokenPolicy: Sendable {
    /// Whether a refresh brings a new refresh token.
    enum Rotation: String, Sendable, CaseIterable {
        /// Never: the answer leaves it out, and the old one goes on. Spotify's way since mid-2026.
        case none
        /// Always, and the old one is revoked.
        case always
    }

    /// What is wrong with the accounts service for everybody; both were seen.
    enum Incident: String, Sendable, CaseIterable {
        case none
        /// Every refresh is refused as if the person had taken the consent back. The tokens are as good as before once
        /// it is over.
        case invalidGrant = "invalid_grant"
        /// The token endpoint answers 503 in plain words.
        case unavailable
    }

    var incident = Incident.none
    /// How long an access token lives; those already given keep theirs.
    var lifetime: Duration
    var rotation = Rotation.none
    /// How long after the consent refreshing ends, for consents already given too.
    var consentLifetime = Duration.seconds(180 * 86_400)
}
