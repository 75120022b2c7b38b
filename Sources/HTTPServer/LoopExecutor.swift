import CEpoll
import Glibc
import Synchronization

/// The way into an event loop from anywhere: a mailbox under a lock, and an eventfd that ends the loop's sleep.
///
/// As a task executor it runs every step of a request's task on the loop's thread.
final class LoopExecutor: TaskExecutor {
    /// Something to be done on the loop's thread.
    enum Work: Sendable {
        case job(UnownedJob)
        case action(@Sendable () -> Void)
    }

    private struct Mail: Sendable {
        var work: [Work] = []
        /// Whether the loop is about to sleep, or sleeps, and must be woken.
        var isAsleep = false
        /// Whether the loop has ended; what comes later runs on the sender's thread.
        var isClosed = false
    }

    private let mail = Mutex(Mail())
    let wakeDescriptor: Int32
    private let threadID = Atomic<UInt>(0)

    init() {
        wakeDescriptor = fanfare_eventfd()
        // Without one nobody could wake the loop.
        precondition(wakeDescriptor >= 0, "no eventfd for an event loop")
    }

    deinit {
        Socket.close(wakeDescriptor)
    }

    /// Called once, first thing on the loop's thread.
    func adoptCurrentThread() {
        threadID.store(UInt(pthread_self()), ordering: .releasing)
    }

    /// Whether this is the loop's thread.
    var isCurrent: Bool { threadID.load(ordering: .acquiring) == UInt(pthread_self()) }

    func enqueue(_ job: consuming ExecutorJob) {
        post(.job(UnownedJob(job)))
    }

    /// Does `action` on the loop's thread: at once if this is it.
    func perform(_ action: @escaping @Sendable () -> Void) {
        if isCurrent { action() } else { post(.action(action)) }
    }

    private func post(_ work: Work) {
        let (mustWake, isClosed) = mail.withLock { mail in
            if mail.isClosed { return (false, true) }
            mail.work.append(work)
            let mustWake = mail.isAsleep
            mail.isAsleep = false
            return (mustWake, false)
        }
        if isClosed { run(work) }
        if mustWake { wake() }
    }

    private func wake() {
        var one: UInt64 = 1
        // SAFETY: eight octets of a local variable, as an eventfd takes them.
        _ = unsafe write(wakeDescriptor, &one, 8)
    }

    /// Takes all mail; the loop calls it and then runs each.
    func collect(into work: inout [Work]) {
        mail.withLock { mail in swap(&mail.work, &work) }
    }

    /// Says that the loop will sleep unless there is mail; false if there is.
    func fallAsleep() -> Bool {
        mail.withLock { mail in
            mail.isAsleep = mail.work.isEmpty
            return mail.isAsleep
        }
    }

    /// The loop has woken by itself.
    func wakeUp() {
        mail.withLock { $0.isAsleep = false }
    }

    /// The loop ends: what is still posted runs where it is posted.
    func close() -> [Work] {
        mail.withLock { mail in
            mail.isClosed = true
            defer { mail.work = [] }
            return mail.work
        }
    }

    func run(_ work: Work) {
        switch work {
        // SAFETY: a job is posted once and run once; the loop that runs it keeps this executor alive.
        case .job(let job): unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        case .action(let action): action()
        }
    }
}
