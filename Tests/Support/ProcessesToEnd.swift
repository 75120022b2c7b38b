import Glibc
import Synchronization

/// The processes that must not outlive this one.
enum ProcessesToEnd {
    private static let ids = Mutex<Set<Int32>>([])

    private static let atExit: Void = {
        atexit {
            // Not every thread has stopped yet; whoever holds the lock is not waited for.
            ProcessesToEnd.ids.withLockIfAvailable { ids in
                // The whole group: a browser's driver does not take the browser with it.
                for id in ids { kill(-id, SIGKILL) }
            }
        }
    }()

    static func add(_ id: Int32) {
        atExit
        _ = ids.withLock { $0.insert(id) }
    }

    static func remove(_ id: Int32) {
        _ = ids.withLock { $0.remove(id) }
    }
}
