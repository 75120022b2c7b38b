/// What people allowed apps: authorization codes, consents, and the tokens that came of them.
struct AccessGrants: Sendable {
    /// What somebody agreed to, before and after the code is exchanged.
    struct Consent: Sendable {
        let clientID: String
        /// The listener's place.
        let listener: Int
        let scopes: Scopes
        let time: Moment
    }

    /// An authorization code.
    struct Code: Sendable {
        let consent: Consent
        let redirectURI: String
        let challenge: String?
    }

    /// A consent that has been exchanged for tokens.
    struct Grant: Sendable {
        let consent: Consent
        /// Whether the app has no secret (PKCE alone), so that its id is enough to refresh.
        let isPublic: Bool
        var isRevoked = false
    }

    /// What a refresh token stands for.
    struct RefreshToken: Sendable {
        let grant: Int
        var isSuperseded = false
    }

    /// What an access token stands for.
    struct AccessToken: Sendable {
        let clientID: String
        /// Nil for a token of the app itself.
        let grant: Int?
        let scopes: Scopes
        let end: Moment
    }

    private(set) var grants: [Grant] = []
    private var codes: [String: Code] = [:]
    private var refreshTokens: [String: RefreshToken] = [:]
    private var accessTokens: [String: AccessToken] = [:]
    /// When to look for ended tokens again; doubles with what remains, so looking costs little.
    private var pruneCount = 4096

    /// How long a code can be exchanged. Spotify's time is unknown; RFC 6749 §4.1.2 recommends no more.
    static let codeLifetime = Duration.seconds(600)

    /// A code for what was just agreed to.
    mutating func makeCode(_ code: Code) -> String {
        let text = Identifier.secret(prefix: "AQ", count: 180)
        codes[text] = code
        return text
    }

    /// What a code stands for, whether still in time or not.
    func code(_ text: String) -> Code? { codes[text] }

    /// Uses a code up: it is good once.
    mutating func consume(code: String) { codes[code] = nil }

    /// Turns a consent into a grant, and says its number.
    mutating func makeGrant(_ consent: Consent, isPublic: Bool) -> Int {
        grants.append(Grant(consent: consent, isPublic: isPublic))
        return grants.count - 1
    }

    /// A new refresh token of a grant.
    mutating func makeRefreshToken(grant: Int) -> String {
        let text = Identifier.secret(prefix: "AQ", count: 131)
        refreshTokens[text] = RefreshToken(grant: grant)
        return text
    }

    /// What a refresh token stands for.
    func refreshToken(_ text: String) -> RefreshToken? { refreshTokens[text] }

    /// Ends a refresh token because another has taken its place.
    mutating func supersede(refreshToken: String) { refreshTokens[refreshToken]?.isSuperseded = true }

    /// A new access token.
    mutating func makeAccessToken(_ token: AccessToken, at time: Moment) -> String {
        if accessTokens.count + codes.count >= pruneCount {
            accessTokens = accessTokens.filter { $0.value.end > time }
            codes = codes.filter { $0.value.consent.time + Self.codeLifetime + Self.codeLifetime > time }
            pruneCount = max(4096, 2 * (accessTokens.count + codes.count))
        }
        let text = Identifier.secret(prefix: "BQ", count: 160)
        accessTokens[text] = token
        return text
    }

    /// What an access token stands for, ended or not.
    func accessToken(_ text: some StringProtocol) -> AccessToken? { accessTokens[String(text)] }

    /// Whether an access token still opens anything.
    func isGood(_ token: AccessToken, at time: Moment) -> Bool {
        token.end > time && token.grant.map { !grants[$0].isRevoked } != false
    }

    /// The listener behind an access token; nil for the app itself.
    func listener(of token: AccessToken) -> Int? { token.grant.map { grants[$0].consent.listener } }

    /// Ends the grants of one listener, or of all, and says how many. Access tokens end with them.
    mutating func revoke(listener: Int?) -> Int {
        var count = 0
        for index in grants.indices where listener == nil || grants[index].consent.listener == listener {
            if !grants[index].isRevoked { count += 1 }
            grants[index].isRevoked = true
        }
        codes = codes.filter { listener != nil && $0.value.consent.listener != listener }
        return count
    }

    /// Whether this person has agreed to these scopes for this app before.
    func hasConsented(listener: Int, clientID: String, scopes: Scopes) -> Bool {
        grants.contains {
            !$0.isRevoked && $0.consent.listener == listener && $0.consent.clientID == clientID
                && $0.consent.scopes.isSuperset(of: scopes)
        }
    }
}
