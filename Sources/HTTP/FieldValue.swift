/// The value of a field: no control octet but HTAB, and no space at either end (RFC 9110 §5.5).
///
/// A value with CR, LF or NUL cannot be made: what would split a message (RFC 9112 §11.1) is an error where it
/// arises, never stripped on the way out.
public struct FieldValue: Sendable, Hashable, CustomStringConvertible {
    let bytes: [UInt8]

    /// The value, or nil where the text may not stand in a field.
    public init?(_ text: some StringProtocol) {
        self.init(bytes: Array(text.utf8))
    }

    init?(bytes: [UInt8]) {
        guard bytes.allSatisfy(ASCII.isFieldValue) else { return nil }
        if let first = bytes.first, first == ASCII.sp || first == ASCII.htab { return nil }
        if let last = bytes.last, last == ASCII.sp || last == ASCII.htab { return nil }
        self.bytes = bytes
    }

    /// A decimal number.
    public init(_ number: some BinaryInteger) {
        bytes = Array(String(number).utf8)
    }

    /// The value as text.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension FieldValue: ExpressibleByStringLiteral {
    /// A value written in the program; one that may not stand in a field is a mistake of the programmer.
    public init(stringLiteral value: StaticString) {
        guard let made = FieldValue(value.description) else { preconditionFailure("not a field value") }
        self = made
    }
}
