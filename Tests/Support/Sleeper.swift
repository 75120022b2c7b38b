import Synchronization

/// Stands in for sleeping: short sleeps are over at once, long ones when the test says so or their task is cancelled.
public final class Sleeper: Sendable {
    private struct State {
        var slept: [Duration] = []
        var parked: [Int: CheckedContinuation<Void, Never>] = [:]
        var cancelled: Set<Int> = []
        var next = 0
        var watchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    private let parksFrom: Duration
    private let state = Mutex(State())

    /// A sleeper for whom sleeps of at least `parksFrom` last until the test ends them.
    public init(parksFrom: Duration = .seconds(10)) { self.parksFrom = parksFrom }

    /// The durations that have been asked for, in order.
    public var slept: [Duration] { state.withLock { $0.slept } }

    /// Sleeps.
    public func sleep(_ duration: Duration) async {
        let id = state.withLock { state -> Int? in
            state.slept.append(duration)
            guard duration >= parksFrom else { return nil }
            state.next += 1
            return state.next
        }
        guard let id else { return await Task.yield() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isOver, reached) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
                    if state.cancelled.remove(id) != nil { return (true, []) }
                    state.parked[id] = continuation
                    let reached = state.watchers.filter { $0.count <= state.parked.count }.map(\.1)
                    state.watchers.removeAll { $0.count <= state.parked.count }
                    return (false, reached)
                }
                if isOver { continuation.resume() }
                for watcher in reached { watcher.resume() }
            }
        } onCancel: {
            let parked = state.withLock { state -> CheckedContinuation<Void, Never>? in
                if let parked = state.parked.removeValue(forKey: id) { return parked }
                state.cancelled.insert(id)
                return nil
            }
            parked?.resume()
        }
    }

    /// Waits until so many sleep.
    public func untilParked(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state -> Bool in
                if state.parked.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }

    /// Ends all sleeps under way.
    public func wakeAll() {
        let parked = state.withLock { state in
            defer { state.parked = [:] }
            return Array(state.parked.values)
        }
        for continuation in parked { continuation.resume() }
    }
}
