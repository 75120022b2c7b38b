/// A request as a handler sees it.
public struct Request: Sendable {
    /// Request line and fields.
    public var head: RequestHead
    /// The content, read when asked for.
    public var body: RequestBody
    /// Who sent it.
    public var client: ClientAddress
    /// Names this request in logs, here and at a trusted proxy.
    public var id: String
    /// Whether it was handed over by a configured proxy, whose word about its user may be taken.
    public var isFromTrustedProxy: Bool

    /// A request made of its parts.
    public init(
        head: RequestHead, body: RequestBody = .empty, client: ClientAddress = .unknown, id: String = "",
        isFromTrustedProxy: Bool = false
    ) {
        self.head = head
        self.body = body
        self.client = client
        self.id = id
        self.isFromTrustedProxy = isFromTrustedProxy
    }

    /// What is asked.
    public var method: Method { head.method }
    /// The path as sent, still percent-encoded.
    public var path: String { head.target.path }
    /// The query as sent.
    public var query: String? { head.target.query }
    /// The field lines.
    public var fields: Fields { head.fields }
}

/// The address a request comes from, as far as it is known.
public struct ClientAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address without port, in its usual text form; empty for a Unix socket.
    public let host: String

    /// An address.
    public init(host: String) { self.host = host }

    /// No address: a Unix socket, or a request made in the process.
    public static let unknown = ClientAddress(host: "")

    /// The address, or `-`.
    public var description: String { host.isEmpty ? "-" : host }
}
