/// An IP address, of either version, as 128 bits; IPv4 in its mapped form (RFC 4291 §2.5.5.2), so that one socket of
/// version 6 and one of version 4 name the same client the same way, and no rule about addresses is passed by spelling
/// one differently.
public struct IPAddress: Sendable, Hashable {
    /// The address as a number.
    public let bits: UInt128

    /// The IPv6 address of 128 bits, or the IPv4 address mapped into it.
    public init(version6 bits: UInt128) { self.bits = bits }

    /// The IPv4 address of 32 bits, the first octet highest.
    public init(version4 bits: UInt32) { self.bits = 0xFFFF << 32 | UInt128(bits) }

    /// Whether it is an IPv4 address.
    public var isVersion4: Bool { bits >> 32 == 0xFFFF }

    /// Whether it is this machine's own: 127.0.0.0/8 (RFC 1122 §3.2.1.3) or ::1 (RFC 4291 §2.5.3).
    public var isLoopback: Bool { isVersion4 ? bits >> 24 & 0xFF == 127 : bits == 1 }

    /// The 16 octets.
    public var octets: [UInt8] { stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> $0) } }

    /// Reads the usual text forms: dotted decimal without leading zeros; hexadecimal groups with at most one `::`, the
    /// last four octets dotted if one likes. No zone, no brackets. Nil for anything else.
    public init?(_ text: some StringProtocol) {
        if text.utf8.contains(ASCII.colon) {
            guard let bits = IPAddress.v6(String(text)[...]) else { return nil }
            self.init(version6: bits)
        } else {
            guard let bits = IPAddress.v4(String(text)[...]) else { return nil }
            self.init(version4: bits)
        }
    }

    /// The network the address is in, as text: /24 for version 4, /48 for version 6. Enough to recognise a place, too
    /// little to name a person.
    public var network: String {
        if isVersion4 { return octets[12..<15].map(String.init).joined(separator: ".") + ".0/24" }
        return groups[..<3].map { String($0, radix: 16) }.joined(separator: ":") + "::/48"
    }

    private var groups: [UInt16] {
        stride(from: 112, through: 0, by: -16).map { UInt16(truncatingIfNeeded: bits >> $0) }
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
    /// Dotted decimal, or the one form of RFC 5952 §4: lower case, no leading zeros, the longest run of zeros as `::`.
    public var description: String {
        if isVersion4 { return octets[12...].map(String.init).joined(separator: ".") }
        let groups = groups
        var gap = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            // §4.2.2, §4.2.3: not for a single group; of equal runs the first.
            if end - start > max(1, gap.count) { gap = start..<end }
            start = max(end, start) + 1
        }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        return gap.isEmpty ? text(0..<8) : text(0..<gap.lowerBound) + "::" + text(gap.upperBound..<8)
    }
}
