import HTTP

/// Which URLs a client may use as a provider's endpoints.
public enum EndpointURL {
    /// Whether it is an absolute https URL without fragment (RFC 6749 §3.1, §3.2) and without user information; or http
    /// on this machine, where there is nobody to listen in.
    public static func isUsable(_ url: String) -> Bool {
        guard url.utf8.count <= 2048, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x23 }),
            let authority = authority(of: url), Authority.isValid(authority.utf8)
        else { return false }
        return url.hasPrefix("https://") || isLoopback(authority)
    }

    /// Scheme, host and port.
    public static func origin(of url: String) -> String {
        let scheme = url.hasPrefix("https://") ? "https://" : "http://"
        return scheme + (authority(of: url) ?? "")
    }

    private static func authority(of url: String) -> Substring? {
        for scheme in ["https://", "http://"] where url.hasPrefix(scheme) {
            return url.dropFirst(scheme.utf8.count).prefix { $0 != "/" && $0 != "?" }
        }
        return nil
    }

    private static func isLoopback(_ authority: Substring) -> Bool {
        var host = authority
        if !host.hasSuffix("]"), let colon = host.lastIndex(of: ":") { host = host[..<colon] }
        if host.hasPrefix("[") { host = host.dropFirst().dropLast() }
        if ASCII.lowercased(host) == "localhost" { return true }
        return IPAddress(host)?.isLoopback ?? false
    }
}
