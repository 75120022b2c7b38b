/// Where a server listens.
public enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or address, and a port; port 0 lets the system choose.
    case tcp(host: String, port: UInt16)
    /// A socket in the file system, and its permission bits.
    case unix(path: String, mode: UInt16)

    /// Reads `host:port`, `[::1]:port` or `unix:/path?mode=660`; nil for anything else.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let rest = text.dropFirst(5)
            let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            var mode: UInt16 = 0o660
            if parts.count == 2 {
                guard parts[1].hasPrefix("mode="), let given = UInt16(parts[1].dropFirst(5), radix: 8), given <= 0o777
                else { return nil }
                mode = given
            }
            // sun_path has 108 octets, one of them for the end.
            guard parts[0].hasPrefix("/"), parts[0].utf8.count < 108 else { return nil }
            self = .unix(path: String(parts[0]), mode: mode)
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self = .tcp(host: String(host), port: port)
    }

    /// The form it is written in.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path, _): "unix:\(path)"
        }
    }
}
