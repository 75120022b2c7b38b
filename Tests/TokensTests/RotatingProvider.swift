import Domain
import Support
import Synchronization

/// A token endpoint that takes each refresh token once, as a strict one does, with faults by the script.
final class RotatingProvider: TokenExchange {
    enum Fault: Sendable {
        /// The request never arrived.
        case notSent
        /// It was carried out, and the answer is lost.
        case answerLost
        /// It was not carried out, and nobody can tell.
        case silence
        case answer(RefreshAnswer)
    }

    private struct State {
        var current: String
        var issued = 0
        var calls: [String] = []
        var faults: [Fault] = []
    }

    let provider = "test"
    let gate: Gate?
    private let rotates: Bool
    private let clock: TestClock
    private let state: Mutex<State>

    init(current: String = "refresh-0", rotates: Bool = true, clock: TestClock, gate: Gate? = nil) {
        self.rotates = rotates
        self.clock = clock
        self.gate = gate
        state = Mutex(State(current: current))
    }

    /// The refresh tokens it was sent.
    var calls: [String] { state.withLock { $0.calls } }

    /// What goes wrong with the next calls.
    func script(_ faults: [Fault]) { state.withLock { $0.faults = faults } }

    func refresh(_ refreshToken: Secret) async -> RefreshAnswer {
        let fault = state.withLock { state -> Fault? in
            state.calls.append(refreshToken.reveal())
            return state.faults.isEmpty ? nil : state.faults.removeFirst()
        }
        await gate?.pass()
        switch fault {
        case .notSent: return .transient("no route", after: nil)
        case .silence: return .unknown("reset")
        case .answer(let answer): return answer
        case .answerLost:
            _ = grant(for: refreshToken)
            return .unknown("reset")
        case nil: return grant(for: refreshToken)
        }
    }

    private func grant(for refreshToken: Secret) -> RefreshAnswer {
        state.withLock { state in
            guard refreshToken.reveal() == state.current else { return .ended(.unknown) }
            state.issued += 1
            if rotates { state.current = "refresh-\(state.issued)" }
            return .granted(
                Grant(
                    accessToken: Secret("access-\(state.issued)"), expiresAt: clock.now() + .hours(1),
                    lifetime: .hours(1), refreshToken: rotates ? Secret(state.current) : nil, scopes: nil))
        }
    }
}
