import Synchronization

/// Counts the connections of each client address, over all loops.
final class AddressLedger: Sendable {
    private let counts = Mutex<[UInt128: Int]>([:])
    private let countMax: Int

    init(countMax: Int) { self.countMax = countMax }

    /// Counts one more; false, and not counted, if there are as many as may be.
    func enter(_ place: UInt128) -> Bool {
        counts.withLock { counts in
            let count = counts[place, default: 0]
            guard count < countMax else { return false }
            counts[place] = count + 1
            return true
        }
    }

    /// One that was counted has ended.
    func leave(_ place: UInt128) {
        counts.withLock { counts in
            guard let count = counts[place] else { return }
            counts[place] = count > 1 ? count - 1 : nil
        }
    }
}
