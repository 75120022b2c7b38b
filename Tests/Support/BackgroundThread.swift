import Glibc

/// Threads for what blocks: the shared pool of tasks is not for that.
public enum BackgroundThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs the body on a thread of its own, which ends with it.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        let work = unsafe Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        // SAFETY: the retained object is released by the thread.
        let code = unsafe pthread_create(&thread, nil, backgroundThreadMain, work.toOpaque())
        precondition(code == 0, "no thread: errno \(code)")
        pthread_detach(thread)
    }

    /// What the body returns, which runs on a thread of its own.
    public static func result<Value: Sendable>(of body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in start { continuation.resume(returning: body()) } }
    }

    @unsafe fileprivate static func run(_ context: UnsafeMutableRawPointer) {
        // SAFETY: the object that `start` retained.
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
    }
}

private func backgroundThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context = unsafe context { unsafe BackgroundThread.run(context) }
    return nil
}
