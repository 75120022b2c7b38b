import Configuration
import Glibc
import Logging

/// Where log lines go: standard error, as text or as JSON.
enum Logs {
    /// Sets up logging for the process; to be called once.
    static func start(level: String, format: Settings.LogFormat) {
        let level = Logger.Level(rawValue: level) ?? .info
        // Lines wait for a moment; none shall be lost because the program ends.
        atexit { LogWriter.standardError.flush() }
        LoggingSystem.bootstrap { label in
            let line =
                switch format {
                case .text: TextLogLine.text
                case .json: JSONLogLine.text
                }
            return LineLogHandler(label: label, logLevel: level, line: line)
        }
    }

    /// The logger of one part of the program.
    static func logger(_ part: String) -> Logger { Logger(label: part) }
}
