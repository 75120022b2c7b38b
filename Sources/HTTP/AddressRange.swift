/// An IP address, of either version, as 16 octets; IPv4 in its mapped form (RFC 4291 §2.5.5.2), so that one socket of
/// version 6 and one of version 4 name the same client the same way.
public struct IPAddress: Sendable, Hashable {
    /// The octets.
    public let octets: [UInt8]

    private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// Whether it is an IPv4 address.
    public var isVersion4: Bool { octets.starts(with: IPAddress.mappedPrefix) }

    /// Reads the usual text forms: dotted decimal without leading zeros; hexadecimal groups with at most one `::`, the last
    /// four octets dotted if one likes. No zone, no brackets.
    public init?(_ text: some StringProtocol) {
        if let four = IPAddress.version4(text) {
            octets = IPAddress.mappedPrefix + four
        } else if let six = IPAddress.version6(text) {
            octets = six
        } else {
            return nil
        }
    }

    private static func version4(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != 0x30,
                let number = HeadSemantics.decimal(part), let octet = UInt8(exactly: number)
            else { return nil }
            octets.append(octet)
        }
        return octets
    }

    private static func version6(_ text: some StringProtocol) -> [UInt8]? {
        var groups = String(text).split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard groups.count >= 3 else { return nil }
        if groups.first == "", groups[1] == "" { groups.removeFirst() }
        if groups.last == "", groups.count >= 2, groups[groups.count - 2] == "" { groups.removeLast() }
        var before: [UInt8] = []
        var after: [UInt8] = []
        var hasGap = false
        for (index, group) in groups.enumerated() {
            if group.isEmpty {
                guard !hasGap else { return nil }
                hasGap = true
                continue
            }
            var octets: [UInt8]
            if index == groups.count - 1, let four = version4(group) {
                octets = four
            } else {
                guard group.utf8.count <= 4, group.utf8.allSatisfy({ ASCII.hexValue($0) != nil }),
                    let number = UInt16(group, radix: 16)
                else { return nil }
                octets = [UInt8(number >> 8), UInt8(number & 0xFF)]
            }
            if hasGap { after += octets } else { before += octets }
            octets = []
        }
        let missing = 16 - before.count - after.count
        guard hasGap ? missing >= 2 : missing == 0 else { return nil }
        return before + [UInt8](repeating: 0, count: missing) + after
    }

    /// The network the address is in, as text: /24 for version 4, /48 for version 6. Enough to recognise a place, too
    /// little to name a person.
    public var network: String {
        if isVersion4 { return octets[12..<15].map(String.init).joined(separator: ".") + ".0/24" }
        let groups = stride(from: 0, to: 6, by: 2).map {
            String(UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::/48"
    }
}

/// A block of addresses in CIDR notation (RFC 4632): `10.0.0.0/8`, `fd00::/8`, or one address.
public struct AddressRange: Sendable, Hashable {
    private let address: IPAddress
    private let prefixBits: Int

    /// Reads a block; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]), parts.count <= 2 else { return nil }
        let width = address.isVersion4 ? 32 : 128
        var bits = width
        if parts.count == 2 {
            guard let given = HeadSemantics.decimal(parts[1].utf8), given <= width else { return nil }
            bits = given
        }
        self.address = address
        prefixBits = bits + 128 - width
    }

    /// Whether the address lies in the block.
    public func contains(_ other: IPAddress) -> Bool {
        let whole = prefixBits / 8
        guard address.octets.prefix(whole) == other.octets.prefix(whole) else { return false }
        let rest = prefixBits % 8
        return rest == 0 || (address.octets[whole] ^ other.octets[whole]) >> UInt8(8 - rest) == 0
    }
}
