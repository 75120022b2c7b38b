/// A block of addresses in CIDR notation (RFC 4632): `10.0.0.0/8`, `fd00::/8`, or one address.
public struct AddressRange: Sendable, Hashable {
    /// The bits that all addresses of the block have in common; the others are zero.
    private let base: UInt128
    private let mask: UInt128

    /// Reads a block; bits behind the prefix are ignored. Nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
        let width = address.isVersion4 ? 32 : 128
        var length = width
        if parts.count == 2 {
            guard let given = HeadSemantics.decimal(parts[1].utf8), given <= width else { return nil }
            length = given
        }
        // A smart shift: by all 128 bits it gives zero.
        mask = ~(UInt128.max >> UInt128(128 - width + length))
        base = address.bits & mask
    }

    /// Whether the address lies in the block.
    public func contains(_ address: IPAddress) -> Bool { address.bits & mask == base }
}
