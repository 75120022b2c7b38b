import HTTP

/// What the browser is sent to the provider with (RFC 6749 §4.1.1).
public struct AuthorizationRequest: Sendable, SecretBearing {
    /// The authorization endpoint. A query of its own is kept (RFC 6749 §3.1).
    public var endpoint: String
    /// Who asks.
    public var clientID: String
    /// Where the answer goes, exactly as registered.
    public var redirectURI: String
    /// What is asked for.
    public var scopes: [String]
    /// What the answer must repeat.
    public var state: String
    /// The challenge of the code verifier; nil for a provider that knows no PKCE.
    public var challenge: String?
    /// Parameters that this provider wants besides. One with a name used here is left out: a parameter must not stand
    /// twice (RFC 6749 §3.1), and configuration must not undo `state` or PKCE.
    public var extraParameters: [(name: String, value: String)]

    /// A request for an authorization code.
    public init(
        endpoint: String, clientID: String, redirectURI: String, scopes: [String], state: String, challenge: String?,
        extraParameters: [(name: String, value: String)] = []
    ) {
        self.endpoint = endpoint
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.scopes = scopes
        self.state = state
        self.challenge = challenge
        self.extraParameters = extraParameters
    }

    /// The URL with all parameters.
    public var url: String {
        var fields = FormFields([
            ("client_id", clientID), ("response_type", "code"), ("redirect_uri", redirectURI), ("state", state),
        ])
        if !scopes.isEmpty { fields.append("scope", scopes.joined(separator: " ")) }
        if let challenge {
            fields.append("code_challenge", challenge)
            fields.append("code_challenge_method", "S256")
        }
        let own: Set = [
            "client_id", "response_type", "redirect_uri", "state", "scope", "code_challenge", "code_challenge_method",
        ]
        for (name, value) in extraParameters where !own.contains(name) && fields[name] == nil {
            fields.append(name, value)
        }
        let separator =
            !endpoint.utf8.contains(0x3F) ? "?" : endpoint.hasSuffix("?") || endpoint.hasSuffix("&") ? "" : "&"
        return endpoint + separator + fields.encoded
    }
}
