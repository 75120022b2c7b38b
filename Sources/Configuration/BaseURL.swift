import HTTP

/// The address under which people reach this installation. Every link, redirect and cookie is made from it, never from a
/// request.
public struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    /// Scheme, host and port: `https://fanfare.example`.
    public let origin: String
    /// The path before every route, without a slash at its end; empty for none.
    public let path: String
    /// Whether it is https.
    public let isSecure: Bool

    /// Without a slash at its end.
    public var description: String { origin + path }

    /// Reads a base URL; throws a sentence that says what to do.
    ///
    /// https, or http on a loopback address: Spotify takes no other redirection URI, and not `localhost` (FACTS §1.5).
    public init(_ text: String) throws(ConfigurationProblem) {
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
        origin = parts.origin
        self.path = path
        isSecure = parts.isSecure
    }
}

extension IPAddress {
    /// 127.0.0.0/8 or ::1.
    var isLoopback: Bool { isVersion4 ? octets[12] == 127 : octets == [UInt8](repeating: 0, count: 15) + [1] }
}

/// What is wrong with a value, as the rest of a sentence that begins with the setting's name.
public struct ConfigurationProblem: Error, Sendable, Equatable {
    /// The rest of the sentence.
    public let text: String

    init(_ text: String) { self.text = text }
}

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
