import Domain
import Support
import Synchronization
import Tokens

/// A keeper with one connection, and everything around it.
struct Scene {
    let connection = ConnectionID(7)
    let clock = TestClock()
    let store = MemoryTokenStore()
    let sleeper = Sleeper()
    let events = Events()
    let provider: RotatingProvider
    let keeper: TokenKeeper

    /// The stored token ends after `remaining`.
    init(
        remaining: Duration = .seconds(-1), rotates: Bool = true, gate: Gate? = nil,
        refreshToken: Secret? = Secret("refresh-0")
    ) {
        provider = RotatingProvider(rotates: rotates, clock: clock, gate: gate)
        store[connection] = MemoryTokenStore.Row(
            tokens: StoredTokens(
                version: 1, accessToken: Secret("access-0"), expiresAt: clock.now() + remaining, lifetime: .hours(1),
                refreshToken: refreshToken),
            authorizedAt: clock.now() - .days(10))
        keeper = TokenKeeper(
            store: store, exchanges: [provider], owner: [1], clock: clock, sleep: sleeper.sleep, random: { 1 },
            onCall: { [events] _ in events.countCall() }, onEvent: { [events] in events.append($0) })
    }

    /// The text of a token, or why there is none.
    func token() async -> Result<String, TokenFailure> {
        do throws(TokenFailure) {
            return .success(try await keeper.token(for: connection).secret.reveal())
        } catch { return .failure(error) }
    }

    /// The text of a token after one of that version was refused.
    func token(afterVersion version: Int64) async -> Result<String, TokenFailure> {
        do throws(TokenFailure) {
            let refused = AccessToken(secret: Secret("refused"), version: version)
            return .success(try await keeper.token(for: connection, after: refused).secret.reveal())
        } catch { return .failure(error) }
    }
}

/// What a keeper reported.
final class Events: Sendable {
    private let state = Mutex<(events: [RefreshEvent], calls: Int)>(([], 0))

    var all: [RefreshEvent] { state.withLock { $0.events } }
    var calls: Int { state.withLock { $0.calls } }

    func append(_ event: RefreshEvent) { state.withLock { $0.events.append(event) } }
    func countCall() { state.withLock { $0.calls += 1 } }
}
