/// Reads one JSON text (RFC 8259). Strict: no trailing commas, no comments, no repeated names.
struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0

    /// How deep arrays and objects may be nested; keeps a hostile text from the stack's end.
    private static let depthMax = 64

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that the text stands for.
    static func parse(_ bytes: [UInt8]) throws(JSONProblem) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == bytes.count else { throw parser.problem("something follows the value") }
        return value
    }

    private func problem(_ what: String) -> JSONProblem { JSONProblem(message: "\(what) at octet \(index)") }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> JSONValue {
        guard depth < Self.depthMax else { throw problem("nested too deep") }
        skipSpace()
        guard index < bytes.count else { throw problem("a value is missing") }
        switch bytes[index] {
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try array(depth: depth)
        case 0x22: return .string(try string())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw problem("an unknown word") }
        index += word.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> JSONValue {
        index += 1
        var members: [JSONValue.Member] = []
        if take(0x7D) { return .object(members) }
        repeat {
            skipSpace()
            guard index < bytes.count, bytes[index] == 0x22 else {
                throw problem("a name in quotation marks is missing")
            }
            let name = try string()
            guard take(0x3A) else { throw problem("a colon is missing") }
            guard !members.contains(where: { $0.name == name }) else { throw problem("\"\(name)\" stands twice") }
            members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
        } while take(0x2C)
        guard take(0x7D) else { throw problem("a comma or } is missing") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONProblem) -> JSONValue {
        index += 1
        var elements: [JSONValue] = []
        if take(0x5D) { return .array(elements) }
        repeat { elements.append(try value(depth: depth + 1)) } while take(0x2C)
        guard take(0x5D) else { throw problem("a comma or ] is missing") }
        return .array(elements)
    }

    private mutating func number() throws(JSONProblem) -> JSONValue {
        let start = index
        while index < bytes.count, isNumeric(bytes[index]) { index += 1 }
        let text = bytes[start..<index]
        // Double's own reader takes more than JSON does: hexadecimal, inf, a leading plus. Those are kept out here.
        guard let first = text.first, first == 0x2D || (0x30...0x39).contains(first),
            let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite
        else { throw problem("no value") }
        return .number(number)
    }

    private func isNumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }

    private mutating func string() throws(JSONProblem) -> String {
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x22:
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw problem("text that is no UTF-8")
                }
                return string
            case 0x5C: text += try escape()
            case 0..<0x20: throw problem("a control character in a text")
            default: text.append(byte)
            }
        }
        throw problem("a text without its end")
    }

    private mutating func escape() throws(JSONProblem) -> [UInt8] {
        guard index < bytes.count else { throw problem("a text without its end") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: return [byte]
        case 0x62: return [0x08]
        case 0x66: return [0x0C]
        case 0x6E: return [0x0A]
        case 0x72: return [0x0D]
        case 0x74: return [0x09]
        case 0x75: return Array(String(Character(try scalar())).utf8)
        default: throw problem("an unknown escape")
        }
    }

    private mutating func scalar() throws(JSONProblem) -> Unicode.Scalar {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard index + 1 < bytes.count, bytes[index] == 0x5C, bytes[index + 1] == 0x75 else {
                throw problem("half a surrogate pair")
            }
            index += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw problem("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem("half a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONProblem) -> UInt32 {
        guard index + 4 <= bytes.count,
            let code = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16),
            bytes[index] != 0x2B
        else { throw problem("an escape without four hexadecimal digits") }
        index += 4
        return code
    }
}
