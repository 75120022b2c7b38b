import Synchronization

/// Runs tasks that prefer it on the client's own thread, between its transfers, and after the client's end on a
/// Dispatch queue.
///
/// For work that is mostly calls, one after the other: where a call begins and ends on the thread that makes it, no
/// other thread is woken for it, which costs more than the rest of the call. What runs here delays all transfers of the
/// client, so each step has to be short.
public final class TransferExecutor: TaskExecutor {
    private let mailbox: Mailbox

    init(_ mailbox: Mailbox) { self.mailbox = mailbox }

    /// Leaves a job for the thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // SAFETY: a job is enqueued once and run once, here; the closure keeps the executor alive meanwhile.
        mailbox.post { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
