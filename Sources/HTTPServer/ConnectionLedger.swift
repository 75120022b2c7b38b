import Synchronization

/// Counts connections over all loops: in all, and of each client address.
final class ConnectionLedger: Sendable {
    private let places = Mutex<[UInt128: Int]>([:])
    private let total = Atomic<Int>(0)
    private let connectionsMax: Int
    private let perPlaceMax: Int

    init(connectionsMax: Int, perPlaceMax: Int) {
        self.connectionsMax = connectionsMax
        self.perPlaceMax = perPlaceMax
    }

    /// Open connections.
    var count: Int { total.load(ordering: .relaxed) }

    /// Counts a connection that is about to be accepted; false, and not counted, if there are as many as may be.
    func reserve() -> Bool {
        guard total.add(1, ordering: .relaxed).newValue > connectionsMax else { return true }
        release()
        return false
    }

    /// A connection that was counted has ended, or did not come.
    func release() { total.subtract(1, ordering: .relaxed) }

    /// Counts one more of a client; false, and not counted, if it has as many as it may.
    func enter(_ place: UInt128) -> Bool {
        places.withLock { counts in
            let count = counts[place, default: 0]
            guard count < perPlaceMax else { return false }
            counts[place] = count + 1
            return true
        }
    }

    /// One of the client's that was counted has ended.
    func leave(_ place: UInt128) {
        places.withLock { counts in
            guard let count = counts[place] else { return }
            counts[place] = count > 1 ? count - 1 : nil
        }
    }
}
