import Domain
import Synchronization

/// The time of a log line, in UTC to the millisecond (RFC 3339).
enum LogTime {
    /// The last second written out, which most lines share with the one before.
    private static let last = Mutex<(second: Int64, text: String)>((.min, ""))

    static func text() -> String {
        let now = MachineClock().now()
        let begin = last.withLock { last in
            if last.second != now.seconds { last = (now.seconds, beginning(now)) }
            return last.text
        }
        return "\(begin).\(padded(now.milliseconds - now.seconds * 1000, 3))Z"
    }

    private static func beginning(_ now: Timestamp) -> String {
        let (year, month, day) = now.day.parts
        let second = ((now.seconds % 86_400) + 86_400) % 86_400
        return "\(padded(Int64(year), 4))-\(padded(Int64(month)))-\(padded(Int64(day)))T"
            + "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
    }

    private static func padded(_ number: Int64, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
