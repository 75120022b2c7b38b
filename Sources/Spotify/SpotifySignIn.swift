public import Domain
public import HTTP
import OAuth

/// Signing in with Spotify (FACTS §1.1, §1.2, §4.2).
public struct SpotifySignIn: SignInProvider {
    /// What Spotify would call itself in an `iss` parameter, wherever the configuration has it.
    private static let knownIssuer = "https://accounts.spotify.com"

    private let settings: SpotifySettings
    private let endpoint: TokenEndpoint
    private let api: WebAPI
    private let onCalls: @Sendable (CallFamily, _ count: Int) async -> Void

    /// A provider. `onCalls` is told of each request, to enter it into the ledger.
    public init(
        settings: SpotifySettings, client: any Client, clock: any WallClock,
        onCalls: @escaping @Sendable (CallFamily, _ count: Int) async -> Void = { _, _ in }
    ) {
        self.settings = settings
        endpoint = TokenEndpoint(settings: settings, client: client, clock: clock)
        api = WebAPI(settings: settings, client: client, clock: clock)
        self.onCalls = onCalls
    }

    /// `spotify`
    public var name: String { "spotify" }
    /// `Spotify`
    public var displayName: String { "Spotify" }
    /// The accounts service: a stand-in's users are not Spotify's.
    public var issuer: String { settings.accountsURL }

    /// The URL of an authorization request with PKCE. `verifier` must be one by RFC 7636 §4.1: ours are.
    public func authorizationURL(state: String, verifier: Secret, asksAgain: Bool) -> String {
        guard let verifier = CodeVerifier(verifier.reveal()) else {
            preconditionFailure("a code verifier has 43 to 128 unreserved letters")
        }
        return AuthorizationRequest(
            endpoint: settings.accountsURL + "/authorize", clientID: settings.clientID,
            redirectURI: settings.redirectURI, scopes: settings.scopes, state: state, challenge: verifier.challenge,
            extraParameters: asksAgain ? [("show_dialog", "true")] : []
        ).url
    }

    /// Spotify sends no `iss`; one that is there must be its own (RFC 9207 §2.4).
    public func accepts(issuer: String?) -> Bool {
        guard let issuer else { return true }
        return issuer == settings.accountsURL || issuer == SpotifySignIn.knownIssuer
    }

    /// Exchanges a code, once.
    public func exchange(code: String, verifier: Secret) async throws(SignInFailure) -> Grant {
        guard let verifier = CodeVerifier(verifier.reveal()) else { throw .codeRefused }
        await onCalls(.accounts, 1)
        do throws(TokenEndpointFailure) {
            return try await endpoint.grant(
                .authorizationCode(code, redirectURI: settings.redirectURI, verifier: verifier),
                deadline: .seconds(15))
        } catch {
            switch error {
            case .ended: throw .codeRefused
            case .transient(let reason, _): throw .unavailable(reason, timedOut: false)
            case .throttled: throw .unavailable("Spotify asks for a pause", timedOut: false)
            case .unknownOutcome(let reason): throw .unavailable(reason, timedOut: true)
            case .operatorFault(let code): throw .misconfigured(TokenEndpoint.misconfigured(code))
            case .invalid(let reason):
                throw .misconfigured("Spotify's accounts service cannot be called: \(reason)")
            }
        }
    }

    /// Asks `GET /me` with the new token; once more if it is refused, which happens for no reason (FACTS §4.1).
    public func profile(of grant: Grant) async throws(SignInFailure) -> Profile {
        var answer = await me(grant)
        if answer == .unauthorized { answer = await me(grant) }
        switch answer {
        case .content(let content):
            guard let profile = WebAPI.read(content, as: WireUser.self)?.profile else {
                throw .unavailable("Spotify does not say who signed in", timedOut: false)
            }
            return profile
        case .unauthorized: throw .unavailable("Spotify does not take its own new token", timedOut: false)
        case .throttled(let after, _):
            throw .unavailable("Spotify asks for a pause of \(after.components.seconds) s", timedOut: false)
        case .refused(let sentence): throw .refused(sentence)
        case .unknown(let reason), .trouble(let reason, _): throw .unavailable(reason, timedOut: false)
        case .lost(let reason): throw .unavailable(reason, timedOut: true)
        }
    }

    private func me(_ grant: Grant) async -> APIAnswer {
        await onCalls(.me, 1)
        return await api.get("/me", token: grant.accessToken)
    }
}
