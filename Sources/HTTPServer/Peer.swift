import HTTP

/// The other end of a connection: who it is, and whether its word about others is taken.
struct Peer: Sendable {
    /// Its address; empty on a Unix socket.
    let host: String
    /// Whether it is a configured proxy.
    let isTrusted: Bool
    /// What connections of the same client are counted by; nil for those that are not counted: proxies, Unix sockets,
    /// and this machine, on which a proxy may stand that nobody told us of.
    let place: UInt128?

    init(host: String, settings: ServerSettings) {
        self.host = host
        guard !host.isEmpty, let address = IPAddress(host) else {
            isTrusted = host.isEmpty && settings.trustsUnixPeers
            place = nil
            return
        }
        isTrusted = settings.trustedProxies.contains { $0.contains(address) }
        // A client of version 6 has a whole /64 to itself.
        place = isTrusted || address.isLoopback ? nil : address.isVersion4 ? address.bits : address.bits >> 64
    }
}
