import Crypto
import HTTP

extension SandboxState {
    /// `POST /api/token`. Unknown fields are ignored.
    mutating func token(_ call: ServiceCall, at time: Moment) -> Response {
        guard call.method == .post else { return Response(.methodNotAllowed, fields: [.allow: "POST"]) }
        if let refusal = quota.admit(.accounts, at: time) { return APIError(refusal).response }
        if policy.incident == .unavailable { return Self.unavailable }
        do throws(TokenError) {
            guard let form = call.form else { throw .invalidRequest("Malformed form") }
            let (client, hasSecret) = try authenticate(call, form: form)
            switch form["grant_type"] {
            case "authorization_code":
                return try exchangeCode(form, client: client, hasSecret: hasSecret, at: time)
            case "refresh_token":
                return try refresh(form, client: client, hasSecret: hasSecret, at: time)
            case "client_credentials":
                guard hasSecret else { throw .invalidClient }
                return answer(clientID: client.id, grant: nil, scopes: [], refreshToken: nil, at: time)
            case nil, "":
                throw TokenError(code: "unsupported_grant_type", description: "grant_type parameter is missing")
            default:
                throw TokenError(
                    code: "unsupported_grant_type",
                    description: "grant_type must be client_credentials, authorization_code or refresh_token")
            }
        } catch {
            return error.response
        }
    }

    /// What a proxy says in place of a service that is down.
    private static let unavailable = Response.text(
        .serviceUnavailable,
        "upstream connect error or disconnect/reset before headers. reset reason: connection failure")

    /// The id and secret of a `Basic` line (RFC 7617 §2).
    func basicCredentials(of call: ServiceCall) -> (id: String, secret: String)? {
        guard let text = call.credentials("Basic").flatMap(Base64.decode).map({ String(decoding: $0, as: UTF8.self) }),
            let colon = text.firstIndex(of: ":")
        else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private func authenticate(
        _ call: ServiceCall, form: FormFields
    ) throws(TokenError) -> (client: SandboxClient, hasSecret: Bool) {
        if call.fields.contains(.authorization) {
            guard let (id, secret) = basicCredentials(of: call), let client = client(id), client.secret == secret else {
                throw .invalidClient
            }
            return (client, true)
        }
        guard let id = form["client_id"] else { throw .noCredentials }
        guard let client = client(id) else { throw .invalidClient }
        guard let secret = form["client_secret"] else { return (client, false) }
        guard client.secret == secret else { throw .invalidClient }
        return (client, true)
    }

    private mutating func exchangeCode(
        _ form: FormFields, client: SandboxClient, hasSecret: Bool, at time: Moment
    ) throws(TokenError) -> Response {
        guard let text = form["code"], !text.isEmpty else { throw .invalidRequest("code must be supplied") }
        guard let uri = form["redirect_uri"] else { throw .invalidRequest("redirect_uri must be supplied") }
        guard let code = grants.code(text), code.consent.clientID == client.id else {
            throw .invalidGrant("Invalid authorization code")
        }
        guard time - code.consent.time < AccessGrants.codeLifetime else {
            throw .invalidGrant("Authorization code expired")
        }
        guard uri == code.redirectURI else { throw .invalidGrant("Invalid redirect URI") }
        if let challenge = code.challenge {
            guard let verifier = form["code_verifier"], !verifier.isEmpty else {
                throw .invalidRequest("code_verifier required")
            }
            guard Self.isVerifier(verifier, of: challenge) else { throw .invalidGrant("code_verifier was incorrect") }
        } else {
            guard hasSecret else { throw .invalidClient }
            // A verifier without a challenge is how a downgrade shows (RFC 9700 §2.1.1).
            if form["code_verifier"] != nil { throw .invalidGrant("code_verifier was incorrect") }
        }
        grants.consume(code: text)
        let grant = grants.makeGrant(code.consent, isPublic: !hasSecret)
        let refreshToken = grants.makeRefreshToken(grant: grant)
        return answer(
            clientID: client.id, grant: grant, scopes: code.consent.scopes, refreshToken: refreshToken, at: time)
    }

    /// RFC 7636 §4.1, §4.6.
    private static func isVerifier(_ verifier: String, of challenge: String) -> Bool {
        (43...128).contains(verifier.utf8.count) && verifier.utf8.allSatisfy(PercentEncoding.isUnreserved)
            && Base64.encodeForURL(SHA256.hash(data: Array(verifier.utf8))) == challenge
    }

    private mutating func refresh(
        _ form: FormFields, client: SandboxClient, hasSecret: Bool, at time: Moment
    ) throws(TokenError) -> Response {
        guard let text = form["refresh_token"], !text.isEmpty else {
            throw .invalidRequest("refresh_token must be supplied")
        }
        guard let token = grants.refreshToken(text) else { throw .invalidGrant("Invalid refresh token") }
        let grant = grants.grants[token.grant]
        guard grant.consent.clientID == client.id else { throw .invalidGrant("Invalid refresh token") }
        guard hasSecret || grant.isPublic else { throw .invalidClient }
        if grant.isRevoked || token.isSuperseded || policy.incident == .invalidGrant {
            throw .invalidGrant("Refresh token revoked")
        }
        // Counted from the consent, not from the last refresh: refreshing does not make it longer.
        guard time - grant.consent.time < policy.consentLifetime else { throw .invalidGrant("Refresh token expired") }
        var successor: String?
        if policy.rotation == .always {
            grants.supersede(refreshToken: text)
            successor = grants.makeRefreshToken(grant: token.grant)
        }
        return answer(
            clientID: client.id, grant: token.grant, scopes: grant.consent.scopes, refreshToken: successor, at: time)
    }

    private mutating func answer(
        clientID: String, grant: Int?, scopes: Scopes, refreshToken: String?, at time: Moment
    ) -> Response {
        let lifetime = policy.lifetime
        let token = grants.makeAccessToken(
            AccessGrants.AccessToken(clientID: clientID, grant: grant, scopes: scopes, end: time + lifetime), at: time)
        let body = JSONWriter.compact { json in
            json.object { json in
                json.member("access_token", token)
                json.member("token_type", "Bearer")
                json.member("expires_in", lifetime.components.seconds)
                if let refreshToken { json.member("refresh_token", refreshToken) }
                if grant != nil { json.member("scope", scopes.list.joined(separator: " ")) }
            }
        }
        var response = Response.json(.ok, body)
        // RFC 6749 §5.1.
        response.fields.append(.cacheControl, "no-store")
        return response
    }
}
