/// `uri-host [ ":" port ]` (RFC 9110 §4.2, RFC 3986 §3.2.2), the form of `Host`.
public enum Authority {
    /// Whether the text is a host, possibly with a port, and nothing else: no userinfo, no path, no empty host.
    public static func isValid(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        if text.first == 0x5B { return isLiteral(text) }
        var isNamed = false
        // Hexadecimal digits that a percent sign still wants.
        var pending = 0
        var port: Int?
        var portDigits = 0
        for byte in text {
            if let number = port {
                guard ASCII.isDigit(byte), portDigits < 5 else { return false }
                port = number * 10 + Int(byte - 0x30)
                portDigits += 1
            } else if pending > 0 {
                guard ASCII.hexValue(byte) != nil else { return false }
                pending -= 1
            } else if byte == ASCII.colon {
                port = 0
            } else if byte == 0x25 {
                pending = 2
                isNamed = true
            } else {
                guard isInRegisteredName(byte) else { return false }
                isNamed = true
            }
        }
        return isNamed && pending == 0 && (port ?? 0) <= 65_535
    }

    /// An IPv6 address between brackets. Later versions (IPvFuture) do not exist, zone ids are not for the wire.
    private static func isLiteral(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        guard let (host, port) = split(text), host.last == 0x5D else { return false }
        guard port.allSatisfy(ASCII.isDigit), port.count <= 5 else { return false }
        if port.reduce(0, { $0 * 10 + Int($1 - 0x30) }) > 65_535 { return false }
        let inner = host.dropFirst().dropLast()
        return inner.contains(ASCII.colon) && IPAddress(String(decoding: inner, as: UTF8.self)) != nil
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

    /// unreserved and sub-delims of reg-name (RFC 3986 §3.2.2), which has percent-encoded octets besides.
    private static func isInRegisteredName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x2D, 0x2E, 0x5F, 0x7E: true
        case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D: true
        default: false
        }
    }
}
