/// An instant: milliseconds since 1970-01-01T00:00:00Z, by the wall clock.
///
/// What is stored is a timestamp; how long something takes is a `Duration`.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    /// Milliseconds since the epoch.
    public let milliseconds: Int64

    /// An instant so many milliseconds after the epoch.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// An instant so many seconds after the epoch.
    public init(seconds: Int64) { milliseconds = seconds * 1000 }

    /// Whole seconds since the epoch, rounded down.
    public var seconds: Int64 { milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000 }

    /// The day in UTC, counted from 1970-01-01.
    public var day: Day { Day(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400) }

    /// Order in time.
    public static func < (one: Timestamp, other: Timestamp) -> Bool { one.milliseconds < other.milliseconds }

    /// Later by a duration; fractions of a millisecond are dropped.
    public static func + (one: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: one.milliseconds + duration.wholeMilliseconds)
    }

    /// Earlier by a duration.
    public static func - (one: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: one.milliseconds - duration.wholeMilliseconds)
    }

    /// The time from `other` to `one`; negative if that is the later one.
    public static func - (one: Timestamp, other: Timestamp) -> Duration {
        .milliseconds(one.milliseconds - other.milliseconds)
    }
}

extension Duration {
    /// The duration in milliseconds, fractions dropped.
    public var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// So many days of 24 hours.
    public static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }

    /// So many hours.
    public static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }

    /// So many minutes.
    public static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
}

/// Tells the time of day. The only way for anything but `fanfare` to know it.
public protocol WallClock: Sendable {
    /// This instant.
    func now() -> Timestamp
}
