import Dispatch
import Synchronization

/// Holds back whoever enters until so many have, or somebody opens it.
final class ThreadGate: Sendable {
    private let arrived = Mutex(0)
    private let count: Int
    private let opened = DispatchSemaphore(value: 0)

    init(count: Int) { self.count = count }

    /// Enters, and waits.
    func enter() {
        let now = arrived.withLock { number in
            number += 1
            return number
        }
        if now == count { open() }
        opened.wait()
        opened.signal()
    }

    /// Lets all through, for good.
    func open() { opened.signal() }
}
