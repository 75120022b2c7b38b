import HTTP

/// Whose word on a client's address is taken: that of configured proxies, and of nobody else.
enum ProxyTrust {
    /// The client of a request that came from `peer`. `X-Forwarded-For` is walked from the right, to the first address that
    /// is no trusted proxy; anything unreadable on the way makes the client unknown, never local.
    static func client(of fields: Fields, peer: String, settings: ServerSettings) -> ClientAddress {
        guard isTrusted(peer, settings) else { return ClientAddress(host: peer) }
        let hops = fields.list(.xForwardedFor)
        for hop in hops.reversed() {
            guard let address = IPAddress(hop) else { return .unknown }
            if !settings.trustedProxies.contains(where: { $0.contains(address) }) { return ClientAddress(host: hop) }
        }
        return hops.first.map { ClientAddress(host: $0) } ?? (peer.isEmpty ? .unknown : ClientAddress(host: peer))
    }

    private static func isTrusted(_ peer: String, _ settings: ServerSettings) -> Bool {
        if peer.isEmpty { return settings.trustsUnixPeers }
        guard !settings.trustedProxies.isEmpty, let address = IPAddress(peer) else { return false }
        return settings.trustedProxies.contains { $0.contains(address) }
    }
}
