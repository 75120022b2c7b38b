/// Octet classes of RFC 9110 §5.6 and RFC 9112. Bytes are compared as bytes: Swift's Characters know
/// line ends, digits and letters that HTTP does not.
public enum ASCII {
    /// The octet 0x0A.
    public static let lf: UInt8 = 0x0A
    /// The octet 0x0D.
    public static let cr: UInt8 = 0x0D
    /// The octet 0x20.
    public static let sp: UInt8 = 0x20
    /// The octet 0x09.
    public static let htab: UInt8 = 0x09
    /// The octet 0x3A.
    public static let colon: UInt8 = 0x3A
    /// The octet 0x2F.
    public static let slash: UInt8 = 0x2F
    /// The octet 0x3B.
    public static let semicolon: UInt8 = 0x3B

    /// Whether the octet may stand in a token (tchar, RFC 9110 §5.6.2): a set of bits for 0 to 63 and for 64 to 127.
    @inline(__always) public static func isToken(_ byte: UInt8) -> Bool {
        if byte < 64 { return 0x03FF_6CFA_0000_0000 >> UInt64(byte) & 1 == 1 }
        if byte < 128 { return 0x57FF_FFFF_C7FF_FFFE >> UInt64(byte &- 64) & 1 == 1 }
        return false
    }

    /// Whether the octet may stand in a field value: HTAB, SP, VCHAR, obs-text (RFC 9110 §5.5).
    @inline(__always) public static func isFieldValue(_ byte: UInt8) -> Bool {
        (byte >= 0x20 && byte != 0x7F) || byte == htab
    }

    /// DIGIT.
    @inline(__always) public static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The value of a HEXDIG, or nil.
    @inline(__always) public static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x41...0x46: byte &- 0x41 &+ 10
        case 0x61...0x66: byte &- 0x61 &+ 10
        default: nil
        }
    }

    /// A to Z become a to z; nothing else changes.
    @inline(__always) public static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Whether two texts are the same but for ASCII case.
    public static func equal(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { lowercased($0) == lowercased($1) }
    }

    /// A copy with A to Z lowered.
    public static func lowercased(_ text: some StringProtocol) -> String {
        String(decoding: text.utf8.map { lowercased($0) }, as: UTF8.self)
    }
}
