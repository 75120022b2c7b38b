/// A block of addresses with a common beginning, written as RFC 4632 §3.1 does: `10.0.0.0/8`, `fc00::/7`.
public struct IPNetwork: Sendable, Hashable {
    /// The first address; the bits behind the prefix are zero.
    public let base: IPAddress
    /// How many leading bits are common.
    public let prefixLength: Int

    /// Reads `address/length`, or an address alone. Nil for a malformed one, a length beyond the address, or bits set
    /// behind the prefix: `10.0.0.1/8` is more likely a mistake than a wish.
    public init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = IPAddress(halves[0]) else { return nil }
        var length = base.width
        if halves.count == 2 {
            guard let given = HeadSemantics.decimal(halves[1].utf8), given <= base.width else { return nil }
            length = Int(given)
        }
        guard base.bits & ~IPNetwork.mask(length, width: base.width) == 0 else { return nil }
        self.base = base
        prefixLength = length
    }

    /// Whether the address is one of the block. An IPv4 address is in no IPv6 block.
    public func contains(_ address: IPAddress) -> Bool {
        address.isV6 == base.isV6 && address.bits & IPNetwork.mask(prefixLength, width: base.width) == base.bits
    }

    private static func mask(_ length: Int, width: Int) -> UInt128 {
        // The shift is a smart one: by all 128 bits it gives zero.
        let all: UInt128 = width == 128 ? .max : 0xFFFF_FFFF
        return all & ~(all >> UInt128(length))
    }
}

extension IPNetwork: CustomStringConvertible {
    /// `address/length`.
    public var description: String { "\(base)/\(prefixLength)" }
}
