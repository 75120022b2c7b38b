public import Domain
import HTTP

extension SiteAddress {
    /// Reads a base URL; throws a sentence that says what to do.
    ///
    /// https, or http on a loopback address: Spotify takes no other redirection URI, and not `localhost` (FACTS §1.5).
    public init(baseURL text: String) throws(ConfigurationProblem) {
        let parts = try WebURL(text)
        guard parts.query == nil else { throw ConfigurationProblem("must have no query") }
        if !parts.isSecure {
            if parts.host == "localhost" {
                throw ConfigurationProblem("Spotify refuses localhost; write http://127.0.0.1:\(parts.port)")
            }
            guard parts.host == "[::1]" || IPAddress(parts.host)?.isLoopback == true else {
                throw ConfigurationProblem(
                    "Spotify takes https only, except on 127.0.0.1 and [::1]; put a proxy with TLS in front and write its "
                        + "https address")
            }
        }
        var path = parts.path
        while path.hasSuffix("/") { path.removeLast() }
        guard path.isEmpty || PathSegments(path) != nil, !path.contains("%") else {
            throw ConfigurationProblem("has a path that browsers may read differently; use plain letters and digits")
        }
        self.init(origin: parts.origin, path: path)
    }
}
