public import Domain

/// How to reach Spotify, and as whom.
public struct SpotifySettings: Sendable {
    /// The app's id.
    public var clientID: String
    /// The app's secret.
    public var clientSecret: Secret
    /// The accounts service, without a slash at the end: `https://accounts.spotify.com`.
    public var accountsURL: String
    /// The Web API, without a slash at the end: `https://api.spotify.com/v1`. Tokens are sent nowhere else.
    public var apiURL: String
    /// Where Spotify sends the browser back to; compared letter by letter (FACTS §1.5).
    public var redirectURI: String
    /// The market whose releases are asked for.
    public var market: String
    /// What users are asked to grant (FACTS §1.6).
    public var scopes: [String]

    /// Settings.
    public init(
        clientID: String, clientSecret: Secret, accountsURL: String = "https://accounts.spotify.com",
        apiURL: String = "https://api.spotify.com/v1", redirectURI: String, market: String = "US",
        scopes: [String] = ["user-follow-read", "user-read-private"]
    ) {
        func withoutSlash(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.accountsURL = withoutSlash(accountsURL)
        self.apiURL = withoutSlash(apiURL)
        self.redirectURI = redirectURI
        self.market = market
        self.scopes = scopes
    }
}
