/// The four forms of a request target (RFC 9112 §3.2).
public enum RequestTarget: Sendable, Equatable {
    /// origin-form, and what absolute-form names once its authority is taken out: the path as sent, still
    /// percent-encoded, and the query without its question mark.
    case origin(path: String, query: String?)
    /// asterisk-form: `*`, for OPTIONS alone.
    case asterisk
    /// authority-form, for CONNECT alone.
    case authority(String)

    /// The path, `*` for the asterisk form.
    public var path: String {
        switch self {
        case .origin(let path, _): path
        case .asterisk: "*"
        case .authority: ""
        }
    }

    /// The query, if there is a question mark.
    public var query: String? {
        if case .origin(_, let query) = self { query } else { nil }
    }
}
