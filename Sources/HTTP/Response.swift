/// An answer: status, fields, content.
///
/// Framing (`Content-Length`, `Transfer-Encoding`, `Connection`) and `Date` are the server's; a handler sets none of
/// them.
public struct Response: Sendable {
    /// The status code.
    public var status: Status
    /// The field lines, without those of framing.
    public var fields: Fields
    /// The content.
    public var body: ResponseBody
    /// Whether the handler has chosen the content's coding itself: then the server leaves it as it is.
    public var isNegotiated = false

    /// Whether the content is written as it arises.
    public var isStreamed: Bool { if case .stream = body { true } else { false } }

    /// A response made of its parts.
    public init(_ status: Status, fields: Fields = [:], body: ResponseBody = .empty) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// The content of a response.
public enum ResponseBody: Sendable {
    /// None.
    case empty
    /// Bytes at hand, sent with their length.
    case bytes([UInt8])
    /// Bytes written as they arise, without a known length. The closure runs on the connection's own loop, and ends the
    /// content by returning; it is cancelled when the client goes or the server stops.
    case stream(@Sendable (any BodyWriter) async throws -> Void)
}

/// Takes the content of a streamed response.
public protocol BodyWriter: Sendable {
    /// Sends a piece; waits while the client is slow. Throws `BodyFailure.disconnected` when the client is gone.
    func write(_ bytes: [UInt8]) async throws(BodyFailure)
}

extension Response {
    // Made once: most answers begin with one of them.
    private static let plainText: Fields = [.contentType: "text/plain; charset=utf-8"]
    private static let html: Fields = [.contentType: "text/html; charset=utf-8"]
    private static let json: Fields = [.contentType: "application/json"]

    /// A text of plain words in UTF-8.
    public static func text(_ status: Status = .ok, _ text: String) -> Response {
        Response(status, fields: plainText, body: .bytes(Array(text.utf8)))
    }

    /// An HTML page in UTF-8.
    public static func html(_ status: Status = .ok, _ bytes: [UInt8]) -> Response {
        Response(status, fields: html, body: .bytes(bytes))
    }

    /// A JSON text.
    public static func json(_ status: Status = .ok, _ bytes: [UInt8]) -> Response {
        Response(status, fields: json, body: .bytes(bytes))
    }

    /// A redirection without content. Throws nothing: a location that may not stand in a field becomes 500, as it is a
    /// mistake of ours and must not split the message.
    public static func redirect(_ status: Status = .seeOther, to location: String) -> Response {
        guard let value = FieldValue(location) else { return Response(.internalServerError) }
        return Response(status, fields: [.location: value])
    }
}
