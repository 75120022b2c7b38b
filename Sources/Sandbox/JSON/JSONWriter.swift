/// Writes JSON straight into bytes, in the order told, indented or not. Commas and line ends are its business.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let isPretty: Bool
    private var depth = 0
    private var isFirst = true

    /// Spotify's API answers are indented by two spaces, its accounts service's are not.
    init(isPretty: Bool) {
        self.isPretty = isPretty
        bytes.reserveCapacity(isPretty ? 2048 : 256)
    }

    /// One value, indented as it is inside another document at that depth, where `fragment` puts it.
    static func fragment(depth: Int, _ content: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(isPretty: true)
        writer.depth = depth
        content(&writer)
        return writer.bytes
    }

    /// A value that was written before.
    mutating func fragment(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    /// One value, compact.
    static func compact(_ content: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(isPretty: false)
        content(&writer)
        return writer.bytes
    }

    /// One value, indented.
    static func pretty(_ content: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(isPretty: true)
        content(&writer)
        return writer.bytes
    }

    /// An object; `content` writes its members.
    mutating func object(_ content: (inout JSONWriter) -> Void) {
        open(0x7B)
        content(&self)
        close(0x7D)
    }

    /// An array with one value for each element.
    mutating func array<Elements: Sequence>(
        _ elements: Elements, _ content: (inout JSONWriter, Elements.Element) -> Void
    ) {
        open(0x5B)
        for element in elements {
            separate()
            content(&self, element)
        }
        close(0x5D)
    }

    /// The name of a member, of plain letters; a value must follow.
    mutating func name(_ name: String) {
        separate()
        bytes.append(0x22)
        bytes.append(contentsOf: name.utf8)
        bytes.append(0x22)
        bytes.append(0x3A)
        if isPretty { bytes.append(0x20) }
    }

    /// The name of a member, whatever is in it; a value must follow.
    mutating func anyName(_ name: String) {
        separate()
        quote(name)
        bytes.append(0x3A)
        if isPretty { bytes.append(0x20) }
    }

    /// A member that is a text, or null.
    mutating func member(_ name: String, _ value: String?) {
        self.name(name)
        if let value { quote(value) } else { null() }
    }

    /// A member that is a text of these parts, none of which needs escaping: an address, say. Spares making it first.
    mutating func member(_ name: String, plain first: String, _ second: String, _ third: String = "") {
        self.name(name)
        bytes.append(0x22)
        bytes.append(contentsOf: first.utf8)
        bytes.append(contentsOf: second.utf8)
        bytes.append(contentsOf: third.utf8)
        bytes.append(0x22)
    }

    /// A member that is a whole number, or null.
    mutating func member(_ name: String, _ value: (some BinaryInteger)?) {
        self.name(name)
        if let value { number(value) } else { null() }
    }

    /// A member that is true or false.
    mutating func member(_ name: String, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    /// A member that is an object.
    mutating func object(_ name: String, _ content: (inout JSONWriter) -> Void) {
        self.name(name)
        object(content)
    }

    /// A member that is an array.
    mutating func array<Elements: Sequence>(
        _ name: String, _ elements: Elements, _ content: (inout JSONWriter, Elements.Element) -> Void
    ) {
        self.name(name)
        array(elements, content)
    }

    /// A text.
    mutating func string(_ value: String) { quote(value) }

    /// A whole number.
    mutating func number(_ value: some BinaryInteger) { bytes.append(contentsOf: String(value).utf8) }

    /// A number with a fraction, which must be finite.
    mutating func decimal(_ value: Double) { bytes.append(contentsOf: String(value).utf8) }

    /// Seconds with three decimals.
    mutating func seconds(_ moment: Moment) {
        let fraction = String(moment.milliseconds % 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
        bytes.append(contentsOf: "\(moment.seconds).\(zeros)\(fraction)".utf8)
    }

    /// True or false.
    mutating func bool(_ value: Bool) { bytes.append(contentsOf: (value ? "true" : "false").utf8) }

    /// Null.
    mutating func null() { bytes.append(contentsOf: "null".utf8) }

    private mutating func open(_ bracket: UInt8) {
        bytes.append(bracket)
        depth += 1
        isFirst = true
    }

    private mutating func close(_ bracket: UInt8) {
        depth -= 1
        if !isFirst { breakLine() }
        bytes.append(bracket)
        isFirst = false
    }

    private mutating func separate() {
        if !isFirst { bytes.append(0x2C) }
        isFirst = false
        breakLine()
    }

    /// A line end and the space of the deepest line.
    private static let indentation: [UInt8] = [0x0A] + Array(repeating: 0x20, count: 64)

    private mutating func breakLine() {
        guard isPretty else { return }
        bytes.append(contentsOf: Self.indentation[..<min(1 + 2 * depth, Self.indentation.count)])
    }

    // RFC 8259 §7: quotation mark, backslash and control characters are escaped, nothing else need be.
    private mutating func quote(_ text: String) {
        bytes.append(0x22)
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 { escape(byte) }
        }
        bytes.append(0x22)
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        case 0x0A: bytes += [0x5C, 0x6E]
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: "\\u00\(digits.utf8.count < 2 ? "0" : "")\(digits)".utf8)
        default: bytes.append(byte)
        }
    }
}
