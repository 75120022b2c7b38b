import Configuration
import HTTP
import HTTPServer
import Logging

/// One line a request, at the level `info`. Never a query, and no part of a path that may be a secret.
///
/// Written past the logger, whose way costs several times what a small answer does; the lines look like its lines.
struct AccessLog: Sendable {
    private let isOn: Bool
    private let format: Settings.LogFormat

    /// A log that writes where `logger` would write lines of `info`.
    init(_ logger: Logger, format: Settings.LogFormat) {
        isOn = logger.logLevel <= .info
        self.format = format
    }

    /// What the server tells; nil if nobody would read it, so that it costs nothing.
    var observer: (@Sendable (AccessRecord) -> Void)? {
        guard isOn else { return nil }
        return switch format {
        case .text: { LogWriter.standardError.writeSoon(AccessLog.text($0, at: LogTime.text())) }
        case .json: { LogWriter.standardError.writeSoon(AccessLog.json($0, at: LogTime.text())) }
        }
    }

    static func text(_ record: AccessRecord, at time: String) -> [UInt8] {
        var line = time
        line.reserveCapacity(200)
        line += " INFO access: answered method="
        line += record.method?.name ?? "-"
        line += " path="
        line += LogText.quotedIfNeeded(record.path.isEmpty ? "-" : SecretPath.masked(record.path))
        line += " status=\(record.status.code) bytes=\(record.contentBytes) duration="
        line += milliseconds(record.duration)
        line += "ms client=\(record.client) request="
        line += record.requestID.isEmpty ? "-" : record.requestID
        return Array(line.utf8)
    }

    static func json(_ record: AccessRecord, at time: String) -> [UInt8] {
        var line = "{\"time\":\"\(time)\",\"level\":\"info\",\"part\":\"access\",\"message\":\"answered\",\"method\":"
        line.reserveCapacity(300)
        line += quoted(record.method?.name)
        line += ",\"path\":"
        line += quoted(record.path.isEmpty ? nil : SecretPath.masked(record.path))
        line += ",\"status\":\(record.status.code),\"bytes\":\(record.contentBytes),\"duration_ms\":"
        line += milliseconds(record.duration)
        line += ",\"client\":"
        line += quoted(record.client.host.isEmpty ? nil : record.client.host)
        line += ",\"request\":"
        line += quoted(record.requestID)
        line += "}"
        return Array(line.utf8)
    }

    /// With three decimals.
    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let rest = String(microseconds % 1000)
        return "\(microseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    /// A JSON string. What stands in a request line or an address is visible ASCII: two octets need a backslash.
    private static func quoted(_ text: String?) -> String {
        guard let text else { return "null" }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C }) else { return "\"\(text)\"" }
        var output = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { output += "\\" }
            output.unicodeScalars.append(scalar)
        }
        return output + "\""
    }
}
