import HTTP

/// What is believed of a request's fields about its way here: the word of configured proxies, and of nobody else.
enum ProxyTrust {
    /// The client of a request that came from `peer`. The hops are walked from the right, to the first address that is
    /// no trusted proxy; anything unreadable on the way makes the client unknown, never local.
    ///
    /// One field decides: `X-Forwarded-For` where there is one, since a proxy that writes it commonly passes on
    /// whatever the client put into `Forwarded`.
    static func client(of fields: Fields, peer: Peer, trusted: [AddressRange]) -> ClientAddress {
        guard peer.isTrusted else { return ClientAddress(host: peer.host) }
        let hops: [String?]
        if fields.contains(.xForwardedFor) {
            hops = fields.list(.xForwardedFor)
        } else if let text = fields.combined(.forwarded) {
            guard let field = ForwardedField(text) else { return .unknown }
            hops = field.hops
        } else {
            hops = []
        }
        var farthest: IPAddress?
        for hop in hops.reversed() {
            guard let address = hop.flatMap(address(ofNode:)) else { return .unknown }
            if !trusted.contains(where: { $0.contains(address) }) {
                return ClientAddress(host: address.description)
            }
            farthest = address
        }
        return farthest.map { ClientAddress(host: $0.description) } ?? ClientAddress(host: peer.host)
    }

    /// The id that a trusted proxy has given the request: a token of at most 64 octets.
    static func requestID(of fields: Fields, peer: Peer) -> String? {
        guard peer.isTrusted, let id = fields[.xRequestId], (1...64).contains(id.utf8.count),
            id.utf8.allSatisfy(ASCII.isToken)
        else { return nil }
        return id
    }

    /// An address with or without port, in brackets if of version 6 with one (RFC 7239 §6). Nil for `unknown` and for
    /// hidden names.
    private static func address(ofNode text: String) -> IPAddress? {
        if let address = IPAddress(text) { return address }
        guard let (host, port) = Authority.split(text.utf8), port.allSatisfy(ASCII.isDigit) else { return nil }
        let name = String(decoding: host, as: UTF8.self)
        if name.hasPrefix("["), name.hasSuffix("]") {
            return name.utf8.contains(ASCII.colon) ? IPAddress(name.dropFirst().dropLast()) : nil
        }
        return IPAddress(name)
    }
}
