/// Where people find this installation: the only source of the URLs and cookies that Fanfare writes. No request field
/// ever is.
public struct SiteAddress: Sendable, Hashable, CustomStringConvertible {
    /// Scheme, host and port, as browsers write `Origin` (RFC 6454 §6.2).
    public let origin: String
    /// Begins with a slash and does not end with one; empty at the root of the host.
    public let path: String

    /// An address by its parts, as the configuration has checked them.
    public init(origin: String, path: String) {
        self.origin = origin
        self.path = path
    }

    /// Without a slash at its end.
    public var description: String { origin + path }

    /// Whether it is https.
    public var isSecure: Bool { origin.hasPrefix("https://") }

    /// The host without its port.
    public var host: String {
        let authority = origin.drop { $0 != "/" }.drop { $0 == "/" }
        return authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : String(authority.prefix { $0 != ":" })
    }

    /// The path of a page, with the base before it; `page` begins with a slash.
    public func path(_ page: String) -> String { path + page }

    /// The whole URL of a page.
    public func url(_ page: String) -> String { origin + path + page }
}
