/// Octets as text (RFC 4648). Decoding is strict: what it takes has exactly one spelling.
public struct Base64: Sendable {
    private let digits: [UInt8]
    private let values: [UInt8]
    private let isPadded: Bool

    private init(lastDigits: String, isPadded: Bool) {
        digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(lastDigits)".utf8)
        var values = [UInt8](repeating: Base64.none, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        self.values = values
        self.isPadded = isPadded
    }

    /// With `+`, `/` and padding (§4): files.
    public static let standard = Base64(lastDigits: "+/", isPadded: true)
    /// With `-`, `_` and no padding (§5): addresses and cookies.
    public static let url = Base64(lastDigits: "-_", isPadded: false)

    private static let none: UInt8 = 0xFF
    private static let pad = UInt8(ascii: "=")

    /// The text of octets.
    public func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(digits[Int(bits >> UInt32(count) & 0x3F)])
            }
        }
        if count > 0 { text.append(digits[Int(bits << UInt32(6 - count) & 0x3F)]) }
        while isPadded, text.count % 4 != 0 { text.append(Base64.pad) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The octets of a text; nil for another alphabet, wrong padding or bits left over (§3.5).
    public func decode(_ text: some StringProtocol) -> [UInt8]? {
        var characters = Array(text.utf8)
        if isPadded {
            guard characters.count % 4 == 0 else { return nil }
            for _ in 0..<2 where characters.last == Base64.pad { characters.removeLast() }
        }
        guard characters.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for character in characters {
            let value = values[Int(character)]
            guard value != Base64.none else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard bits & (1 << UInt32(count) - 1) == 0 else { return nil }
        return bytes
    }
}
