import Domain

/// What the secret part of a feed's address is made from. At first it is derived from a number and a key; when that key
/// is replaced it is sealed with the next one instead, so that the address in people's feed readers stays what it is.
struct FeedSecret {
    var generation: Int64
    var keyID: String
    /// The token, sealed; nil while it is derived.
    var sealed: String?

    /// The token; nil if its key is missing.
    func token(of account: AccountID, with keys: any Keys) -> Secret? {
        if let sealed {
            return keys.openFromTransit(sealed, purpose: "feed")
                .flatMap { String(validating: $0, as: UTF8.self) }
                .flatMap { FeedSecret.token(in: $0, of: account) }
        }
        let message = "feed|\(account.rawValue)|\(generation)"
        return keys.mac(Array(message.utf8), purpose: "feed", keyID: keyID).map { Secret(Base64.url.encode($0)) }
    }

    /// The token sealed with the primary key, together with whose it is.
    static func seal(_ token: Secret, of account: AccountID, with keys: any Keys) throws(KeyFailure) -> String {
        try keys.sealForTransit(Array("\(account.rawValue)|\(token.reveal())".utf8), purpose: "feed")
    }

    private static func token(in text: String, of account: AccountID) -> Secret? {
        let parts = text.split(separator: "|", maxSplits: 1)
        guard parts.count == 2, parts[0] == "\(account.rawValue)" else { return nil }
        return Secret(String(parts[1]))
    }
}
