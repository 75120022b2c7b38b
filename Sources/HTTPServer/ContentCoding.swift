import HTTP

/// Content codings that this server sends (RFC 9110 §8.4.1), the best first.
enum ContentCoding: String, CaseIterable, Sendable {
    /// Brotli (RFC 7932); only from files made beforehand.
    case brotli = "br"
    /// RFC 1952.
    case gzip = "gzip"

    /// What the name of a file coded so ends with, behind the name of the plain one.
    var fileEnding: String {
        switch self {
        case .brotli: ".br"
        case .gzip: ".gz"
        }
    }

    var fieldValue: FieldValue {
        switch self {
        case .brotli: "br"
        case .gzip: "gzip"
        }
    }
}
