import Synchronization

/// The first of several answers to one question; the others are dropped. One asks, any number may give.
final class FirstAnswer<Answer: Sendable>: Sendable {
    private enum State: Sendable {
        case open
        case awaited(CheckedContinuation<Answer, Never>)
        case given(Answer)
        case over
    }

    private let state = Mutex(State.open)

    /// Gives an answer; nothing happens if there was one before.
    func give(_ answer: Answer) {
        let waiter: CheckedContinuation<Answer, Never>? = state.withLock { state in
            switch state {
            case .open: state = .given(answer)
            case .awaited(let waiter):
                state = .over
                return waiter
            case .given, .over: break
            }
            return nil
        }
        waiter?.resume(returning: answer)
    }

    /// The first answer; to be asked for once.
    func wait() async -> Answer {
        await withCheckedContinuation { waiter in
            let answer: Answer? = state.withLock { state in
                guard case .given(let answer) = state else {
                    state = .awaited(waiter)
                    return nil
                }
                state = .over
                return answer
            }
            if let answer { waiter.resume(returning: answer) }
        }
    }
}
