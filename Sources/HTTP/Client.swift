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

/// What another server answered.
public struct ClientResponse: Sendable, Equatable {
    /// The status code.
    public var status: Status
    /// The field lines.
    public var fields: Fields
    /// The content, whole.
    public var body: [UInt8]

    /// A response made of its parts.
    public init(_ status: Status, fields: Fields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// Why there is no answer, said so that the caller knows whether the other side may have acted.
public enum ClientFailure: Error, Equatable, Sendable {
    /// Nothing reached the other side: name, route, connection, TLS. Safe to repeat.
    case notSent(String)
    /// The request may have been carried out, the answer is lost.
    case outcomeUnknown(String)
    /// The answer is larger than allowed.
    case tooLarge
    /// The address is one that this request may not reach.
    case refusedAddress(String)
    /// The request cannot be made: a malformed URL, say. A mistake of the caller.
    case invalid(String)
}

/// Sends requests. Redirects are not followed; an answer of any status is an answer.
public protocol Client: Sendable {
    /// Sends one request and waits for the whole answer. A cancelled task gives up: with
    /// `notSent` where that is certain, else with `outcomeUnknown`.
    nonisolated(nonsending) func send(_ request: ClientRequest) async throws(ClientFailure) -> ClientResponse
}
