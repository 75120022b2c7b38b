import Domain
import Support
import Synchronization
import Testing
import Tokens

struct RefreshDueTests {
    /// A provider that takes any refresh token.
    private struct AnyTokenProvider: TokenExchange {
        let provider = "test"
        let gate: Gate
        let clock: TestClock

        func refresh(_ refreshToken: Secret) async -> RefreshAnswer {
            await gate.pass()
            return .granted(
                Grant(
                    accessToken: Secret("new"), expiresAt: clock.now() + .hours(1), lifetime: .hours(1),
                    refreshToken: nil, scopes: nil))
        }
    }

    private let clock = TestClock()
    private let store = MemoryTokenStore()
    private let gate = Gate()
    private let keeper: TokenKeeper

    init() {
        for number in 1...20 {
            store[ConnectionID(Int64(number))] = MemoryTokenStore.Row(
                // Due, though each still has life left for a call.
                tokens: StoredTokens(
                    version: 1, accessToken: Secret("old"), expiresAt: clock.now() + .minutes(4), lifetime: .hours(1),
                    refreshToken: Secret("refresh")),
                authorizedAt: clock.now(), dueAt: clock.now())
        }
        var policy = RefreshPolicy()
        policy.exchangesAtOnce = 3
        keeper = TokenKeeper(
            store: store, exchanges: [AnyTokenProvider(gate: gate, clock: clock)], owner: [1], clock: clock,
            policy: policy, sleep: Sleeper().sleep)
    }

    @Test func `exchanges what is due, some at once`() async throws {
        async let count = keeper.refreshDue(now: clock.now(), limit: 100)
        for _ in 0..<20 {
            await gate.untilWaiting(1)
            gate.letOneThrough()
        }
        #expect(try await count == 20)
        #expect(gate.waitingMax <= 3)
        #expect(try await keeper.refreshDue(now: clock.now(), limit: 100) == 0)
    }

    @Test func `takes no more than asked for`() async throws {
        gate.open()
        #expect(try await keeper.refreshDue(now: clock.now(), limit: 5) == 5)
        #expect(try store.dueForRefresh(now: clock.now(), limit: 100).count == 15)
    }

    @Test func `leaves alone what is under way or rests`() async throws {
        let scene = Scene()
        scene.store[scene.connection]?.dueAt = scene.clock.now()
        scene.provider.script([.notSent])
        scene.store.failRecords([.full, .full, .full])
        #expect(try await scene.keeper.refreshDue(now: scene.clock.now(), limit: 10) == 0)
        #expect(try await scene.keeper.refreshDue(now: scene.clock.now(), limit: 10) == 0)
        #expect(scene.provider.calls.count == 1)
        scene.clock.advance(by: .seconds(31))
        #expect(try await scene.keeper.refreshDue(now: scene.clock.now(), limit: 10) == 1)
    }
}
