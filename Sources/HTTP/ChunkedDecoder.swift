/// Undoes the chunked transfer coding (RFC 9112 §7.1) as octets arrive. Every line end is checked, extensions and
/// trailers are read by the same grammar as heads and dropped.
public struct ChunkedDecoder: Sendable {
    private enum State: Sendable {
        case size
        case sizeDigits
        case `extension`
        case sizeLineFeed
        case data(Int)
        case dataCarriageReturn
        case dataLineFeed
        case trailer
        case done
    }

    private var state = State.size
    private var size = 0
    private var digits = 0
    private var extensionBytes = 0
    private var trailer: [UInt8] = []
    private var trailerBytes = 0
    private var trailerLines = 0
    private let limits: HeadLimits

    /// Octets of chunk extensions in one body: RFC 9112 §7.1.1 asks for a limit.
    static let extensionBytesMax = 16 << 10

    /// A decoder for one body; trailers are bound by the limits of heads.
    public init(limits: HeadLimits = HeadLimits()) {
        self.limits = limits
    }

    /// Whether the last chunk and the trailer section have been read.
    public var isDone: Bool {
        if case .done = state { true } else { false }
    }

    /// Octets of the chunk being read that are still to come.
    public var remaining: Int {
        if case .data(let remaining) = state { remaining } else { 0 }
    }

    /// Reads what it can of `input`, adds the content to `output`, and says how many octets it took: fewer than all
    /// only when the body has ended, or once `output` holds `outputMax` octets.
    public mutating func decode(
        _ input: Span<UInt8>, into output: inout [UInt8], outputMax: Int = .max
    ) throws(MalformedMessage) -> Int {
        var index = 0
        let count = input.count
        while index < count {
            let byte = input[index]
            switch state {
            case .size, .sizeDigits:
                try readSize(byte)
                index += 1
            case .extension:
                try readExtension(byte)
                index += 1
            case .sizeLineFeed:
                guard byte == ASCII.lf else { throw MalformedMessage("a chunk size line does not end with CRLF") }
                state = size == 0 ? .trailer : .data(size)
                index += 1
            case .data(let remaining):
                let room = outputMax - output.count
                guard room > 0 else { return index }
                let taken = min(remaining, min(count - index, room))
                output.reserveCapacity(output.count + taken)
                for position in index..<(index + taken) { output.append(input[position]) }
                index += taken
                state = taken == remaining ? .dataCarriageReturn : .data(remaining - taken)
            case .dataCarriageReturn:
                guard byte == ASCII.cr else { throw MalformedMessage("chunk data is longer than its size") }
                state = .dataLineFeed
                index += 1
            case .dataLineFeed:
                guard byte == ASCII.lf else { throw MalformedMessage("chunk data does not end with CRLF") }
                state = .size
                size = 0
                digits = 0
                index += 1
            case .trailer:
                try readTrailer(byte)
                index += 1
            case .done:
                return index
            }
        }
        return index
    }

    /// chunk-size = 1*HEXDIG: no sign, no prefix, no space (RFC 9112 §7.1).
    private mutating func readSize(_ byte: UInt8) throws(MalformedMessage) {
        if let value = ASCII.hexValue(byte) {
            digits += 1
            // RFC 9112 §7.1: a recipient must expect large numbers, and read none of them wrongly.
            guard digits <= 16, size <= Int.max >> 4 else { throw MalformedMessage("a chunk size is too large") }
            size = size << 4 | Int(value)
            state = .sizeDigits
            return
        }
        guard digits > 0 else { throw MalformedMessage("a chunk does not begin with its size") }
        switch byte {
        case ASCII.cr: state = .sizeLineFeed
        case ASCII.semicolon: state = .extension
        default: throw MalformedMessage("a chunk size has an octet that is no digit")
        }
    }

    /// chunk-ext is skipped; quotes do not reach over a line end (RFC 9112 §7.1.1).
    private mutating func readExtension(_ byte: UInt8) throws(MalformedMessage) {
        extensionBytes += 1
        guard extensionBytes <= Self.extensionBytesMax else { throw MalformedMessage("chunk extensions are too long") }
        if byte == ASCII.cr {
            state = .sizeLineFeed
        } else if !ASCII.isFieldValue(byte) {
            throw MalformedMessage("a chunk extension has a control octet")
        }
    }

    private mutating func readTrailer(_ byte: UInt8) throws(MalformedMessage) {
        trailerBytes += 1
        guard trailerBytes <= limits.headBytesMax, trailer.count <= limits.fieldBytesMax + 2 else {
            throw MalformedMessage(.requestHeaderFieldsTooLarge, "the trailer section is too large")
        }
        trailer.append(byte)
        guard byte == ASCII.lf else { return }
        guard trailer.count >= 2, trailer[trailer.count - 2] == ASCII.cr else {
            throw MalformedMessage("a trailer line ends with LF alone")
        }
        let end = trailer.count - 2
        if end == 0 {
            state = .done
        } else {
            trailerLines += 1
            guard trailerLines <= limits.fieldCountMax else {
                throw MalformedMessage(.requestHeaderFieldsTooLarge, "too many trailer fields")
            }
            _ = try FieldLine.parse(trailer.span, 0..<end)
            trailer.removeAll(keepingCapacity: true)
        }
    }
}
