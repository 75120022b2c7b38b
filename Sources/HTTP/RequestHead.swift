/// How the content of a request is delimited (RFC 9112 §6.3).
public enum BodyFraming: Sendable, Equatable {
    /// No content.
    case none
    /// Exactly so many octets.
    case length(Int)
    /// The chunked transfer coding.
    case chunked
}

/// A request line and its fields, checked: what a server may act on.
public struct RequestHead: Sendable, Equatable {
    /// What is asked.
    public var method: Method
    /// Of what.
    public var target: RequestTarget
    /// The version of the message.
    public var version: Version
    /// The host and port asked for: of the target if it has one, else of `Host` (RFC 9112 §3.2.2). Empty in HTTP/1.0
    /// without `Host`.
    public var authority: String
    /// The field lines as received.
    public var fields: Fields
    /// How long the content is.
    public var framing: BodyFraming
    /// Whether the connection may go on after the answer (RFC 9112 §9.3).
    public var persists: Bool
    /// Whether the client waits for 100 before it sends content (RFC 9110 §10.1.1).
    public var expectsContinue: Bool

    /// A head made of its parts, for requests that do not come from a socket.
    public init(
        method: Method, target: RequestTarget, version: Version = .http11, authority: String = "", fields: Fields = [:],
        framing: BodyFraming = .none, persists: Bool = true, expectsContinue: Bool = false
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.authority = authority
        self.fields = fields
        self.framing = framing
        self.persists = persists
        self.expectsContinue = expectsContinue
    }
}
