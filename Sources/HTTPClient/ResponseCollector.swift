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
    mutating func takeLine(_ line: some BidirectionalCollection<UInt8>) -> Bool {
        fieldBytes += line.count
        guard fieldBytes <= ResponseCollector.fieldBytesMax else { return false }
        if line.starts(with: "HTTP/".utf8), body.isEmpty {
            // A further head follows an interim one (RFC 9110 §15.2).
            fields = Fields()
            isHeadComplete = false
            return true
        }
        let text = line.dropLast(while: { [ASCII.lf, ASCII.cr, ASCII.sp, ASCII.htab].contains($0) })
        guard !text.isEmpty else {
            isHeadComplete = true
            return true
        }
        // What follows the content is a trailer: nobody here asked for one (RFC 9110 §6.5.1).
        guard !isHeadComplete, let colon = text.firstIndex(of: ASCII.colon),
            let name = FieldName(String(decoding: text[..<colon], as: UTF8.self)),
            let value = FieldValue(
                String(
                    decoding: text[text.index(after: colon)...].drop { $0 == ASCII.sp || $0 == ASCII.htab },
                    as: UTF8.self))
        else { return true }
        fields.append(name, value)
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

extension BidirectionalCollection {
    /// The collection without the elements at its end that fulfil the condition.
    fileprivate func dropLast(while drop: (Element) -> Bool) -> SubSequence {
        var rest = self[...]
        while let last = rest.last, drop(last) { rest.removeLast() }
        return rest
    }
}
