import HTTP

/// The header of the PROXY protocol, with which a proxy that does not speak HTTP says whose connection it passes on
/// (haproxy.org/download/2.9/doc/proxy-protocol.txt). There is no guessing: a listener expects it or does not.
enum ProxyHeader {
    /// What came of the octets seen.
    enum Progress: Equatable {
        /// Right so far.
        case needsMore
        /// A whole header of `consumed` octets. Without a source (LOCAL, UNKNOWN, UNSPEC, a family that is not IP) the
        /// connection is the proxy's own.
        case done(source: IPAddress?, consumed: Int)
    }

    /// Version 1, with its CRLF (§2.1).
    private static let lineBytesMax = 107
    /// Addresses and additional values of version 2. The length field could say 65,535; no proxy comes near.
    private static let contentBytesMax = 4096
    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]

    /// Reads the header at the beginning of a connection's octets; throws when they cannot become one.
    static func parse(_ bytes: Span<UInt8>) throws(MalformedMessage) -> Progress {
        guard bytes.count > 0 else { return .needsMore }
        return bytes[0] == signature[0] ? try parseBinary(bytes) : try parseLine(bytes)
    }

    // MARK: Version 1 (§2.1)

    private static func parseLine(_ bytes: Span<UInt8>) throws(MalformedMessage) -> Progress {
        let prefix: [UInt8] = [0x50, 0x52, 0x4F, 0x58, 0x59, 0x20]
        for index in 0..<min(prefix.count, bytes.count) where bytes[index] != prefix[index] {
            throw MalformedMessage("no PROXY header")
        }
        var end = 0
        while end < bytes.count, end < lineBytesMax, bytes[end] != ASCII.lf { end += 1 }
        guard end < lineBytesMax else { throw MalformedMessage("a PROXY line is too long") }
        guard end < bytes.count else { return .needsMore }
        guard bytes[end - 1] == ASCII.cr else { throw MalformedMessage("a PROXY line ends with LF alone") }
        var line: [UInt8] = []
        for index in prefix.count..<max(prefix.count, end - 1) { line.append(bytes[index]) }
        return .done(source: try source(inLine: line), consumed: end + 1)
    }

    private static func source(inLine line: [UInt8]) throws(MalformedMessage) -> IPAddress? {
        let parts = line.split(separator: ASCII.sp, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        // What stands behind UNKNOWN is to be ignored.
        if parts.first == "UNKNOWN" { return nil }
        guard parts.count == 5, parts[0] == "TCP4" || parts[0] == "TCP6", isPort(parts[3]), isPort(parts[4]),
            let source = IPAddress(parts[1]), IPAddress(parts[2]) != nil
        else { throw MalformedMessage("a PROXY line is not understood") }
        let isVersion6 = parts[0] == "TCP6"
        guard parts[1].utf8.contains(ASCII.colon) == isVersion6, parts[2].utf8.contains(ASCII.colon) == isVersion6
        else { throw MalformedMessage("a PROXY line has addresses of another family") }
        return source
    }

    private static func isPort(_ text: String) -> Bool {
        guard let number = HTTPNumber.decimal(text.utf8), number <= 65_535 else { return false }
        return text == String(number)
    }

    // MARK: Version 2 (§2.2)

    private static func parseBinary(_ bytes: Span<UInt8>) throws(MalformedMessage) -> Progress {
        for index in 0..<min(signature.count, bytes.count) where bytes[index] != signature[index] {
            throw MalformedMessage("no PROXY signature")
        }
        let start = signature.count + 4
        guard bytes.count >= start else { return .needsMore }
        let (versionAndCommand, family) = (bytes[12], bytes[13])
        guard versionAndCommand == 0x20 || versionAndCommand == 0x21, family >> 4 <= 3, family & 0x0F <= 2 else {
            throw MalformedMessage("a PROXY header of an unknown version, command or family")
        }
        let length = Int(bytes[14]) << 8 | Int(bytes[15])
        guard length <= contentBytesMax else { throw MalformedMessage("a PROXY header is too long") }
        let needed =
            switch family >> 4 {
            case 1: 12
            case 2: 36
            case 3: 216
            default: 0
            }
        let isLocal = versionAndCommand == 0x20
        guard isLocal || length >= needed else { throw MalformedMessage("a PROXY header is too short") }
        guard bytes.count >= start + length else { return .needsMore }
        var source: IPAddress?
        // STREAM alone: nobody passes datagrams on to a stream.
        if !isLocal, family & 0x0F == 1 {
            switch family >> 4 {
            case 1: source = IPAddress(version4: UInt32(truncatingIfNeeded: number(bytes, at: start, count: 4)))
            case 2: source = IPAddress(version6: number(bytes, at: start, count: 16))
            default: break
            }
        }
        return .done(source: source, consumed: start + length)
    }

    private static func number(_ bytes: Span<UInt8>, at start: Int, count: Int) -> UInt128 {
        var value: UInt128 = 0
        for index in start..<(start + count) { value = value << 8 | UInt128(bytes[index]) }
        return value
    }
}
