import Testing

/// One rule of the standards, and messages that are under it. Each is sent to the real program with a request behind
/// it, as a proxy would send the next client's: it is answered, or never seen.
struct RawRule: Sendable, CustomTestStringConvertible {
    let clause: String
    let name: String
    /// Status codes of the answers to one message.
    let statuses: [Int]
    /// Whether the connection ends after them.
    let ends: Bool
    let messages: [String]
    var testDescription: String { "\(clause): \(name)" }

    /// The messages are answered so, and the connection goes on.
    static func answers(_ statuses: Int..., to messages: [String], _ clause: String, _ name: String) -> RawRule {
        RawRule(clause: clause, name: name, statuses: statuses, ends: false, messages: messages)
    }

    /// The messages are answered so, and nothing behind them is read.
    static func ends(with statuses: Int..., after messages: [String], _ clause: String, _ name: String) -> RawRule {
        RawRule(clause: clause, name: name, statuses: statuses, ends: true, messages: messages)
    }

    // MARK: Messages

    /// A request without content.
    static func get(_ target: String = "/tiny", _ lines: String = "", by method: String = "GET") -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n"
    }

    /// A request with whatever content, to what returns it.
    static func post(_ lines: String, _ content: String = "", to target: String = "/echo") -> String {
        "POST \(target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\(content)"
    }

    static func chunked(_ content: String, to target: String = "/echo") -> String {
        post("Transfer-Encoding: chunked\r\n", content, to: target)
    }
}
