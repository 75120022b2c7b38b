/// The one canonical reading of a path, for router, guards and files alike: split at the slashes first, then each
/// segment decoded once.
public struct PathSegments: Sendable, Equatable {
    /// The decoded segments; `/` has none.
    public let segments: [String]
    /// Whether the path ends with a slash.
    public let endsWithSlash: Bool

    /// Reads a path as sent. Nil for what another reader may take for another path: an empty segment inside, `.` or
    /// `..`, an encoded slash, a backslash, a control octet, broken encoding, text that is no UTF-8.
    public init?(_ path: String) {
        var rest = path.utf8[...]
        guard rest.first == ASCII.slash else { return nil }
        rest.removeFirst()
        endsWithSlash = rest.isEmpty || rest.last == ASCII.slash
        if rest.last == ASCII.slash { rest.removeLast() }
        var segments: [String] = []
        if !rest.isEmpty || path == "//" {
            for part in rest.split(separator: ASCII.slash, omittingEmptySubsequences: false) {
                guard !part.isEmpty, let bytes = PercentEncoding.decode(part),
                    bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != ASCII.slash && $0 != 0x5C }),
                    let text = String(validating: bytes, as: UTF8.self), text != ".", text != ".."
                else { return nil }
                segments.append(text)
            }
        }
        self.segments = segments
    }
}
