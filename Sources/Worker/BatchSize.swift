import Domain

/// How many claims are taken in one transaction: about as many as are done in a second, so that neither commits cost
/// more than calls, nor what falls due meanwhile waits behind a long queue. Pure.
struct BatchSize {
    private let bounds: ClosedRange<Int>
    /// The size of the next batch.
    private(set) var value: Int
    private var claimedAt: Timestamp?

    private static let soon = Duration.milliseconds(500)
    private static let late = Duration.seconds(2)

    init(_ bounds: ClosedRange<Int>) {
        self.bounds = bounds
        value = bounds.lowerBound
    }

    /// A batch is claimed, and the one before is done. `isFull` says whether it had the size that was asked for: only
    /// then does the time until the next one say how long it took.
    mutating func claimed(isFull: Bool, now: Timestamp) {
        if let claimedAt {
            let taken = now - claimedAt
            // A clock that was set back says nothing.
            if taken >= .zero, taken < Self.soon { value = min(value * 2, bounds.upperBound) }
            if taken > Self.late { value = max(value / 2, bounds.lowerBound) }
        }
        claimedAt = isFull ? now : nil
    }
}
