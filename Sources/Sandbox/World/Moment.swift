/// A moment of the stand-in's clock.
struct Moment: Comparable, Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970 began, UTC.
    let milliseconds: Int64

    /// Whole seconds since 1970 began.
    var seconds: Int64 { milliseconds / 1000 }

    /// The day it falls on, UTC.
    var day: CalendarDay { CalendarDay(daysSince1970: Int(milliseconds / 86_400_000)) }

    /// In the form of RFC 3339, to the second: `2026-11-21T12:00:00Z`.
    var description: String {
        let second = Int(seconds % 86_400)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : String($0) }
        return "\(day)T\(clock.joined(separator: ":"))Z"
    }

    static func + (moment: Moment, duration: Duration) -> Moment {
        let (seconds, attoseconds) = duration.components
        return Moment(milliseconds: moment.milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    static func - (later: Moment, earlier: Moment) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }

    static func < (one: Moment, other: Moment) -> Bool { one.milliseconds < other.milliseconds }
}

extension Duration {
    /// Whole seconds, a started one counted in full, at least one.
    var secondsRoundedUp: Int64 {
        let (seconds, attoseconds) = components
        return max(1, attoseconds > 0 ? seconds + 1 : seconds)
    }
}
