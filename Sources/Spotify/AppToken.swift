public import Domain
public import HTTP
import OAuth
import Synchronization

/// The app's own access token (RFC 6749 §4.4), for what belongs to no user. In memory only: a new one costs one call.
public actor AppToken {
    /// A token, and which one it is.
    struct Granted: Sendable {
        var secret: Secret
        var expiresAt: Timestamp
        var lifetime: Duration
        var serial: Int
    }

    private let endpoint: TokenEndpoint
    private let clock: any WallClock
    private let onCalls: @Sendable (CallFamily, _ count: Int) async -> Void

    /// Read from any thread: nobody leaves his own for a token that is at hand.
    private nonisolated let granted = Mutex<Granted?>(nil)
    private var serial = 0
    private var flight: Task<Result<Granted, SourceFailure>, Never>?
    /// After a failure nobody asks again before this time: every check that is due would.
    private var rest: (since: Timestamp, until: Timestamp, failure: SourceFailure)?

    /// No token yet; the first call for one gets it. `onCalls` is told of each request, to enter it into the ledger.
    public init(
        settings: SpotifySettings, client: any Client, clock: any WallClock,
        onCalls: @escaping @Sendable (CallFamily, _ count: Int) async -> Void = { _, _ in }
    ) {
        endpoint = TokenEndpoint(settings: settings, client: client, clock: clock)
        self.clock = clock
        self.onCalls = onCalls
    }

    /// Whether the provider grants the app a token; throws why not. For an operator who tries out a configuration.
    public func tryOut() async throws(SourceFailure) {
        _ = try await token()
    }

    /// A token with enough life left for a call. One near its end still serves while no other can be had.
    nonisolated(nonsending) func token() async throws(SourceFailure) -> Granted {
        guard let current else { return try await renewed() }
        let remaining = current.expiresAt - clock.now()
        // More than its whole life left: the clock was set back, and nobody knows when it ends.
        if remaining >= RefreshTiming.margin(lifetime: current.lifetime), remaining <= current.lifetime {
            return current
        }
        do throws(SourceFailure) { return try await renewed() } catch {
            guard case .transient = error, remaining > .zero, remaining <= current.lifetime else { throw error }
            return current
        }
    }

    private nonisolated var current: Granted? { granted.withLock { $0 } }

    /// Another token than one that was just refused; gets one unless somebody already did.
    func token(after refused: Granted) async throws(SourceFailure) -> Granted {
        guard let current, current.serial == refused.serial else { return try await token() }
        return try await renewed()
    }

    private func renewed() async throws(SourceFailure) -> Granted {
        if let flight { return try await flight.value.get() }
        let now = clock.now()
        if let rest, rest.since <= now, now < rest.until { throw rest.failure }
        // Not a child of the caller: others wait for it, too.
        let flight = Task { await exchange() }
        self.flight = flight
        return try await flight.value.get()
    }

    private func exchange() async -> Result<Granted, SourceFailure> {
        defer { flight = nil }
        await onCalls(.accounts, 1)
        do throws(TokenEndpointFailure) {
            let grant = try await endpoint.grant(.clientCredentials(scopes: []), deadline: .seconds(15))
            serial += 1
            let granted = Granted(
                secret: grant.accessToken, expiresAt: grant.expiresAt, lifetime: grant.lifetime, serial: serial)
            self.granted.withLock { $0 = granted }
            rest = nil
            return .success(granted)
        } catch {
            let (failure, wait) = AppToken.meaning(of: error)
            rest = (clock.now(), clock.now() + wait, failure)
            return .failure(failure)
        }
    }

    /// What the failure means for a check, and how long nobody asks again.
    private static func meaning(of failure: TokenEndpointFailure) -> (SourceFailure, Duration) {
        switch failure {
        case .transient(let reason, let after):
            let wait = after.map(RetryAfter.bounded)
            return (.transient("no token for the app: \(reason)", after: wait), max(wait ?? .zero, .seconds(10)))
        case .throttled(let after):
            let wait = RetryAfter.bounded(after ?? .seconds(30))
            return (.transient("no token for the app: Spotify asks for a pause", after: wait), wait)
        case .unknownOutcome(let reason):
            // Nothing is lost with it: app tokens may be asked for as often as one likes.
            return (.transient("no token for the app: \(reason)", after: nil), .seconds(10))
        case .operatorFault(let code):
            return (.misconfigured(TokenEndpoint.misconfigured(code)), .minutes(1))
        case .ended:
            return (.misconfigured(TokenEndpoint.misconfigured("invalid_grant")), .minutes(1))
        case .invalid(let reason):
            return (.misconfigured("Spotify's accounts service cannot be called: \(reason)"), .minutes(1))
        }
    }
}
