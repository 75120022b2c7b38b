import HTTP
import HTTPServer
import Logging

/// One line a request, at the level `debug`: the proxy in front keeps the log that operators read. Never a query, and no
/// part of a path that may be a secret.
struct AccessLog {
    private let logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    /// The path without what is long enough to be the secret of a feed or of a link in a message: words of addresses are short.
    static func redacted(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { $0.utf8.count < 20 ? $0 : "<secret>" }
            .joined(separator: "/")
    }

    /// What the server tells; nil if nobody would read it, so that it costs nothing.
    var observer: (@Sendable (AccessRecord) -> Void)? {
        guard logger.logLevel <= .debug else { return nil }
        let logger = logger
        return { record in
            logger.debug(
                "answered",
                metadata: [
                    "request": "\(record.requestID)", "client": "\(record.client)", "method": "\(record.method)",
                    "path": "\(AccessLog.redacted(record.path))", "status": "\(record.status.code)",
                    "bytes": "\(record.contentBytes)",
                    "duration": "\(record.duration)",
                ])
        }
    }
}
