import Domain

/// The text in a session's cookie: `id.secret`, both base64url. The id finds the row, the secret proves the right to
/// it.
struct SessionToken {
    /// Octets of the id.
    static let idBytes = 16
    /// Octets of the secret.
    static let secretBytes = 32
    /// Characters of a cookie: 22 for 16 octets, a dot, 43 for 32.
    static let length = 66

    var id: String
    var secret: String

    /// A new one.
    init(random: (Int) -> [UInt8]) {
        id = Base64.url.encode(random(SessionToken.idBytes))
        secret = Base64.url.encode(random(SessionToken.secretBytes))
    }

    /// Takes a cookie apart; nil for what cannot be one, before the database is asked.
    init?(_ token: Secret) {
        let text = token.reveal()
        guard text.utf8.count == SessionToken.length, let dot = text.firstIndex(of: ".") else { return nil }
        id = String(text[..<dot])
        secret = String(text[text.index(after: dot)...])
        guard id.utf8.count == 22, secret.utf8.count == 43 else { return nil }
    }

    var text: Secret { Secret("\(id).\(secret)") }

    /// What is stored of the secret.
    func digest(with keys: any Keys) -> [UInt8] { keys.digest(Array(secret.utf8)) }

    /// Compares in a time that does not tell where two digests part.
    static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for (left, right) in zip(one, other) { difference |= left ^ right }
        return difference == 0
    }
}
