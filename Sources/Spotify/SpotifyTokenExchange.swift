public import Domain
public import HTTP
import OAuth

/// Exchanges users' refresh tokens at Spotify.
public struct SpotifyTokenExchange: TokenExchange {
    /// `spotify`
    public let provider = "spotify"
    private let endpoint: TokenEndpoint

    /// An exchange with the app's credentials.
    public init(settings: SpotifySettings, client: any Client, clock: any WallClock) {
        endpoint = TokenEndpoint(settings: settings, client: client, clock: clock)
    }

    /// Sends the refresh request once, with a minute's time: an answer given up on may hold a rotated token.
    public func refresh(_ refreshToken: Secret) async -> RefreshAnswer {
        do throws(TokenEndpointFailure) {
            return .granted(
                try await endpoint.grant(.refreshToken(refreshToken.reveal()), deadline: .seconds(60)))
        } catch {
            return switch error {
            case .transient(let reason, let after): .transient(reason, after: after.map(RetryAfter.bounded))
            case .throttled(let after):
                .throttled(after: RetryAfter.bounded(after ?? .seconds(30)))
            case .ended(.expired): .ended(.expired)
            case .ended(.revoked): .ended(.revoked)
            case .ended(.unknown): .ended(.unknown)
            case .operatorFault(let code): .misconfigured(TokenEndpoint.misconfigured(code))
            case .unknownOutcome(let reason): .unknown(reason)
            case .invalid(let reason): .misconfigured("Spotify's accounts service cannot be called: \(reason)")
            }
        }
    }
}
