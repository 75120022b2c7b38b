import FoundationEssentials
public import HTTP

/// What the token endpoint granted (RFC 6749 §5.1).
public struct TokenResponse: Sendable, Equatable, SecretBearing {
    /// For calls of the API, as a bearer token (RFC 6750).
    public let accessToken: String
    /// How long the access token lives, counted from when the request was sent: at most 24 hours; an hour where the
    /// answer does not say, a minute where it says that the token has ended already.
    public let lifetime: Duration
    /// For a new access token. Nil where there is none in the answer, or an empty one: then the old one stays in force.
    public let refreshToken: String?
    /// What was granted; nil where the answer does not say, and then it is what was asked for.
    public let scopes: [String]?

    /// Reads an answer, or says what its absence of a token means.
    public init(_ response: ClientResponse) throws(TokenEndpointFailure) {
        guard response.body.count <= TokenRequest.responseBytesMax else {
            throw .unknownOutcome(reason: "the answer is larger than allowed")
        }
        let content = Data(response.body)
        // An error is an error whatever the status: some providers send it with 200.
        let error = try? JSONDecoder().decode(TokenErrorBody.self, from: content)
        guard response.status == .ok, error == nil else { throw TokenErrorClass.failure(response, error: error) }
        guard let body = try? JSONDecoder().decode(TokenBody.self, from: content),
            TokenResponse.isToken(body.accessToken), body.refreshToken.map(TokenResponse.isToken) ?? true
        else { throw TokenErrorClass.transient(response, nil) }
        // RFC 6749 §7.1: a token of a type that one does not understand must not be used.
        guard ASCII.equal(body.tokenType.utf8, "bearer".utf8) else {
            throw .operatorFault(code: "unsupported token_type")
        }
        accessToken = body.accessToken
        lifetime = TokenResponse.lifetime(body.expiresIn)
        refreshToken = body.refreshToken
        scopes = body.scope?.split(separator: " ").map(String.init)
    }

    // RFC 6749 appendix A.12 allows what can be seen; a space would end a bearer token (RFC 6750 §2.1).
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func lifetime(_ seconds: Double?) -> Duration {
        guard let seconds, seconds.isFinite else { return .seconds(3600) }
        // Taken at its word, a token that is born dead would be exchanged again at once, and so on for ever. If it is
        // dead, a call is refused, and that allows one exchange.
        guard seconds >= 1 else { return .seconds(60) }
        return .seconds(Int64(min(seconds, 86_400)))
    }
}

/// The JSON of a grant. What is not needed is not read, whatever it holds.
private struct TokenBody: Decodable {
    let accessToken: String
    let tokenType: String
    let expiresIn: Double?
    let refreshToken: String?
    let scope: String?

    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
        case refreshToken = "refresh_token"
        case scope
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        accessToken = try values.decode(String.self, forKey: .accessToken)
        tokenType = try values.decode(String.self, forKey: .tokenType)
        // A number in quotes is common enough.
        let text = try? values.decode(String.self, forKey: .expiresIn)
        expiresIn = (try? values.decode(Double.self, forKey: .expiresIn)) ?? text.flatMap { Double($0) }
        let refreshToken = try values.decodeIfPresent(String.self, forKey: .refreshToken)
        self.refreshToken = refreshToken?.isEmpty == true ? nil : refreshToken
        scope = try? values.decode(String.self, forKey: .scope)
    }
}
