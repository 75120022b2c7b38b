public import HTTP

/// Decides which addresses a client may connect to. It is asked about the address itself, after the name was resolved
/// and just before the connection is made, so a name that changes its address between check and use gains nothing.
public enum AddressGuard: Sendable, Equatable {
    /// Any address: for hosts that the operator named.
    case anywhere
    /// Only addresses of the public Internet, and the networks given: for hosts that users named.
    case publicOnly(allowing: [AddressRange])

    /// Whether a connection to the address may be made.
    public func permits(_ address: IPAddress) -> Bool {
        switch self {
        case .anywhere: true
        case .publicOnly(let allowed):
            AddressGuard.isPublic(address) || allowed.contains { $0.contains(address) }
        }
    }

    private static func isPublic(_ address: IPAddress) -> Bool {
        guard !special.contains(where: { $0.contains(address) }) else { return false }
        // RFC 4291 §2.4 leaves the rest of IPv6 to be assigned later; what is in use is 2000::/3.
        return address.isVersion4 || address.bits >> 125 == 1
    }

    // The special-purpose address registries of IANA (RFC 6890), and multicast. 6to4 and Teredo carry an IPv4 address
    // of the caller's choice inside, and are refused for that.
    private static let special: [AddressRange] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    ].map {
        guard let network = AddressRange($0) else { preconditionFailure("\($0) is no network") }
        return network
    }
}
