import HTTP

/// The parameters of an authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3), checked as Spotify checks them.
struct AuthorizationRequest {
    let client: SandboxClient
    let redirectURI: String
    let scopes: Scopes
    let state: String?
    let challenge: String?

    /// What a consent form carries along, and what may stand once only (RFC 6749 §3.1).
    static let parameters = [
        "client_id", "response_type", "redirect_uri", "scope", "state", "show_dialog", "code_challenge_method",
        "code_challenge",
    ]

    /// Why there is no going back to the app: the words of the error page.
    struct Problem: Error, Equatable {
        let message: String
    }

    /// Reads the parameters of a query or a form.
    init(_ fields: FormFields, clients: [SandboxClient]) throws(Problem) {
        guard !fields.hasRepeated(Self.parameters) else { throw Problem(message: "Repeated parameter") }
        guard let id = fields["client_id"], !id.isEmpty else {
            throw Problem(message: "Missing required parameter: client_id")
        }
        guard let client = clients.first(where: { $0.id == id }) else {
            throw Problem(message: "INVALID_CLIENT: Invalid client")
        }
        guard let uri = fields["redirect_uri"], RedirectURI.isRegistered(uri, among: client.redirectURIs) else {
            throw Problem(message: "INVALID_CLIENT: Invalid redirect URI")
        }
        guard fields["response_type"] == "code" else { throw Problem(message: "response_type must be code") }
        guard let scopes = Scopes(list: fields["scope"] ?? "") else {
            throw Problem(message: "INVALID_SCOPE: Illegal scope")
        }
        challenge = try Self.challenge(fields)
        self.client = client
        self.scopes = scopes
        redirectURI = uri
        state = fields["state"]
    }

    private static func challenge(_ fields: FormFields) throws(Problem) -> String? {
        guard fields["code_challenge"] != nil || fields["code_challenge_method"] != nil else { return nil }
        guard fields["code_challenge_method"] == "S256" else {
            throw Problem(message: "code_challenge_method must be S256")
        }
        // The base64url form of 32 octets (RFC 7636 §4.2).
        guard let challenge = fields["code_challenge"], challenge.utf8.count == 43,
            challenge.utf8.allSatisfy({ PercentEncoding.isUnreserved($0) && $0 != 0x2E && $0 != 0x7E })
        else { throw Problem(message: "Invalid code_challenge") }
        return challenge
    }

    /// The address that takes the person back to the app.
    func redirection(_ name: String, _ value: String) -> String {
        var parameters = FormFields([(name, value)])
        if let state { parameters.append("state", state) }
        return RedirectURI.appending(parameters.encoded, to: redirectURI)
    }
}
