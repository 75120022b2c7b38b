import HTTP

/// What a `Range` field asks for (RFC 9110 §14.1.2, §14.2), of content of a known length.
enum ByteRange: Equatable {
    /// One part of the content.
    case range(Range<Int>)
    /// Another unit, several ranges, or not understood: the whole is sent.
    case ignored
    /// Beyond the end: 416.
    case unsatisfiable

    static func parse(_ value: String, length: Int) -> ByteRange {
        guard value.hasPrefix("bytes=") else { return .ignored }
        let parts = value.dropFirst(6).utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return .ignored }
        let (first, last) = (HTTPNumber.decimal(parts[0]), HTTPNumber.decimal(parts[1]))
        switch (first, last) {
        case (.some(let first), .some(let last)):
            guard first <= last else { return .ignored }
            return first < length ? .range(first..<(min(last, length - 1) + 1)) : .unsatisfiable
        case (.some(let first), nil) where parts[1].isEmpty:
            return first < length ? .range(first..<length) : .unsatisfiable
        case (nil, .some(let suffix)) where parts[0].isEmpty:
            return suffix > 0 && length > 0 ? .range(max(0, length - suffix)..<length) : .unsatisfiable
        default: return .ignored
        }
    }
}
