import FoundationEssentials
import Logging

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
            object[key] = "\(value)"
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A dictionary of texts always encodes; a line that could not would be worse lost in silence.
        let line = (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) }
        LogWriter.standardError.write(
            (line ?? "{\"level\":\"error\",\"message\":\"a log line could not be encoded\"}").utf8)
    }
}
