import Domain

/// Seals and opens the tokens of one connection, each bound to the connection, its field and its version: a row, a
/// column or an old value put in the place of another does not open.
struct TokenSealer {
    enum Field: String {
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
    }

    let keys: any Keys
    let provider: String
    let connection: ConnectionID

    /// What the data key is bound to.
    private var keyContext: String { "fanfare/tok/v1|\(provider)|\(connection.rawValue)" }

    private func context(_ field: Field, _ version: Int64) -> String { "\(keyContext)|\(field.rawValue)|\(version)" }

    func makeDataKey() throws(KeyFailure) -> WrappedKey { try keys.makeDataKey(for: keyContext) }

    func rewrap(_ key: WrappedKey) throws(KeyFailure) -> WrappedKey { try keys.rewrap(key, for: keyContext) }

    func seal(_ token: Secret, _ field: Field, version: Int64, under key: WrappedKey) throws(KeyFailure) -> [UInt8] {
        try keys.seal(token, under: key, for: keyContext, context: context(field, version))
    }

    func open(_ sealed: [UInt8], _ field: Field, version: Int64, under key: WrappedKey) throws(KeyFailure) -> Secret {
        try keys.open(sealed, under: key, for: keyContext, context: context(field, version))
    }
}
