import Domain
import Support
import Synchronization
import Testing
import Tokens

/// What befalls a provider or the app is nobody's failure in particular: it pauses everybody's exchanges.
struct ProviderPauseTests {
    /// A provider that answers by the script, and then grants.
    private final class ScriptedProvider: TokenExchange {
        let provider = "test"
        private let clock: TestClock
        private let state: Mutex<(script: [RefreshAnswer], calls: Int)>

        init(_ script: [RefreshAnswer], clock: TestClock) {
            self.clock = clock
            state = Mutex((script, 0))
        }

        var calls: Int { state.withLock { $0.calls } }

        func refresh(_ refreshToken: Secret) async -> RefreshAnswer {
            let answer = state.withLock { state -> RefreshAnswer? in
                state.calls += 1
                return state.script.isEmpty ? nil : state.script.removeFirst()
            }
            if let answer { return answer }
            return .granted(
                Grant(
                    accessToken: Secret("new"), expiresAt: clock.now() + .days(30), lifetime: .days(30),
                    refreshToken: nil, scopes: nil))
        }
    }

    private struct Crowd {
        let clock = TestClock()
        let store = MemoryTokenStore()
        let events = Events()
        let provider: ScriptedProvider
        let keeper: TokenKeeper

        /// Twenty connections that are due, exchanged one after the other.
        init(_ script: [RefreshAnswer], pausedFor: Duration? = nil) {
            provider = ScriptedProvider(script, clock: clock)
            let pauses = pausedFor.map { ["test": TestClock().now() + $0] } ?? [:]
            for number in 1...20 {
                store[ConnectionID(Int64(number))] = MemoryTokenStore.Row(
                    tokens: StoredTokens(
                        version: 1, accessToken: Secret("old"), expiresAt: clock.now() - .seconds(1),
                        lifetime: .hours(1), refreshToken: Secret("refresh")),
                    authorizedAt: clock.now(), dueAt: clock.now())
            }
            var policy = RefreshPolicy()
            policy.exchangesAtOnce = 1
            keeper = TokenKeeper(
                store: store, exchanges: [provider], owner: [1], clock: clock, policy: policy, sleep: Sleeper().sleep,
                random: { 1 }, pauses: pauses,
                onPause: { [events] _, _ in events.countCall() }, onEvent: { [events] in events.append($0) })
        }

        func beat() async throws -> Int { try await keeper.refreshDue(now: clock.now(), limit: 100) }

        var pauses: [Timestamp] {
            events.all.compactMap { if case .paused(_, let until) = $0 { until } else { nil } }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var answer: RefreshAnswer
        /// How many calls it takes to know that it is the provider.
        var calls: Int
        var pause: Duration
        /// Whether it is kept for the next start.
        var isKept = false
    }

    static let cases: [Case] = [
        Case(
            testDescription: "too many calls, and a named time", answer: .throttled(after: .days(1)), calls: 1,
            pause: .days(1), isKept: true),
        Case(
            testDescription: "the app is refused", answer: .misconfigured("invalid_client"), calls: 1,
            pause: .seconds(30)),
        Case(testDescription: "trouble", answer: .transient("status 502", after: nil), calls: 5, pause: .seconds(30)),
        Case(testDescription: "no answers", answer: .unknown("reset"), calls: 5, pause: .seconds(30)),
    ]

    @Test(arguments: cases)
    func `one or a few find out for everybody, one tries it afterwards, and all go on`(_ sample: Case) async throws {
        let crowd = Crowd(Array(repeating: sample.answer, count: sample.calls))
        let begin = crowd.clock.now()
        #expect(try await crowd.beat() == 0)
        #expect(crowd.provider.calls == sample.calls)
        #expect(crowd.pauses == [begin + sample.pause])
        #expect(crowd.events.calls == (sample.isKept ? 1 : 0))
        // Nothing is asked before the time, by the worker or by anybody else.
        crowd.clock.advance(by: sample.pause - .milliseconds(1))
        #expect(try await crowd.beat() == 0)
        await #expect(throws: TokenFailure.self) { try await crowd.keeper.token(for: ConnectionID(20)) }
        #expect(crowd.provider.calls == sample.calls)
        // Nobody's connection has come to harm.
        #expect((1...20).allSatisfy { crowd.store[ConnectionID($0)]?.end == nil })

        crowd.clock.advance(by: .hours(1))
        #expect(try await crowd.beat() == 1)
        #expect(crowd.provider.calls == sample.calls + 1)
        #expect(try await crowd.beat() == 19)
        #expect(crowd.provider.calls == sample.calls + 20)
    }

    @Test func `each failed try doubles the pause, to half an hour`() async throws {
        let crowd = Crowd(Array(repeating: .misconfigured("invalid_client"), count: 10))
        var lengths: [Duration] = []
        for _ in 0..<9 {
            let now = crowd.clock.now()
            _ = try await crowd.beat()
            lengths.append(try #require(crowd.pauses.last) - now)
            crowd.clock.advance(by: .hours(1))
        }
        #expect(crowd.provider.calls == 9)
        #expect(
            lengths == [30, 60, 120, 240, 480, 960, 1800, 1800, 1800].map { .seconds($0) })
    }

    @Test func `a pause that was asked for holds across a restart`() async throws {
        let crowd = Crowd([], pausedFor: .hours(2))
        #expect(try await crowd.beat() == 0)
        #expect(crowd.provider.calls == 0)
        crowd.clock.advance(by: .hours(2))
        #expect(try await crowd.beat() == 1)
        #expect(try await crowd.beat() == 19)
    }

    @Test func `an end of somebody's grant is no trouble of the provider`() async throws {
        let crowd = Crowd(Array(repeating: .ended(.revoked), count: 9))
        #expect(try await crowd.beat() == 11)
        #expect(crowd.pauses.isEmpty)
    }

    @Test func `a clock that is set back ends a pause`() async throws {
        let crowd = Crowd([.throttled(after: .days(30))])
        _ = try await crowd.beat()
        crowd.clock.advance(by: .hours(-2))
        for number in 1...20 { crowd.store[ConnectionID(Int64(number))]?.dueAt = crowd.clock.now() }
        #expect(try await crowd.beat() == 1)
    }

    @Test func `what does not open is written down, and is nobody's turn`() async throws {
        let crowd = Crowd([])
        crowd.store[ConnectionID(3)]?.isUnreadable = true
        #expect(try await crowd.beat() == 19)
        #expect(crowd.store.unreadable == [ConnectionID(3)])
        await #expect(throws: TokenFailure.undecryptable) { try await crowd.keeper.token(for: ConnectionID(3)) }
        #expect(crowd.store.unreadable.count == 2)
        #expect(crowd.store.sweeps == 1)
    }
}
