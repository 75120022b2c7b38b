/// `name=value` pairs with a space between: how small sets of facts are stored that are read by people too.
struct KeyedText: Sendable {
    private let fields: [(String, String)]

    init(_ fields: [(String, String)]) { self.fields = fields }

    init(_ text: String) {
        fields = text.split(separator: " ").compactMap { part in
            part.firstIndex(of: "=").map { (String(part[..<$0]), String(part[part.index(after: $0)...])) }
        }
    }

    var text: String { fields.map { "\($0.0)=\($0.1)" }.joined(separator: " ") }

    subscript(name: String) -> String? { fields.first { $0.0 == name }?.1 }

    /// The words of a value, unknown ones left out; nil where there is no such field.
    func set<Word: RawRepresentable & Hashable>(_ name: String) -> Set<Word>? where Word.RawValue == String {
        self[name].map { Set($0.split(separator: ",").compactMap { Word(rawValue: String($0)) }) }
    }

    /// Words in an order that is always the same.
    static func list<Word: RawRepresentable>(_ words: Set<Word>) -> String where Word.RawValue == String {
        words.map(\.rawValue).sorted().joined(separator: ",")
    }
}
