import Glibc

/// Threads of the server's own.
enum LoopThread {
    /// Runs `body` on a new thread. The closure is formed by a nonisolated caller: one formed on the main actor would
    /// check for its actor there, and trap.
    static func start(_ body: @escaping @Sendable () -> Void) {
        // SAFETY: the box is retained here and released by the thread that takes it over.
        let box = unsafe Unmanaged.passRetained(ThreadBody(body))
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let body = unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
                body.body()
                return nil
            }, unsafe box.toOpaque())
        precondition(code == 0, "no thread for an event loop")
        pthread_detach(thread)
    }
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}
