import HTTP

/// Gathers an answer from the pieces that curl hands over, within limits.
struct ResponseCollector {
    /// How many octets the field lines of an answer may have.
    static let fieldBytesMax = 64 << 10

    private let bodyBytesMax: Int
    private var fieldBytes = 0
    /// Whether the empty line was seen that ends the head.
    private(set) var isHeadComplete = false
    private(set) var fields = Fields()
    private(set) var body: [UInt8] = []

    init(bodyBytesMax: Int) { self.bodyBytesMax = bodyBytesMax }

    /// Takes one line of the head, with its line end. False where the head is larger than allowed.
    mutating func takeLine(_ line: Span<UInt8>) -> Bool {
        fieldBytes += line.count
        guard fieldBytes <= ResponseCollector.fieldBytesMax else { return false }
        if line.begins(with: "HTTP/"), body.isEmpty {
            // A further head follows an interim one (RFC 9110 §15.2).
            fields = Fields()
            isHeadComplete = false
            return true
        }
        var end = line.count
        while end > 0, [ASCII.lf, ASCII.cr, ASCII.sp, ASCII.htab].contains(line[end - 1]) { end -= 1 }
        guard end > 0 else {
            isHeadComplete = true
            return true
        }
        // What follows the content is a trailer: nobody here asked for one (RFC 9110 §6.5.1). What is no field line is
        // passed over.
        if !isHeadComplete { _ = fields.append(line: line.extracting(first: end)) }
        return true
    }

    /// Takes a piece of the decoded content. False where it is more than allowed.
    mutating func takeBody(_ piece: some Collection<UInt8>) -> Bool {
        guard piece.count <= bodyBytesMax - body.count else { return false }
        body.append(contentsOf: piece)
        return true
    }

    /// The answer. Fields that describe the content as it travelled are dropped where it was decoded on arrival.
    func response(_ status: Status) -> ClientResponse {
        var fields = fields
        fields.remove(.transferEncoding)
        if fields.contains(.contentEncoding) {
            fields.remove(.contentEncoding)
            fields.remove(.contentLength)
        }
        return ClientResponse(status, fields: fields, body: body)
    }
}

extension Span<UInt8> {
    fileprivate func begins(with text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        // SAFETY: a StaticString's octets live as long as the program.
        for index in 0..<text.utf8CodeUnitCount where unsafe self[index] != text.utf8Start[index] { return false }
        return true
    }
}
