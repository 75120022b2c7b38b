import HTTP

/// A refusal of the token endpoint (RFC 6749 §5.2), in Spotify's words.
struct TokenError: Error, Equatable {
    let code: String
    let description: String?

    static let noCredentials = TokenError(code: "invalid_client", description: nil)
    static let invalidClient = TokenError(code: "invalid_client", description: "Invalid client")

    static func invalidRequest(_ description: String) -> TokenError {
        TokenError(code: "invalid_request", description: description)
    }

    static func invalidGrant(_ description: String) -> TokenError {
        TokenError(code: "invalid_grant", description: description)
    }

    /// Compact, status 400 whatever the error: Spotify sends no 401 here.
    var response: Response {
        .json(
            .badRequest,
            JSONWriter.compact { json in
                json.object { json in
                    json.member("error", code)
                    if let description { json.member("error_description", description) }
                }
            })
    }
}
