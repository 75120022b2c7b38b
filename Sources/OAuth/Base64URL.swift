import FoundationEssentials

/// Base64 with the alphabet for URLs and without padding (RFC 4648 §5, RFC 7636 appendix A).
public enum Base64URL {
    /// The octets as text.
    public static func encode(_ octets: some Sequence<UInt8>) -> String {
        let text = Data(octets).base64EncodedString().utf8.filter { $0 != 0x3D }.map(toURLAlphabet)
        return String(decoding: text, as: UTF8.self)
    }

    /// The octets that the text stands for. Nil for padding, other letters, or bits that no octet needs: each sequence of
    /// octets has exactly one text.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let standard = String(decoding: text.utf8.map(fromURLAlphabet), as: UTF8.self) + padding
        guard let octets = Data(base64Encoded: standard).map(Array.init), encode(octets).utf8.elementsEqual(text.utf8)
        else { return nil }
        return octets
    }

    private static func toURLAlphabet(_ letter: UInt8) -> UInt8 {
        switch letter {
        case 0x2B: 0x2D
        case 0x2F: 0x5F
        default: letter
        }
    }

    private static func fromURLAlphabet(_ letter: UInt8) -> UInt8 {
        switch letter {
        case 0x2D: 0x2B
        case 0x5F: 0x2F
        default: letter
        }
    }
}
