/// A short digest of a page as the source sent it, octet by octet: two pages with the same digest are the same page.
public struct PageDigest: Sendable, Hashable {
    /// Sixteen octets.
    public var bytes: [UInt8]

    /// A digest of these octets.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
}
