/// Where a server listens.
public enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or address, and a port; port 0 lets the system choose.
    case tcp(host: String, port: UInt16)
    /// A socket in the file system, and its permission bits.
    case unix(path: String, mode: UInt16)
    /// The sockets that the service manager has opened for this process (systemd.socket(5)): not bound again, and left
    /// open when the server stops, so that clients wait for its successor instead of being refused.
    case systemd
    /// An address where each connection begins with a header of the PROXY protocol, version 1 or 2, from a trusted
    /// proxy; any other connection is closed.
    indirect case proxied(ListenAddress)

    /// Reads `host:port`, `[::1]:port`, `unix:/path?mode=660` or `systemd`, each with `?proxy` (`&proxy` behind a mode)
    /// for the PROXY protocol; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var mode: UInt16?
        var isProxied = false
        if parts.count == 2 {
            for option in parts[1].split(separator: "&", omittingEmptySubsequences: false) {
                if option == "proxy", !isProxied {
                    isProxied = true
                } else if option.hasPrefix("mode="), mode == nil, parts[0].hasPrefix("unix:"),
                    option.dropFirst(5).utf8.allSatisfy({ (0x30...0x37).contains($0) }),
                    let given = UInt16(option.dropFirst(5), radix: 8), given <= 0o777
                {
                    mode = given
                } else {
                    return nil
                }
            }
        }
        guard let plain = ListenAddress(withoutOptions: parts[0], mode: mode ?? 0o660) else { return nil }
        self = isProxied ? .proxied(plain) : plain
    }

    private init?(withoutOptions text: Substring, mode: UInt16) {
        if text == "systemd" {
            self = .systemd
            return
        }
        if text.hasPrefix("unix:") {
            let path = text.dropFirst(5)
            // sun_path has 108 octets, one of them for the end.
            guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
            self = .unix(path: String(path), mode: mode)
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

    /// Whether both are the same address, whatever their options.
    public func isSamePlace(as other: ListenAddress) -> Bool {
        if case .tcp(_, port: 0) = plain { return false }
        return plain == other.plain
    }

    /// The address without its options.
    private var plain: ListenAddress {
        switch self {
        case .proxied(let address): address.plain
        case .unix(let path, _): .unix(path: path, mode: 0)
        case .tcp, .systemd: self
        }
    }

    /// Whether clients of one would reach the other: the system spreads connections over all sockets of an address
    /// (`SO_REUSEPORT`), so that two servers there would each get some of them.
    public func overlaps(_ other: ListenAddress) -> Bool {
        guard case .tcp(let host, let port) = plain, case .tcp(let otherHost, let otherPort) = other.plain else {
            return isSamePlace(as: other)
        }
        let every = ["*", "0.0.0.0", "::"]
        return port == otherPort && port != 0
            && (host == otherHost || every.contains(host) || every.contains(otherHost))
    }

    /// The form it is written in, without options.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path, _): "unix:\(path)"
        case .systemd: "systemd"
        case .proxied(let address): address.description
        }
    }
}
