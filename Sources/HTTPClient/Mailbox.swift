import CCurl
import Dispatch
import Glibc
import HTTP
import Synchronization

/// What callers leave for the client's thread.
final class Mailbox: Sendable {
    /// What was left since the last look.
    struct Mail {
        var submissions: [Submission] = []
        /// What actors want done on the thread.
        var work: [@Sendable () -> Void] = []
        var cancellations: [Ticket] = []
        /// The time left to those under way, once somebody asked to close.
        var closing: Duration?

        var isEmpty: Bool { submissions.isEmpty && work.isEmpty && cancellations.isEmpty && closing == nil }
    }

    private struct State {
        var mail = Mail()
        var isClosed = false
        var isEnded = false
        var closers: [CheckedContinuation<Void, Never>] = []
        var thread: pthread_t?
    }

    private let state = Mutex(State())
    /// Set by the thread before it looks for mail, nil again before the handle is freed. A lock of its own: the thread
    /// wakes with the alarm and wants the mail, while whoever rings is still ringing.
    private let alarm = Mutex<Alarm?>(nil)
    /// Whether the thread sleeps, or is about to: only then does it take an alarm to wake it. Set under the lock of the
    /// mail.
    private let isAsleep = Atomic<Bool>(false)
    /// Where work is done when the thread has ended.
    private let afterwards = DispatchQueue(label: "fanfare.http-client")

    /// Leaves a request; fails it at once where the client is closed.
    func submit(_ submission: Submission) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.mail.submissions.append(submission) }
            return state.isClosed
        }
        ring()
        if isClosed { submission.continuation.resume(returning: .failure(.notSent("the client is shut down"))) }
    }

    /// Says that a caller has given up.
    func cancel(_ ticket: Ticket) {
        state.withLock { state in
            guard !state.isEnded else { return }
            state.mail.cancellations.append(ticket)
        }
        ring()
    }

    /// Leaves work for the thread, one piece to be done after the other; also when it has ended.
    func post(_ work: @escaping @Sendable () -> Void) {
        state.withLock { state in
            guard !state.isEnded else { return afterwards.async(execute: work) }
            state.mail.work.append(work)
        }
        ring()
    }

    /// Wakes the thread if it sleeps; called after something was left.
    private func ring() {
        guard isAsleep.exchange(false, ordering: .acquiringAndReleasing) else { return }
        alarm.withLock { $0?.ring() }
    }

    /// Closes the client; the first call's grace counts. `whenClosed` is resumed when the thread has nothing left to
    /// do.
    func close(grace: Duration, whenClosed: CheckedContinuation<Void, Never>?) {
        let isEnded = state.withLock { state in
            if !state.isClosed {
                state.isClosed = true
                state.mail.closing = grace
            }
            if !state.isEnded, let whenClosed { state.closers.append(whenClosed) }
            return state.isEnded
        }
        ring()
        if isEnded { whenClosed?.resume() }
    }

    /// Takes what was left but for work.
    func take() -> Mail {
        state.withLock { state in
            var mail = Mail()
            swap(&mail, &state.mail)
            swap(&mail.work, &state.mail.work)
            return mail
        }
    }

    /// Takes the work that was left.
    func takeWork() -> [@Sendable () -> Void] {
        state.withLock { state in
            defer { state.mail.work = [] }
            return state.mail.work
        }
    }

    /// Called on the thread: it sleeps unless there is mail; false if there is.
    func fallAsleep() -> Bool {
        state.withLock { state in
            isAsleep.store(state.mail.isEmpty, ordering: .releasing)
            return state.mail.isEmpty
        }
    }

    /// Called on the thread, which has woken by itself or by an alarm.
    func wakeUp() { isAsleep.store(false, ordering: .releasing) }

    /// Called on the thread: what wakes it from now on; nil before that ceases to be.
    func setAlarm(_ alarm: Alarm?) {
        self.alarm.withLock { $0 = alarm }
    }

    /// Called on the thread, as the last thing it does.
    func end() {
        let closers = state.withLock { state in
            state.isEnded = true
            // In order, and before whatever comes now.
            for work in state.mail.work { afterwards.async(execute: work) }
            state.mail.work = []
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
