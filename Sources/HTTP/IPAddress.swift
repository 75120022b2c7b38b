/// An address of the Internet Protocol. An IPv4 address that came wrapped as IPv6 (RFC 4291 §2.5.5.2) is that IPv4
/// address, so that no rule about addresses can be passed by spelling one differently.
public struct IPAddress: Sendable, Hashable {
    /// The address as a number: 32 significant bits for IPv4, 128 for IPv6.
    public let bits: UInt128
    /// Whether it is an IPv6 address.
    public let isV6: Bool

    /// The IPv4 address of four octets, the first one highest.
    public init(v4 bits: UInt32) {
        self.bits = UInt128(bits)
        isV6 = false
    }

    /// The IPv6 address of 128 bits, or the IPv4 address mapped into it.
    public init(v6 bits: UInt128) {
        let isMapped = bits >> 32 == 0xFFFF
        self.bits = isMapped ? bits & 0xFFFF_FFFF : bits
        isV6 = !isMapped
    }

    /// How many bits an address of this kind has.
    public var width: Int { isV6 ? 128 : 32 }

    /// Reads `192.0.2.1` or `2001:db8::1`, without brackets, zone, or leading zeros in an IPv4 part. Nil otherwise.
    public init?(_ text: some StringProtocol) {
        if text.utf8.contains(ASCII.colon) {
            guard let bits = IPAddress.v6(String(text)[...]) else { return nil }
            self.init(v6: bits)
        } else {
            guard let bits = IPAddress.v4(String(text)[...]) else { return nil }
            self.init(v4: bits)
        }
    }

    private static func v4(_ text: Substring) -> UInt32? {
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            // Leading zeros are octal to some readers (RFC 6943 §3.1.1): refused, so nobody reads another address.
            guard (1...3).contains(part.count), part.count == 1 || part.first != 0x30,
                let value = HeadSemantics.decimal(part), value < 256
            else { return nil }
            bits = bits << 8 | UInt32(value)
        }
        return bits
    }

    // RFC 4291 §2.2: eight groups of up to four hexadecimal digits, one run of zeros as "::", the last two groups
    // possibly as an IPv4 address.
    private static func v6(_ text: Substring) -> UInt128? {
        var groups: [UInt16] = []
        var gap: Int?
        var rest = text.utf8
        if rest.starts(with: [ASCII.colon, ASCII.colon]) {
            gap = 0
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            let group = rest.prefix { $0 != ASCII.colon }
            if group.count == rest.count, group.contains(0x2E) {
                guard let v4 = v4(Substring(group)) else { return nil }
                groups += [UInt16(v4 >> 16), UInt16(truncatingIfNeeded: v4)]
                break
            }
            guard (1...4).contains(group.count), groups.count < 8 else { return nil }
            var value: UInt16 = 0
            for byte in group {
                guard let digit = ASCII.hexValue(byte) else { return nil }
                value = value << 4 | UInt16(digit)
            }
            groups.append(value)
            rest = rest.dropFirst(group.count)
            guard !rest.isEmpty else { break }
            rest = rest.dropFirst()
            if rest.first == ASCII.colon {
                guard gap == nil else { return nil }
                gap = groups.count
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
        if let gap { groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap) }
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal, or eight groups of hexadecimal digits without leading zeros.
    public var description: String {
        if isV6 {
            return stride(from: 112, through: 0, by: -16).map {
                String(UInt16(truncatingIfNeeded: bits >> $0), radix: 16)
            }
            .joined(separator: ":")
        }
        return stride(from: 24, through: 0, by: -8).map { String(UInt8(truncatingIfNeeded: bits >> $0)) }
            .joined(separator: ".")
    }
}
