/// `uri-host [ ":" port ]` (RFC 9110 §4.2, RFC 3986 §3.2.2), the form of `Host`.
public enum Authority {
    /// Whether the text is a host, possibly with a port, and nothing else: no userinfo, no path, no empty host.
    public static func isValid(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        guard let (host, port) = split(text) else { return false }
        guard port.allSatisfy(ASCII.isDigit), port.count <= 5 else { return false }
        if port.reduce(0, { $0 * 10 + Int($1 - 0x30) }) > 65_535 { return false }
        guard let first = host.first else { return false }
        if first == 0x5B {
            // An IPv6 address between brackets. Later versions (IPvFuture) do not exist, zone ids are not for the wire.
            let inner = host.dropFirst().dropLast()
            return host.last == 0x5D && inner.contains(ASCII.colon)
                && IPAddress(String(decoding: inner, as: UTF8.self)) != nil
        }
        return isRegisteredName(host)
    }

    /// Host and port, split at the colon that stands behind any bracket; nil where there are several.
    public static func split<Text: BidirectionalCollection<UInt8>>(
        _ text: Text
    ) -> (host: Text.SubSequence, port: Text.SubSequence)? {
        var colon: Text.Index?
        var isInLiteral = false
        for index in text.indices {
            switch text[index] {
            case 0x5B where index == text.startIndex: isInLiteral = true
            case 0x5D where isInLiteral: isInLiteral = false
            case ASCII.colon where !isInLiteral:
                guard colon == nil else { return nil }
                colon = index
            default:
                // Between the bracket and the colon nothing may stand.
                if text.first == 0x5B, !isInLiteral, colon == nil { return nil }
            }
        }
        guard !isInLiteral else { return nil }
        guard let colon else { return (text[...], text[text.endIndex...]) }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    /// reg-name (RFC 3986 §3.2.2): unreserved, sub-delims, percent-encoded octets.
    private static func isRegisteredName(_ host: some Collection<UInt8>) -> Bool {
        var pending = 0
        for byte in host {
            if pending > 0 {
                guard ASCII.hexValue(byte) != nil else { return false }
                pending -= 1
                continue
            }
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: continue
            case 0x2D, 0x2E, 0x5F, 0x7E: continue
            case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D: continue
            case 0x25: pending = 2
            default: return false
            }
        }
        return pending == 0
    }
}
