import HTTP
import HTTPServer

extension SettingReader {
    /// The server's bounds and deadlines: those of `ServerSettings` where the operator says nothing.
    ///
    /// The ranges keep a slip of the pen from doing harm: a head must have room for an ordinary browser's fields, and
    /// no deadline is for ever.
    mutating func serverSettings() -> ServerSettings {
        var server = ServerSettings()
        server.connectionsMax = number("LIMIT_CONNECTIONS", 1...1_000_000, default: server.connectionsMax)
        server.connectionsPerAddressMax = number(
            "LIMIT_CONNECTIONS_PER_ADDRESS", 1...1_000_000, default: server.connectionsPerAddressMax)
        server.head.headBytesMax = octets("LIMIT_HEAD", (2 << 10)...(256 << 10), default: server.head.headBytesMax)
        // A line that may be longer than its head would be a bound that never acts.
        let line = min(server.head.requestLineBytesMax, server.head.headBytesMax)
        let lineMax = octets("LIMIT_LINE", (1 << 10)...(64 << 10), default: line)
        if lineMax > server.head.headBytesMax {
            complain("LIMIT_LINE", "must not be more than FANFARE_LIMIT_HEAD")
        }
        server.head.requestLineBytesMax = lineMax
        server.head.fieldBytesMax = lineMax
        server.head.fieldCountMax = number("LIMIT_FIELDS", 10...1000, default: server.head.fieldCountMax)
        server.headDeadline = duration("TIMEOUT_HEAD", upTo: .seconds(600), default: server.headDeadline)
        server.bodyIdleDeadline = duration("TIMEOUT_BODY", upTo: .seconds(600), default: server.bodyIdleDeadline)
        server.writeDeadline = duration("TIMEOUT_WRITE", upTo: .seconds(600), default: server.writeDeadline)
        server.idleDeadline = duration("TIMEOUT_IDLE", upTo: .seconds(3600), default: server.idleDeadline)
        server.requestDeadline = duration("TIMEOUT_TOTAL", upTo: .seconds(3600), default: server.requestDeadline)
        server.connectionLifetime = duration(
            "TIMEOUT_CONNECTION", upTo: .seconds(7 * 86_400), default: server.connectionLifetime)
        return server
    }

    /// How long requests in progress may take to end when the server stops.
    mutating func stopGrace() -> Duration { duration("STOP_GRACE", upTo: .seconds(600), default: .seconds(20)) }

    private mutating func number(_ name: String, _ range: ClosedRange<Int>, default value: Int) -> Int {
        optional(name, default: value) { text throws(ConfigurationProblem) in
            try SettingParsers.number(text, in: range)
        }
    }

    private mutating func octets(_ name: String, _ range: ClosedRange<Int>, default value: Int) -> Int {
        optional(name, default: value) { text throws(ConfigurationProblem) in
            try SettingParsers.octets(text, in: range)
        }
    }

    private mutating func duration(_ name: String, upTo longest: Duration, default value: Duration) -> Duration {
        optional(name, default: value) { text throws(ConfigurationProblem) in
            try SettingParsers.duration(text, upTo: longest)
        }
    }
}
