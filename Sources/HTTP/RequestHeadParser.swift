/// Bounds of a request head. Past one the request is refused, never shortened (RFC 9110 §5.4).
public struct HeadLimits: Sendable, Equatable {
    /// Octets of the request line: RFC 9112 §3 recommends at least 8,000. Past it: 414.
    public var requestLineBytesMax = 8 << 10
    /// Octets of one field line. Past it: 431.
    public var fieldBytesMax = 8 << 10
    /// Octets of the whole head. Past it: 431.
    public var headBytesMax = 32 << 10
    /// Field lines. Past it: 431.
    public var fieldCountMax = 100

    /// The defaults.
    public init() {}
}

/// What a parser says of the octets it was shown.
public enum HeadProgress: Sendable, Equatable {
    /// Right so far; show the same octets again with more behind them.
    case needsMore
    /// A whole head, which took the first `consumed` octets.
    case done(RequestHead, consumed: Int)
}

/// Reads one request head (RFC 9112 §2 to §6), octet by octet and strictly: what two servers could understand
/// differently is refused, since behind a proxy the difference is an attack.
///
/// A parser may be shown a growing buffer again and again; it goes on where it stopped, so slow senders cost no more
/// work than quick ones. It serves one head.
public struct RequestHeadParser: Sendable {
    private let limits: HeadLimits
    /// Where the line being read begins.
    private var lineStart = 0
    /// How far that line was searched for its end.
    private var searched = 0
    private var emptyLines = 0
    private var headStart = 0
    private var requestLine: RequestLine?
    private var lines: [Fields.Line] = []

    /// A parser for the next head of a connection.
    public init(limits: HeadLimits = HeadLimits()) {
        self.limits = limits
    }

    /// Looks at all octets received since the last request. Throws when no continuation could make them a request.
    public mutating func parse(_ bytes: Span<UInt8>) throws(MalformedMessage) -> HeadProgress {
        while true {
            guard let lineFeed = try findLineFeed(in: bytes) else { return .needsMore }
            // RFC 9112 §2.2: a bare LF as line terminator MAY be accepted; two readers differ on it, so it is not.
            guard lineFeed > lineStart, bytes[lineFeed - 1] == ASCII.cr else {
                throw MalformedMessage("a line ends with LF alone")
            }
            let end = lineFeed - 1
            if requestLine == nil {
                if end == lineStart {
                    // RFC 9112 §2.2: at least one empty line before the request line is ignored.
                    emptyLines += 1
                    guard emptyLines <= 2 else { throw MalformedMessage("empty lines before the request line") }
                    headStart = lineFeed + 1
                } else {
                    requestLine = try RequestLine.parse(bytes.extracting(lineStart..<end))
                    lines.reserveCapacity(12)
                }
            } else if end == lineStart {
                let head = try finish(bytes)
                return .done(head, consumed: lineFeed + 1)
            } else {
                guard lines.count < limits.fieldCountMax else {
                    throw MalformedMessage(.requestHeaderFieldsTooLarge, "too many fields")
                }
                lines.append(try FieldLine.parse(bytes, lineStart..<end))
            }
            lineStart = lineFeed + 1
            searched = lineStart
        }
    }

    /// The place of the next LF; checks the limits and the octets passed over.
    private mutating func findLineFeed(in bytes: Span<UInt8>) throws(MalformedMessage) -> Int? {
        var index = searched
        let count = bytes.count
        let lineMax = requestLine == nil ? limits.requestLineBytesMax : limits.fieldBytesMax
        let limit = min(count, lineStart + lineMax + 2)
        while index < limit {
            if bytes[index] == ASCII.lf { break }
            index += 1
        }
        if index - headStart > limits.headBytesMax {
            throw MalformedMessage(.requestHeaderFieldsTooLarge, "the head is too large")
        }
        if index < limit { return index }
        if limit < count || count - lineStart >= lineMax + 2 {
            throw requestLine == nil
                ? MalformedMessage(.uriTooLong, "the request line is too long")
                : MalformedMessage(.requestHeaderFieldsTooLarge, "a field line is too long")
        }
        if requestLine == nil, searched == lineStart { try checkStart(bytes) }
        try checkUnfinished(bytes)
        searched = index
        return nil
    }

    /// Refuses at once what cannot become a request line, such as the first octets of a TLS handshake, instead of
    /// waiting for a line end that never comes.
    private func checkStart(_ bytes: Span<UInt8>) throws(MalformedMessage) {
        guard lineStart < bytes.count else { return }
        let first = bytes[lineStart]
        guard ASCII.isToken(first) || first == ASCII.cr else {
            throw MalformedMessage("the request line does not begin with a method")
        }
    }

    /// Refuses at once a line that is wrong however it goes on: whoever ends lines with CR alone would wait for an
    /// answer until the deadline (RFC 9112 §2.2).
    private func checkUnfinished(_ bytes: Span<UInt8>) throws(MalformedMessage) {
        for index in max(lineStart, searched - 1)..<bytes.count {
            if bytes[index] == 0 { throw MalformedMessage("a NUL in the head") }
            if bytes[index] == ASCII.cr, index + 1 < bytes.count { throw MalformedMessage("a CR that ends no line") }
        }
    }

    private mutating func finish(_ bytes: Span<UInt8>) throws(MalformedMessage) -> RequestHead {
        guard let requestLine else { preconditionFailure("an end without a request line") }
        guard lineStart + 2 - headStart <= limits.headBytesMax else {
            throw MalformedMessage(.requestHeaderFieldsTooLarge, "the head is too large")
        }
        let base = lines.first.map { Int($0.nameStart) } ?? lineStart
        let section = bytes.array(base..<max(base, lineStart))
        for index in lines.indices { lines[index].move(by: UInt32(base)) }
        return try HeadSemantics.check(requestLine, Fields(parsed: section, lines: lines))
    }
}

extension Fields.Line {
    /// To where the octets that stood `offset` further on are now.
    fileprivate mutating func move(by offset: UInt32) {
        nameStart -= offset
        nameEnd -= offset
        valueStart -= offset
        valueEnd -= offset
    }
}

extension Span<UInt8> {
    /// A copy of the octets as text; octets that are no UTF-8 are replaced.
    func string(_ range: Range<Int>) -> String {
        // SAFETY: the octets are copied before the call ends.
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// A copy of the octets.
    func array(_ range: Range<Int>) -> [UInt8] {
        // SAFETY: the octets are copied before the call ends.
        unsafe extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
    }
}
