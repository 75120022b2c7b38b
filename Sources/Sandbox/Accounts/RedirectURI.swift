/// Spotify's rules for redirection URIs since 2025-11-27: https, http on a loopback address literal, or a scheme of
/// one's own; compared character by character.
enum RedirectURI {
    /// Throws for what may not be registered.
    static func checkRegistrable(_ uri: String) throws(UnregistrableRedirectURI) {
        guard let parts = split(uri), !uri.contains("#") else {
            throw UnregistrableRedirectURI(uri: uri, description: "\(uri) is not an absolute URI without fragment")
        }
        switch parts.scheme {
        case "https" where !parts.host.isEmpty: return
        case "http" where isLoopback(parts.host): return
        case "http", "https":
            throw UnregistrableRedirectURI(
                uri: uri,
                description: "\(uri) is refused: use https, or http on 127.0.0.1 or [::1]; localhost is not accepted")
        default: return
        }
    }

    /// Whether the URI of an authorization request is one of the registered ones. Exact but for one thing: a loopback
    /// URI registered without a port stands for every port (RFC 8252 §7.3).
    static func isRegistered(_ uri: String, among registered: [String]) -> Bool {
        registered.contains { one in
            if one == uri { return true }
            guard let mine = split(one), let other = split(uri), mine.scheme == "http", other.scheme == "http" else {
                return false
            }
            return isLoopback(mine.host) && mine.port == nil && mine.host == other.host && mine.rest == other.rest
                && other.port.map { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } } == true
        }
    }

    /// The URI with parameters behind whatever query it has.
    static func appending(_ parameters: String, to uri: String) -> String {
        "\(uri)\(uri.contains("?") ? "&" : "?")\(parameters)"
    }

    private static func isLoopback(_ host: String) -> Bool { host == "127.0.0.1" || host == "[::1]" }

    private static func split(_ uri: String) -> (scheme: String, host: String, port: String?, rest: String)? {
        let pieces = uri.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2, let first = pieces[0].utf8.first, (0x61...0x7A).contains(first | 0x20),
            uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let scheme = pieces[0].lowercased()
        guard pieces[1].hasPrefix("//") else { return (scheme, "", nil, String(pieces[1])) }
        let rest = pieces[1].dropFirst(2)
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        let hostEnd = authority.first == "[" ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : nil
        let colon = authority[(hostEnd ?? authority.startIndex)...].firstIndex(of: ":")
        return (
            scheme, String(authority[..<(colon ?? authority.endIndex)]),
            colon.map { String(authority[authority.index(after: $0)...]) }, String(rest[authorityEnd...])
        )
    }
}
