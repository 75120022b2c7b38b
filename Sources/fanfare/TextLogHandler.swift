import Logging

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
