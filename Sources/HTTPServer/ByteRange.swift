import HTTP

/// What a `Range` field asks for (RFC 9110 §14.1.2, §14.2), of content of a known length.
enum ByteRange: Equatable {
    /// One part of the content.
    case range(Range<Int>)
    /// Another unit, several parts, or not understood: the whole is sent.
    case ignored
    /// Beyond the end: 416.
    case unsatisfiable

    /// Members beyond which nobody asks for parts in earnest (RFC 9110 §14.2).
    private static let membersMax = 16

    static func parse(_ value: String, length: Int) -> ByteRange {
        let octets = Substring(value).utf8
        // RFC 9110 §14.1: the names of units are compared without regard to case.
        guard let mark = octets.firstIndex(of: 0x3D), ASCII.equal(octets[..<mark], "bytes".utf8) else {
            return .ignored
        }
        let members = octets[octets.index(after: mark)...].split(separator: 0x2C, maxSplits: membersMax)
            .map(\.withoutOptionalWhitespace).filter { !$0.isEmpty }
        guard (1...membersMax).contains(members.count) else { return .ignored }
        var satisfiable: [Range<Int>] = []
        for member in members {
            switch part(member, length: length) {
            case .range(let range): satisfiable.append(range)
            case .ignored: return .ignored
            case .unsatisfiable: continue
            }
        }
        // Several would be a multipart answer, which MAY be declined.
        return satisfiable.count > 1 ? .ignored : satisfiable.first.map(ByteRange.range) ?? .unsatisfiable
    }

    private static func part(_ text: Substring.UTF8View, length: Int) -> ByteRange {
        let parts = text.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return .ignored }
        switch (HTTPNumber.saturatingDecimal(parts[0]), HTTPNumber.saturatingDecimal(parts[1])) {
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

extension Substring.UTF8View {
    /// The text without SP and HTAB at either end (RFC 9110 §5.6.3).
    var withoutOptionalWhitespace: Substring.UTF8View {
        var rest = self
        while let first = rest.first, first == ASCII.sp || first == ASCII.htab { rest.removeFirst() }
        while let last = rest.last, last == ASCII.sp || last == ASCII.htab { rest.removeLast() }
        return rest
    }
}
