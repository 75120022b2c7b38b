public import HTTP

/// What a server tells of an answered request, for an access log or metrics. Never a query: it may hold codes and
/// tokens.
public struct AccessRecord: Sendable {
    /// The request's id.
    public let requestID: String
    /// Who asked.
    public let client: ClientAddress
    /// What was asked; nil where the octets were refused before they made a request.
    public let method: Method?
    /// Of what, without query, as sent; empty for what made no request.
    public let path: String
    /// What was answered.
    public let status: Status
    /// Octets of content that go out with the answer; 0 for a stream, which is told of when it begins.
    public let contentBytes: Int
    /// From the head's end to the answer's begin.
    public let duration: Duration
}
