import Domain
import HTTP
import OAuth

/// Spotify's token endpoint (FACTS §1.2), asked with the app's credentials in the `Authorization` field.
struct TokenEndpoint: Sendable {
    let settings: SpotifySettings
    let client: any Client
    let clock: any WallClock

    /// Sends one request, once. The grant's end counts from before it was sent: too early is safe.
    func grant(_ request: TokenRequest, deadline: Duration) async throws(TokenEndpointFailure) -> Grant {
        let sentAt = clock.now()
        let response = try TokenResponse(try await send(request, deadline: deadline))
        return Grant(
            accessToken: Secret(response.accessToken), expiresAt: sentAt + response.lifetime,
            lifetime: response.lifetime, refreshToken: response.refreshToken.map { Secret($0) },
            scopes: response.scopes)
    }

    private func send(
        _ request: TokenRequest, deadline: Duration
    ) async throws(TokenEndpointFailure) -> ClientResponse {
        let message = request.request(
            to: settings.accountsURL + "/api/token",
            authentication: .basic(clientID: settings.clientID, secret: settings.clientSecret.reveal()),
            deadline: deadline)
        do throws(ClientFailure) { return try await client.send(message) } catch { throw TokenEndpointFailure(error) }
    }

    /// What an operator reads when the app itself is refused. `code` is the endpoint's own error code.
    static func misconfigured(_ code: String) -> String {
        "Spotify refuses the app (\(code)): check FANFARE_SPOTIFY_CLIENT_ID and FANFARE_SPOTIFY_CLIENT_SECRET"
    }
}
