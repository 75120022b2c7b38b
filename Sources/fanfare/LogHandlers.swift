import Domain
import FoundationEssentials
import Logging
import Synchronization

/// Lines for people: time, level, part, words, then what is known about it.
struct TextLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let message = LogText.oneLine(event.message.description)
        var line = "\(LogTime.text()) \(event.level.rawValue.uppercased()) \(label): \(message)"
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(LogText.quotedIfNeeded("\(value)"))"
        }
        LogWriter.standardError.write(line.utf8)
    }
}

/// Lines for programs: one JSON object each.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var object = [
            "time": LogTime.text(), "level": event.level.rawValue, "part": label, "message": event.message.description,
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            object[key, default: "\(value)"] = "\(value)"
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A dictionary of texts always encodes; a line that could not would be worse lost in silence.
        let line = (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) }
        LogWriter.standardError.write(
            (line ?? "{\"level\":\"error\",\"message\":\"a log line could not be encoded\"}").utf8)
    }
}

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

/// Keeps a log line one line, whatever a value holds.
enum LogText {
    static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            line += isControl(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        return line
    }

    static func quotedIfNeeded(_ text: String) -> String {
        let line = oneLine(text)
        guard line.isEmpty || line.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return line }
        return "\"" + line.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
