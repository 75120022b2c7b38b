/// The field lines of one message, in order, in the form they have on the wire (RFC 9112 §5).
///
/// Kept as one array of bytes and the places of names and values in it: a parsed head is one copy, a value becomes a
/// `String` only when somebody asks, and writing a head out is appending the bytes.
public struct Fields: Sendable {
    /// Where one field line's parts stand in `bytes`.
    struct Line: Sendable {
        var nameStart: UInt32
        var nameEnd: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32
    }

    private(set) var bytes: [UInt8]
    private(set) var lines: [Line]

    /// No fields.
    public init() {
        bytes = []
        lines = []
    }

    /// Lines already checked by the parser. Between them may stand what is no field line (a dropped `Host`, say), so
    /// these bytes are not written out as they are.
    init(parsed bytes: [UInt8], lines: [Line]) {
        self.bytes = bytes
        self.lines = lines
        isSerial = false
    }

    /// Whether `bytes` are exactly the lines, each with its CRLF.
    private var isSerial = true

    /// How many field lines there are.
    public var count: Int { lines.count }

    /// Whether there are none.
    public var isEmpty: Bool { lines.isEmpty }

    /// Adds a line, whatever lines of that name there are.
    public mutating func append(_ name: FieldName, _ value: FieldValue) {
        if !isSerial { self = Fields(copying: self) }
        let start = bytes.count
        bytes.append(contentsOf: name.bytes)
        let nameEnd = endName()
        bytes.append(contentsOf: value.bytes)
        endLine(from: start, nameEnd: nameEnd)
    }

    /// Adds a line as it was received, without its line end. False, with nothing added, for what is no field line
    /// (RFC 9112 §5).
    public mutating func append(line: Span<UInt8>) -> Bool {
        guard let place = try? FieldLine.parse(line, 0..<line.count) else { return false }
        if !isSerial { self = Fields(copying: self) }
        let start = bytes.count
        for index in Int(place.nameStart)..<Int(place.nameEnd) { bytes.append(ASCII.lowercased(line[index])) }
        let nameEnd = endName()
        for index in Int(place.valueStart)..<Int(place.valueEnd) { bytes.append(line[index]) }
        endLine(from: start, nameEnd: nameEnd)
        return true
    }

    /// Where the name just written ends; what stands between it and the value is written.
    private mutating func endName() -> Int {
        bytes.append(ASCII.colon)
        bytes.append(ASCII.sp)
        return bytes.count - 2
    }

    /// The value has been written, and is the last of its line.
    private mutating func endLine(from start: Int, nameEnd: Int) {
        lines.append(
            Line(
                nameStart: UInt32(start), nameEnd: UInt32(nameEnd), valueStart: UInt32(nameEnd + 2),
                valueEnd: UInt32(bytes.count)))
        bytes.append(ASCII.cr)
        bytes.append(ASCII.lf)
    }

    /// Adds all lines of `other`, in order.
    public mutating func append(contentsOf other: Fields) {
        if !isSerial { self = Fields(copying: self) }
        let added = other.isSerial ? other : Fields(copying: other)
        let offset = UInt32(bytes.count)
        bytes.append(contentsOf: added.bytes)
        lines.reserveCapacity(lines.count + added.lines.count)
        for line in added.lines {
            lines.append(
                Line(
                    nameStart: line.nameStart + offset, nameEnd: line.nameEnd + offset,
                    valueStart: line.valueStart + offset, valueEnd: line.valueEnd + offset))
        }
    }

    /// Makes this the only line of that name.
    public mutating func set(_ name: FieldName, _ value: FieldValue) {
        remove(name)
        append(name, value)
    }

    /// Drops every line of that name.
    public mutating func remove(_ name: FieldName) {
        guard contains(name) else { return }
        self = Fields(copying: self) { !$0.matches(name, in: $1) }
    }

    init(copying other: Fields, where keep: (Line, [UInt8]) -> Bool = { _, _ in true }) {
        self.init()
        for line in other.lines where keep(line, other.bytes) {
            let start = bytes.count
            bytes.append(contentsOf: other.bytes[Int(line.nameStart)..<Int(line.nameEnd)])
            let nameEnd = endName()
            bytes.append(contentsOf: other.bytes[Int(line.valueStart)..<Int(line.valueEnd)])
            endLine(from: start, nameEnd: nameEnd)
        }
    }

    /// Whether there is a line of that name.
    public func contains(_ name: FieldName) -> Bool {
        lines.contains { $0.matches(name, in: bytes) }
    }

    /// The value of the first line of that name.
    public subscript(name: FieldName) -> String? {
        guard let line = lines.first(where: { $0.matches(name, in: bytes) }) else { return nil }
        return text(of: line)
    }

    /// The values of all lines of that name, in order.
    public func values(of name: FieldName) -> [String] {
        lines.filter { $0.matches(name, in: bytes) }.map { text(of: $0) }
    }

    /// All lines of that name as the one value they stand for, joined by commas (RFC 9110 §5.3); nil for none.
    public func combined(_ name: FieldName) -> String? {
        let all = values(of: name)
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }

    /// The members of a comma-separated list over all lines of that name, without empty ones (RFC 9110 §5.6.1).
    public func list(_ name: FieldName) -> [String] {
        values(of: name).flatMap { value in
            value.utf8.split(separator: 0x2C).map { Fields.trimmed($0) }.filter { !$0.isEmpty }
        }
    }

    /// The members of a list of entity tags over all lines of that name: a comma within a tag's quotes ends nothing,
    /// and no backslash escapes there (RFC 9110 §8.8.3).
    public func entityTags(_ name: FieldName) -> [String] {
        values(of: name).flatMap { value in
            var isQuoted = false
            return value.utf8.split { octet in
                if octet == 0x22 { isQuoted.toggle() }
                return octet == 0x2C && !isQuoted
            }.map { Fields.trimmed($0) }.filter { !$0.isEmpty }
        }
    }

    /// Names, as received, and values, in order.
    public var pairs: [(name: String, value: String)] {
        lines.map {
            (String(decoding: bytes[Int($0.nameStart)..<Int($0.nameEnd)], as: UTF8.self), text(of: $0))
        }
    }

    private func text(of line: Line) -> String {
        String(decoding: bytes[Int(line.valueStart)..<Int(line.valueEnd)], as: UTF8.self)
    }

    // RFC 9110 §5.6.3: OWS is SP and HTAB, nothing else.
    private static func trimmed(_ text: Substring.UTF8View) -> String {
        String(decoding: text.trimming { $0 == ASCII.sp || $0 == ASCII.htab }, as: UTF8.self)
    }

    /// Appends every line with its CRLF to `output`.
    public func write(to output: inout [UInt8]) {
        if isSerial { output.append(contentsOf: bytes) } else { output.append(contentsOf: Fields(copying: self).bytes) }
    }
}

extension Fields.Line {
    @inline(__always)
    func matches(_ name: FieldName, in bytes: [UInt8]) -> Bool {
        let length = Int(nameEnd - nameStart)
        guard length == name.bytes.count else { return false }
        let start = Int(nameStart)
        for index in 0..<length where ASCII.lowercased(bytes[start + index]) != name.bytes[index] { return false }
        return true
    }
}

extension Fields: Equatable {
    /// The same names (but for case) and values in the same order.
    public static func == (one: Fields, other: Fields) -> Bool {
        one.count == other.count
            && zip(one.pairs, other.pairs).allSatisfy {
                ASCII.equal($0.name.utf8, $1.name.utf8) && $0.value == $1.value
            }
    }
}

extension Fields: ExpressibleByDictionaryLiteral {
    /// The lines in the order written.
    public init(dictionaryLiteral elements: (FieldName, FieldValue)...) {
        self.init()
        for (name, value) in elements { append(name, value) }
    }
}

extension BidirectionalCollection {
    /// The collection without the elements at either end that fulfil the condition.
    func trimming(while drop: (Element) -> Bool) -> SubSequence {
        var rest = self[...]
        while let first = rest.first, drop(first) { rest.removeFirst() }
        while let last = rest.last, drop(last) { rest.removeLast() }
        return rest
    }
}
