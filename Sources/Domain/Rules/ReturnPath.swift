/// Where a sign-in goes on: a path inside this site and nothing else (RFC 9700 §4.11).
public struct ReturnPath: Sendable, Hashable {
    /// The path with its query; begins with exactly one slash.
    public let text: String

    /// The front page.
    public static let front = ReturnPath()

    private init() { text = "/" }

    /// The path, or the front page for anything that a browser could take for another site: two slashes, backslashes,
    /// control octets or spaces, and `.` and `..` (RFC 3986 §5.2.4), which lead out of a site below a path, also behind
    /// one percent-decoding; and for more than 512 octets.
    public init(checking candidate: String?) {
        guard let candidate, candidate.utf8.count <= 512, candidate.utf8.first == 0x2F,
            candidate.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }),
            !candidate.utf8.dropFirst().starts(with: [0x2F]), ReturnPath.isPlainWhenDecoded(candidate)
        else {
            self = .front
            return
        }
        text = candidate
    }

    private static func isPlainWhenDecoded(_ candidate: String) -> Bool {
        var decoded: [UInt8] = []
        var bytes = Array(candidate.utf8.prefix { $0 != 0x3F && $0 != 0x23 })[...]
        while let byte = bytes.popFirst() {
            guard byte == 0x25 else {
                decoded.append(byte)
                continue
            }
            guard let high = bytes.popFirst(), let low = bytes.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16), high != 0x2B, high != 0x2D
            else { return false }
            decoded.append(value)
        }
        guard decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != 0x5C }) else { return false }
        let segments = decoded.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false)
        // Nothing is between two slashes; at the end there may be one.
        guard !segments.dropLast().contains(where: \.isEmpty) else { return false }
        return !segments.contains { $0.elementsEqual([0x2E]) || $0.elementsEqual([0x2E, 0x2E]) }
    }
}
