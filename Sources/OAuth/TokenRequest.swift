public import HTTP

/// What the token endpoint is asked for.
///
/// The `ClientRequest` made of it carries the secrets in the open, and describes itself like any other: it is sent,
/// never logged.
public enum TokenRequest: Sendable, Equatable, SecretBearing {
    /// Tokens for an authorization code (RFC 6749 §4.1.3); the redirect URI of the authorization request is compared,
    /// the verifier proves who asked for the code (RFC 7636 §4.5).
    case authorizationCode(String, redirectURI: String, verifier: CodeVerifier?)
    /// A new access token (RFC 6749 §6). Never with a scope: a changed configuration would break old grants.
    case refreshToken(String)
    /// A token for the client itself (RFC 6749 §4.4.2).
    case clientCredentials(scopes: [String])

    /// How many octets of an answer are read.
    public static let responseBytesMax = 64 << 10

    /// The request to the endpoint. On a connection of its own, so that it is sent once and "not sent" is certain; it
    /// may take up to `deadline`, which is long since giving up early can lose a rotated token.
    public func request(
        to endpoint: String, authentication: ClientAuthentication, deadline: Duration = .seconds(60)
    ) -> ClientRequest {
        // GitHub answers in another form unless asked for JSON.
        var fields: Fields = [.contentType: "application/x-www-form-urlencoded", .accept: "application/json"]
        var content = FormFields()
        switch self {
        case .authorizationCode(let code, let redirectURI, let verifier):
            content.append("grant_type", "authorization_code")
            content.append("code", code)
            content.append("redirect_uri", redirectURI)
            if let verifier { content.append("code_verifier", verifier.text) }
        case .refreshToken(let token):
            content.append("grant_type", "refresh_token")
            content.append("refresh_token", token)
        case .clientCredentials(let scopes):
            content.append("grant_type", "client_credentials")
            if !scopes.isEmpty { content.append("scope", scopes.joined(separator: " ")) }
        }
        authentication.apply(to: &fields, &content)
        return ClientRequest(
            .post, endpoint, fields: fields, body: Array(content.encoded.utf8), deadline: deadline,
            responseBytesMax: TokenRequest.responseBytesMax, usesFreshConnection: true)
    }
}
