import Logging

/// Lines for people: time, level, part, words, then what is known about it.
enum TextLogLine {
    static func text(of event: LogEvent, in part: String, _ metadata: Logger.Metadata) -> String {
        let message = LogText.oneLine(event.message.description)
        var line = "\(LogTime.text()) \(event.level.rawValue.uppercased()) \(part): \(message)"
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(LogText.quotedIfNeeded("\(value)"))"
        }
        return line
    }
}
