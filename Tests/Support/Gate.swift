import Synchronization

/// Holds up whoever passes until it is opened; tells how many wait.
public final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
        var waitingMax = 0
    }

    private let state: Mutex<State>

    /// A closed gate; the first `free` of those who come pass it all the same.
    public init(lettingThrough free: Int = 0) { state = Mutex(State(free: free)) }

    /// The most that ever waited at once.
    public var waitingMax: Int { state.withLock { $0.waitingMax } }

    /// How many wait.
    public var waiting: Int { state.withLock { $0.waiting.count } }

    /// Waits until the gate is open. Deaf to cancellation, like a server that has the request already.
    public func pass() async {
        await withCheckedContinuation { continuation in
            let (passes, reached) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
                if state.isOpen { return (true, []) }
                if state.free > 0 {
                    state.free -= 1
                    return (true, [])
                }
                state.waiting.append(continuation)
                state.waitingMax = max(state.waitingMax, state.waiting.count)
                let reached = state.watchers.filter { $0.count <= state.waiting.count }.map(\.1)
                state.watchers.removeAll { $0.count <= state.waiting.count }
                return (false, reached)
            }
            if passes { continuation.resume() }
            for watcher in reached { watcher.resume() }
        }
    }

    /// Waits until so many stand before the closed gate.
    public func untilWaiting(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state -> Bool in
                if state.waiting.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }

    /// Lets through the one that has waited longest.
    public func letOneThrough() {
        let first = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
        first?.resume()
    }

    /// Opens the gate for good.
    public func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
