import HTTP

/// Finds the route of a request (RFC 9110 §9.1, §15.5.5, §15.5.6).
struct Router: Sendable {
    enum Match: Sendable {
        /// A route, and the segments its pattern leaves open.
        case route(Route, parameters: [String])
        /// The path is known, this method is not among its own.
        case otherMethods([Method])
        /// The same page without the slash at the end.
        case withoutSlash(String)
        case unknown
    }

    private let basePath: String
    /// By path, for those with one path each: nearly all.
    private let literal: [String: [(Route, parameters: [String])]]
    private let open: [Route]

    init(_ routes: [Route], basePath: String) {
        self.basePath = basePath
        var literal: [String: [(Route, parameters: [String])]] = [:]
        for route in routes where route.pattern.isLiteral {
            literal[basePath + route.pattern.text, default: []].append((route, []))
        }
        // `/fanfare` is the front page of `/fanfare/`.
        if !basePath.isEmpty { literal[basePath] = literal[basePath + "/"] }
        self.literal = literal
        open = routes.filter { !$0.pattern.isLiteral }
    }

    /// The path below the base path; nil for one that is elsewhere.
    func local(_ path: String) -> Substring? {
        guard path.utf8.starts(with: basePath.utf8) else { return nil }
        let rest = path[path.utf8.index(path.startIndex, offsetBy: basePath.utf8.count)...]
        return rest.isEmpty || rest.utf8.first == ASCII.slash ? rest : nil
    }

    func match(_ method: Method, _ path: String) -> Match {
        // A path that equals a literal octet for octet is in canonical form already.
        if let routes = literal[path] { return choose(method, routes) }
        guard let local = local(path), let segments = PathSegments(String(local)) else { return .unknown }
        let fitting = open.compactMap { route in
            route.pattern.parameters(in: segments).map { (route, $0) }
        }
        if !fitting.isEmpty { return choose(method, fitting) }
        let canonical = basePath + "/" + segments.segments.map { PercentEncoding.encode($0) }.joined(separator: "/")
        guard let routes = literal[canonical] else { return .unknown }
        if segments.endsWithSlash { return .withoutSlash(canonical) }
        return choose(method, routes)
    }

    private func choose(_ method: Method, _ routes: [(Route, parameters: [String])]) -> Match {
        // HEAD is GET without the content, which the server leaves out (RFC 9110 §9.3.2).
        let wanted = method == .head ? .get : method
        if let (route, parameters) = routes.first(where: { $0.0.method == wanted }) {
            return .route(route, parameters: parameters)
        }
        return .otherMethods(Router.allowed(routes.map(\.0.method)))
    }

    /// Methods for `Allow`: those of the routes, and what every path answers.
    static func allowed(_ methods: [Method]) -> [Method] {
        var allowed = methods
        if let get = allowed.firstIndex(of: .get) { allowed.insert(.head, at: get + 1) }
        return allowed + [.options]
    }
}
