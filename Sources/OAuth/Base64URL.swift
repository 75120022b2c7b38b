import FoundationEssentials

/// Base64 with the alphabet for URLs and without padding (RFC 4648 §5, RFC 7636 appendix A). Nothing is decoded here:
/// what verifiers and challenges are made of is read by the other side.
enum Base64URL {
    /// The octets as text.
    static func encode(_ octets: some Sequence<UInt8>) -> String {
        let letters = Data(octets).base64EncodedString().utf8.compactMap { letter -> UInt8? in
            switch letter {
            case 0x2B: 0x2D
            case 0x2F: 0x5F
            case 0x3D: nil
            default: letter
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
