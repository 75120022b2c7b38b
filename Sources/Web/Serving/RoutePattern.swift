import HTTP

/// The path of a route: `/feeds/{token}/releases.atom`, `/static/*`.
struct RoutePattern: Sendable, ExpressibleByStringLiteral {
    private enum Part: Sendable {
        case literal(String)
        /// Any one segment.
        case parameter
        /// Whatever follows, at least one segment.
        case rest
    }

    /// As written; what logs say instead of the path, which may hold a token.
    let text: String
    private let parts: [Part]

    init(stringLiteral value: StaticString) {
        text = value.description
        parts = text.split(separator: "/").map { part in
            part == "*" ? .rest : part.hasPrefix("{") ? .parameter : .literal(String(part))
        }
    }

    /// Whether only one path fits.
    var isLiteral: Bool {
        parts.allSatisfy { if case .literal = $0 { true } else { false } }
    }

    /// The segments for which the pattern leaves room, if the path fits.
    func parameters(in path: PathSegments) -> [String]? {
        var parameters: [String] = []
        var segments = path.segments[...]
        for part in parts {
            guard let segment = segments.popFirst() else { return nil }
            switch part {
            case .literal(let text): guard text == segment else { return nil }
            case .parameter: parameters.append(segment)
            case .rest:
                parameters.append(segment)
                parameters += segments
                return parameters
            }
        }
        return segments.isEmpty && !path.endsWithSlash ? parameters : nil
    }
}
