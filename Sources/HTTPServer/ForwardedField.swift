import HTTP

/// `Forwarded` (RFC 7239 §4): one element for each proxy on the way, the nearest last.
struct ForwardedField: Equatable {
    /// The `for` of each element without its quotes; nil where an element names nobody.
    let hops: [String?]

    /// Reads a whole value; nil for what does not follow the grammar, of which nothing may be believed.
    init?(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        var hops: [String?] = []
        repeat {
            var hop: String?
            var hasPair = false
            repeat {
                scanner.skipSpace()
                guard let name = scanner.token() else { continue }
                guard scanner.take(0x3D), let value = scanner.value() else { return nil }
                // §4: each parameter at most once an element.
                if ASCII.lowercased(name) == "for" {
                    guard hop == nil else { return nil }
                    hop = value
                }
                hasPair = true
                scanner.skipSpace()
            } while scanner.take(0x3B)
            // RFC 9110 §5.6.1.2: empty list members are passed over.
            if hasPair { hops.append(hop) }
        } while scanner.take(0x2C)
        guard scanner.isAtEnd else { return nil }
        self.hops = hops
    }
}

private struct Scanner {
    let bytes: [UInt8]
    var index = 0

    var isAtEnd: Bool { index == bytes.count }

    mutating func skipSpace() {
        while index < bytes.count, bytes[index] == ASCII.sp || bytes[index] == ASCII.htab { index += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func token() -> String? {
        let start = index
        while index < bytes.count, ASCII.isToken(bytes[index]) { index += 1 }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    /// token / quoted-string (RFC 9110 §5.6.4).
    mutating func value() -> String? {
        guard take(0x22) else { return token() }
        var content: [UInt8] = []
        while index < bytes.count {
            var byte = bytes[index]
            index += 1
            if byte == 0x22 { return String(decoding: content, as: UTF8.self) }
            if byte == 0x5C {
                guard index < bytes.count else { return nil }
                byte = bytes[index]
                index += 1
            }
            content.append(byte)
        }
        return nil
    }
}
