/// Names and values of `application/x-www-form-urlencoded`, in order: of a query, or of a form's content.
public struct FormFields: Sendable, Equatable {
    /// The pairs as sent.
    public private(set) var pairs: [(name: String, value: String)]

    /// The pairs given, in order.
    public init(_ pairs: [(name: String, value: String)] = []) { self.pairs = pairs }

    /// Reads encoded text. Nil for broken percent-encoding, text that is no UTF-8, or more than `countMax` pairs.
    public init?(encoded text: some Collection<UInt8>, countMax: Int = 100) {
        pairs = []
        for part in text.split(separator: 0x26) {
            guard pairs.count < countMax else { return nil }
            let halves = part.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = FormFields.text(halves[0]),
                let value = halves.count > 1 ? FormFields.text(halves[1]) : ""
            else { return nil }
            pairs.append((name, value))
        }
    }

    /// The query of a request; empty for none, nil for a broken one.
    public init?(query: String?) {
        self.init(encoded: (query ?? "").utf8)
    }

    private static func text(_ encoded: some Collection<UInt8>) -> String? {
        PercentEncoding.decode(encoded, plusIsSpace: true).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The value of the first pair of that name.
    public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// The values of every pair of that name.
    public func values(of name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// Whether a name stands more than once. OAuth parameters must not (RFC 6749 §3.1).
    public func hasRepeated(_ names: [String]) -> Bool { names.contains { values(of: $0).count > 1 } }

    /// Adds a pair.
    public mutating func append(_ name: String, _ value: String) { pairs.append((name, value)) }

    /// The encoded form, for a query or as content.
    public var encoded: String {
        pairs.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }

    /// The same pairs in the same order.
    public static func == (one: FormFields, other: FormFields) -> Bool {
        one.pairs.elementsEqual(other.pairs) { $0.name == $1.name && $0.value == $1.value }
    }
}
