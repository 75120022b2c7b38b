/// A request method: a case-sensitive token (RFC 9110 §9.1).
public enum Method: Sendable, Hashable {
    case get, head, post, put, patch, delete, options, trace, connect
    /// A token that this software gives no meaning to; a server answers 501 (RFC 9110 §9.1).
    case other(String)

    /// The method named by a token, compared case-sensitively.
    public init(token: String) {
        self = Method.known.first { $0.name == token } ?? .other(token)
    }

    /// The token as it stands in a request line.
    public var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .other(let name): name
        }
    }

    /// Whether the method is defined as essentially read-only (RFC 9110 §9.2.1).
    public var isSafe: Bool {
        switch self {
        case .get, .head, .options, .trace: true
        default: false
        }
    }

    /// The methods of RFC 9110 §9.3, and PATCH (RFC 5789).
    public static let known: [Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
}

extension Method: CustomStringConvertible {
    /// The token.
    public var description: String { name }
}
