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
