public import Domain
import Synchronization

/// A clock that moves when told.
public final class TestClock: WallClock {
    private let time: Mutex<Timestamp>

    /// A clock that stands at a time; by default 2026-11-21T00:00:00Z.
    public init(_ start: Timestamp = Timestamp(seconds: 1_795_219_200)) { time = Mutex(start) }

    /// The time it stands at.
    public func now() -> Timestamp { time.withLock { $0 } }

    /// Moves it; back, too.
    public func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }
}
