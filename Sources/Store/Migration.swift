/// One step of the schema: `0007-delivery-lease.sql` and its text.
public struct Migration: Sendable, Hashable {
    /// The file's name; its first four digits are the version.
    public var name: String
    /// What it does.
    public var sql: String

    /// A step.
    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// The number its name begins with; nil for a name that is not four digits, a hyphen, words, and `.sql`.
    var version: Int? {
        let digits = name.utf8.prefix(4)
        guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }), name.hasSuffix(".sql"),
            name.utf8.dropFirst(4).first == UInt8(ascii: "-")
        else { return nil }
        return Int(name.prefix(4))
    }
}
