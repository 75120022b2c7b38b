import Logging

/// Writes each event as one line on standard error, in one format or the other.
struct LineLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    /// The line, without its end, of an event in a part of the program, with all that is known about it.
    let line: @Sendable (_ event: LogEvent, _ part: String, _ metadata: Logger.Metadata) -> String

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        LogWriter.standardError.write(line(event, label, metadata.merging(event.metadata ?? [:]) { $1 }).utf8)
    }
}
