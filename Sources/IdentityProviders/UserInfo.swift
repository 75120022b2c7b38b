import FoundationEssentials

/// The answer of a user info endpoint (OpenID Connect Core §5.3.2), or of whatever an OAuth provider has in its place.
struct UserInfo: Sendable {
    /// How many octets of it are read.
    static let bytesMax = 256 << 10
    /// Where names stand, the best first (OpenID Connect Core §5.1).
    private static let namePaths = [["name"], ["preferred_username"], ["nickname"], ["login"]]

    private let root: [String: Member]

    /// Reads a JSON object; nil for anything else.
    init?(_ content: [UInt8]) {
        guard let root = try? JSONDecoder().decode([String: Member].self, from: Data(content)) else { return nil }
        self.root = root
    }

    /// A lasting key: a text, or a whole number, as some providers have it. Nil for none, for one that is empty or has
    /// control characters, and for one longer than any provider makes it.
    func key(at path: [String]) -> String? {
        let key: String? =
            switch member(at: path) {
            case .text(let text): text
            case .number(let number): String(number)
            default: nil
            }
        return key.flatMap { key in
            (1...1024).contains(key.utf8.count) && key.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? key : nil
        }
    }

    /// What to call the user; at the path told, or where it usually stands. Cut to 200 characters.
    func name(at path: [String]?) -> String? {
        let paths = path.map { [$0] } ?? UserInfo.namePaths
        return paths.lazy.compactMap { path in
            guard case .text(let text) = member(at: path) else { return nil }
            let name = String(text.prefix(200))
            return name.allSatisfy(\.isWhitespace) ? nil : name
        }.first
    }

    private func member(at path: [String]) -> Member? {
        path.dropFirst().reduce(path.first.flatMap { root[$0] }) { member, name in
            if case .object(let members) = member { members[name] } else { nil }
        }
    }

    private enum Member: Decodable, Sendable {
        case text(String)
        /// A fraction is no key, and never was one: rounding would make two users one.
        case number(Int64)
        case object([String: Member])
        case other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let number = try? value.decode(Int64.self) {
                self = .number(number)
            } else if let members = try? value.decode([String: Member].self) {
                self = .object(members)
            } else {
                self = .other
            }
        }
    }
}
