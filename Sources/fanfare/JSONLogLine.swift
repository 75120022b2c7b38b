import FoundationEssentials
import Logging

/// Lines for programs: one JSON object each.
enum JSONLogLine {
    static func text(of event: LogEvent, in part: String, _ metadata: Logger.Metadata) -> String {
        var object = [
            "time": LogTime.text(), "level": event.level.rawValue, "part": part, "message": event.message.description,
        ]
        for (key, value) in metadata { object[key] = "\(value)" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A dictionary of texts always encodes; a line that could not would be worse lost in silence.
        let line = (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) }
        return line ?? "{\"level\":\"error\",\"message\":\"a log line could not be encoded\"}"
    }
}
