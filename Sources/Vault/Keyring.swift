import Domain

/// The keys of an installation: lines of `id:base64 of 32 octets`, the first of which seals what is new. Blank lines
/// and lines that begin with `#` are skipped.
public struct Keyring: Sendable {
    struct Key: Sendable {
        var id: String
        var material: [UInt8]
    }

    /// At least one; the first is primary.
    let keys: [Key]

    /// Octets of a key.
    static let keyBytes = 32
    /// The longest id.
    static let idLengthMax = 32

    /// Reads a keyring's text. Throws a sentence that names the line, and nothing of a key.
    public init(parsing text: String) throws(KeyringFailure) {
        var keys: [Key] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmed
            if line.isEmpty || line.first == "#" { continue }
            let key = try Keyring.key(from: line, lineNumber: index + 1)
            if keys.contains(where: { $0.id == key.id }) {
                throw KeyringFailure("line \(index + 1): a second key with the id \(key.id)")
            }
            if keys.contains(where: { $0.material == key.material }) {
                throw KeyringFailure("line \(index + 1): the key \(key.id) is the same as one above under another id")
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw KeyringFailure("it holds no key; `fanfare keys init FILE` makes one") }
        self.keys = keys
    }

    /// The keys' ids, the primary first.
    public var ids: [String] { keys.map(\.id) }

    /// A keyring with one random key that is kept nowhere: for work that has use for the library and none for a key.
    public static func fresh() throws(KeyringFailure) -> Keyring { try Keyring(parsing: makeText()) }

    /// The text of a new keyring with one random key.
    static func makeText() -> String {
        """
        # Fanfare's keys. Whoever has this file and the database can read the stored tokens: keep them apart, also in backups.
        \(makeLine().line)

        """
    }

    /// A keyring's text with a new random key before all others, which makes it the primary one. All else stays as it
    /// is.
    static func adding(to text: String) throws(KeyringFailure) -> (text: String, id: String) {
        let ids = try Keyring(parsing: text).ids
        var made = makeLine()
        while ids.contains(made.id) { made = makeLine() }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let first = lines.firstIndex { id(ofLine: $0) != nil } ?? lines.endIndex
        lines.insert(made.line[...], at: first)
        return (lines.joined(separator: "\n"), made.id)
    }

    /// A keyring's text without the key of that id. The primary key cannot go, and so neither can the last.
    static func removing(_ keyID: String, from text: String) throws(KeyringFailure) -> String {
        let ids = try Keyring(parsing: text).ids
        guard ids.contains(keyID) else {
            throw KeyringFailure("it has no key \(keyID); it has \(ids.joined(separator: ", "))")
        }
        guard ids.first != keyID else {
            throw KeyringFailure("the key \(keyID) is the primary one; add another first, with `fanfare keys add`")
        }
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .filter { id(ofLine: $0) != keyID }.joined(separator: "\n")
    }

    private static func makeLine() -> (line: String, id: String) {
        var generator = SystemRandomNumberGenerator()
        let id = "k" + String(UInt32.random(in: 0x1000_0000 ... .max, using: &generator), radix: 16)
        return ("\(id):\(Base64.standard.encode(RandomOctets.make(keyBytes)))", id)
    }

    /// The id of the key in a line; nil for a line without one.
    private static func id(ofLine line: Substring) -> String? {
        let line = line.trimmed
        guard !line.isEmpty, line.first != "#", let colon = line.firstIndex(of: ":") else { return nil }
        return String(line[..<colon].trimmed)
    }

    private static func key(from line: Substring, lineNumber: Int) throws(KeyringFailure) -> Key {
        guard let colon = line.firstIndex(of: ":") else {
            throw KeyringFailure("line \(lineNumber): no colon between id and key")
        }
        let id = line[..<colon].trimmed
        guard !id.isEmpty, id.utf8.count <= idLengthMax, id.utf8.allSatisfy(isAllowedInID) else {
            throw KeyringFailure(
                "line \(lineNumber): an id is 1 to \(idLengthMax) letters, digits, dots, hyphens or underscores")
        }
        guard let bytes = Base64.standard.decode(line[line.index(after: colon)...].trimmed) else {
            throw KeyringFailure("line \(lineNumber): the key \(id) is not base64")
        }
        guard bytes.count == keyBytes else {
            throw KeyringFailure("line \(lineNumber): the key \(id) has \(bytes.count) octets, not \(keyBytes)")
        }
        guard Set(bytes).count > 1 else {
            throw KeyringFailure("line \(lineNumber): the key \(id) is one octet over and over")
        }
        return Key(id: String(id), material: bytes)
    }

    private static func isAllowedInID(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Keyring: CustomStringConvertible, CustomReflectable {
    /// The ids.
    public var description: String { "keyring with \(ids.joined(separator: ", "))" }
    /// Nothing to see.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Substring {
    /// Without blanks at its ends.
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return start.prefix(0) }
        return start[...last]
    }
}
