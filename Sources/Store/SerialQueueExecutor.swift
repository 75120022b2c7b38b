import Dispatch

/// Runs an actor's jobs on a Dispatch queue of its own: a commit may wait for the disk, and must not make the shared
/// pool wait with it.
final class SerialQueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label, qos: .userInitiated) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // SAFETY: a job is enqueued once and run once, here; the closure keeps the executor alive meanwhile.
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }

    /// Runs `work` on the queue, without the cost of a task.
    func post(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
}
