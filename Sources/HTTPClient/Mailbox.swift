import CCurl
import Glibc
import HTTP
import Synchronization

/// What callers leave for the client's thread.
final class Mailbox: Sendable {
    /// What was left since the last look.
    struct Mail {
        var submissions: [Submission] = []
        var cancellations: [Ticket] = []
        /// The time left to those under way, once somebody asked to close.
        var closing: Duration?
    }

    private struct State {
        var mail = Mail()
        /// Set by the thread before it looks for mail, nil again before the handle is freed.
        var alarm: Alarm?
        var isClosed = false
        var isEnded = false
        var closers: [CheckedContinuation<Void, Never>] = []
        var thread: pthread_t?
    }

    private let state = Mutex(State())

    /// Leaves a request; fails it at once where the client is closed.
    func submit(_ submission: Submission) {
        let isClosed = state.withLock { state in
            if !state.isClosed {
                state.mail.submissions.append(submission)
                state.alarm?.ring()
            }
            return state.isClosed
        }
        if isClosed { submission.continuation.resume(returning: .failure(.notSent("the client is shut down"))) }
    }

    /// Says that a caller has given up.
    func cancel(_ ticket: Ticket) {
        state.withLock { state in
            guard !state.isEnded else { return }
            state.mail.cancellations.append(ticket)
            state.alarm?.ring()
        }
    }

    /// Closes the client; the first call's grace counts. `whenClosed` is resumed when the thread has nothing left to do.
    func close(grace: Duration, whenClosed: CheckedContinuation<Void, Never>?) {
        let isEnded = state.withLock { state in
            if !state.isClosed {
                state.isClosed = true
                state.mail.closing = grace
                state.alarm?.ring()
            }
            if !state.isEnded, let whenClosed { state.closers.append(whenClosed) }
            return state.isEnded
        }
        if isEnded { whenClosed?.resume() }
    }

    /// Takes what was left.
    func take() -> Mail {
        state.withLock { state in
            defer { state.mail = Mail() }
            return state.mail
        }
    }

    /// Called on the thread: what wakes it from now on; nil before that ceases to be.
    func setAlarm(_ alarm: Alarm?) {
        state.withLock { $0.alarm = alarm }
    }

    /// Called on the thread, as the last thing it does.
    func end() {
        let closers = state.withLock { state in
            state.isEnded = true
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Remembers the thread, to be joined.
    func setThread(_ thread: pthread_t) {
        state.withLock { $0.thread = thread }
    }

    /// Waits for the thread, which has `end`ed and is only returning.
    func joinThread() {
        let thread = state.withLock { state in
            defer { state.thread = nil }
            return state.thread
        }
        if let thread { pthread_join(thread, nil) }
    }

    deinit {
        // Never joined: nobody waited for the shutdown, and the thread, which held the last reference, is ending.
        if let thread = state.withLock({ $0.thread }) { pthread_detach(thread) }
    }
}
