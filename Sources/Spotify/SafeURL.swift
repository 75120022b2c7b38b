import HTTP

/// URLs that others wrote and our pages will carry.
enum SafeURL {
    /// A picture: http or https; nil for anything else.
    static func image(_ text: String) -> String? {
        let url = trimmed(text)
        return hasScheme(url, "https://") || hasScheme(url, "http://") ? url : nil
    }

    /// A page at Spotify: https, or where the API itself is, so that a stand-in's links lead to it.
    static func page(_ text: String?, apiURL: String) -> String? {
        guard let text else { return nil }
        let url = trimmed(text)
        if hasScheme(url, "https://") { return url }
        return hasScheme(url, origin(of: apiURL) + "/") ? url : nil
    }

    /// The page that an id has by Spotify's own rule.
    static func page(of kind: String, _ id: String) -> String {
        "https://open.spotify.com/\(kind)/\(PercentEncoding.encode(id))"
    }

    /// Scheme, host and port of an absolute URL.
    static func origin(of url: String) -> String {
        guard let scheme = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return url }
        let slashes = url.utf8[scheme...].prefix(3).count
        let host = url.utf8.index(scheme, offsetBy: slashes)
        let end = url.utf8[host...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
        return String(url[..<(end ?? url.endIndex)])
    }

    /// Whether the URL begins so, goes on, and has no octet that would have to be encoded (RFC 3986 §2).
    private static func hasScheme(_ url: String, _ start: String) -> Bool {
        let octets = url.utf8
        guard octets.count > start.utf8.count, octets.count <= 2048,
            octets.starts(with: start.utf8, by: { $0 | 0x20 == $1 | 0x20 })
        else { return false }
        return octets.allSatisfy { octet in
            octet > 0x20 && octet < 0x7F && !#"<>"\^`{|}"#.utf8.contains(octet)
        }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
