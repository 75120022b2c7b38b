/// A request to another server.
public struct ClientRequest: Sendable {
    /// What is asked.
    public var method: Method
    /// An absolute http or https URL.
    public var url: String
    /// The field lines; `Host` and framing are the client's.
    public var fields: Fields
    /// The content; none for an empty array and a method that needs none.
    public var body: [UInt8]
    /// How long the whole exchange may take.
    public var deadline: Duration
    /// How many octets the answer's content may have.
    public var responseBytesMax: Int
    /// Whether to insist on a connection of its own, so that "sent or not" is never blurred by a reused one that the
    /// other side was just closing.
    public var usesFreshConnection: Bool

    /// A request; by default 15 seconds and 4 MiB.
    public init(
        _ method: Method, _ url: String, fields: Fields = [:], body: [UInt8] = [], deadline: Duration = .seconds(15),
        responseBytesMax: Int = 4 << 20, usesFreshConnection: Bool = false
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.deadline = deadline
        self.responseBytesMax = responseBytesMax
        self.usesFreshConnection = usesFreshConnection
    }
}
