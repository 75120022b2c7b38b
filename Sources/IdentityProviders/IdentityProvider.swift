import Domain
import HTTP
import OAuth

/// A provider whose endpoints are known: authorization code with PKCE, and who it is from the user info endpoint.
///
/// The ID token is not read: the user info comes from the provider itself over TLS, with the token that the provider
/// itself gave for the code.
struct IdentityProvider: SignInProvider {
    let registration: ProviderRegistration
    let endpoints: Endpoints
    let redirectURI: String
    let client: any Client
    let clock: any WallClock

    var name: String { registration.name }
    var displayName: String { registration.displayName }
    var issuer: String { registration.issuer }

    func authorizationURL(state: String, verifier: Secret, asksAgain: Bool) -> String {
        AuthorizationRequest(
            endpoint: endpoints.authorization, clientID: registration.clientID, redirectURI: redirectURI,
            scopes: registration.scopes, state: state,
            challenge: registration.usesPKCE ? CodeVerifier(verifier.reveal())?.challenge : nil,
            extraParameters: registration.extraParameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        ).url
    }

    /// RFC 9207 §2.4: compared octet by octet; an absent one passes unless the provider is known to send it.
    func accepts(issuer: String?) -> Bool {
        guard let issuer else { return !endpoints.requiresIssuer }
        return issuer.utf8.elementsEqual(registration.issuer.utf8)
    }

    func exchange(code: String, verifier: Secret) async throws(SignInFailure) -> Grant {
        guard let verifier = CodeVerifier(verifier.reveal()) else { throw .codeRefused }
        let sentAt = clock.now()
        let message = TokenRequest.authorizationCode(
            code, redirectURI: redirectURI, verifier: registration.usesPKCE ? verifier : nil
        ).request(to: endpoints.token, authentication: authentication, deadline: .seconds(15))
        do throws(TokenEndpointFailure) {
            let response = try TokenResponse(try await answer(to: message))
            return Grant(
                accessToken: Secret(response.accessToken), expiresAt: sentAt + response.lifetime,
                lifetime: response.lifetime, refreshToken: nil, scopes: response.scopes)
        } catch {
            throw failure(error)
        }
    }

    func profile(of grant: Grant) async throws(SignInFailure) -> Profile {
        guard let credentials = FieldValue("Bearer \(grant.accessToken.reveal())") else {
            throw .unavailable("the token may not stand in a field", timedOut: false)
        }
        let request = ClientRequest(
            .get, endpoints.userInfo, fields: [.authorization: credentials, .accept: "application/json"],
            responseBytesMax: UserInfo.bytesMax)
        let response: ClientResponse
        do throws(ClientFailure) { response = try await client.send(request) } catch {
            throw .unavailable("the user info endpoint: \(error)", timedOut: error.isLost)
        }
        switch response.status.code {
        case 200: break
        // RFC 6750 §3.1: the token is its own; what it may not see, a scope must open.
        case 403:
            throw .misconfigured("the user info endpoint refuses the token with 403: a scope may be missing")
        case let status: throw .unavailable("the user info endpoint answers \(status)", timedOut: false)
        }
        guard let info = UserInfo(response.body) else {
            throw .misconfigured("the user info is no JSON object; one that is signed is not understood")
        }
        guard let subject = info.key(at: registration.subjectPath) else {
            let path = registration.subjectPath.joined(separator: ".")
            throw .misconfigured("the user info has no \"\(path)\"; set \"subject_path\"")
        }
        return Profile(subject: subject, formerSubject: nil, displayName: info.name(at: registration.namePath))
    }

    private var authentication: ClientAuthentication {
        let secret = registration.clientSecret?.reveal() ?? ""
        return switch endpoints.authentication {
        case .basic: .basic(clientID: registration.clientID, secret: secret)
        case .body: .body(clientID: registration.clientID, secret: secret)
        case .none: .none(clientID: registration.clientID)
        }
    }

    private func answer(to request: ClientRequest) async throws(TokenEndpointFailure) -> ClientResponse {
        do throws(ClientFailure) { return try await client.send(request) } catch { throw TokenEndpointFailure(error) }
    }

    private func failure(_ failure: TokenEndpointFailure) -> SignInFailure {
        switch failure {
        case .ended: .codeRefused
        case .transient(let reason, _): .unavailable(reason, timedOut: false)
        case .throttled: .unavailable("\(displayName) asks for a pause", timedOut: false)
        case .unknownOutcome(let reason): .unavailable(reason, timedOut: true)
        case .operatorFault(let code):
            .misconfigured("\(displayName) refuses the client (\(code)): compare FANFARE_PROVIDERS_FILE with it")
        case .invalid(let reason): .misconfigured("\(displayName)'s token endpoint cannot be called: \(reason)")
        }
    }
}

extension ClientFailure {
    /// Whether the request may have been carried out.
    fileprivate var isLost: Bool { if case .outcomeUnknown = self { true } else { false } }
}
