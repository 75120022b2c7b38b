import HTTP

/// An http or https URL taken apart (RFC 3986), strictly: no userinfo, no fragment.
struct WebURL {
    let isSecure: Bool
    let host: String
    let port: Int
    let path: String
    let query: String?
    /// Scheme, host, and the port unless it is the scheme's own.
    let origin: String

    init(_ text: String) throws(ConfigurationProblem) {
        let secure = text.hasPrefix("https://")
        guard secure || text.hasPrefix("http://") else {
            throw ConfigurationProblem("must begin with https:// or http://")
        }
        let rest = text.dropFirst(secure ? 8 : 7)
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }), !rest.contains("#") else {
            throw ConfigurationProblem("has a character that no URL has here")
        }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        guard Authority.isValid(authority.utf8) else {
            throw ConfigurationProblem("must name a host, such as https://fanfare.example")
        }
        var host = ASCII.lowercased(authority)
        var port = secure ? 443 : 80
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") {
            port = Int(host[host.index(after: colon)...]) ?? port
            host = String(host[..<colon])
        }
        let tail = rest[end...]
        let question = tail.firstIndex(of: "?")
        isSecure = secure
        self.host = host
        self.port = port
        path = String(tail[..<(question ?? tail.endIndex)])
        query = question.map { String(tail[tail.index(after: $0)...]) }
        let isDefault = port == (secure ? 443 : 80)
        origin = "\(secure ? "https" : "http")://\(host)\(isDefault ? "" : ":\(port)")"
    }
}
