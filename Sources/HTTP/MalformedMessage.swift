/// Why a message is refused, and with which status code. The connection closes after the answer (RFC 9112 §9.6).
public struct MalformedMessage: Error, Equatable, Sendable {
    /// 400, or a more telling one: 414, 431, 501, 505.
    public let status: Status
    /// A sentence for the log; never holds octets of the message.
    public let reason: String

    /// A refusal with 400.
    public init(_ reason: String) {
        self.init(.badRequest, reason)
    }

    /// A refusal with a status that tells more.
    public init(_ status: Status, _ reason: String) {
        self.status = status
        self.reason = reason
    }
}
