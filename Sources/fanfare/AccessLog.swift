import HTTP
import HTTPServer
import Logging

/// One line a request, at the level `debug`: the proxy in front keeps the log that operators read. Never a query.
struct AccessLog {
    private let logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    /// What the server tells; nil if nobody would read it, so that it costs nothing.
    var observer: (@Sendable (AccessRecord) -> Void)? {
        guard logger.logLevel <= .debug else { return nil }
        let logger = logger
        return { record in
            logger.debug(
                "answered",
                metadata: [
                    "request": "\(record.requestID)", "client": "\(record.client)", "method": "\(record.method)",
                    "path": "\(record.path)", "status": "\(record.status.code)", "bytes": "\(record.contentBytes)",
                    "duration": "\(record.duration)",
                ])
        }
    }
}
