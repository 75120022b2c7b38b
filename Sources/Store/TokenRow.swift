import Domain
import SQLite

/// A connection's tokens as the row has them, still sealed.
struct TokenRow {
    var connection: ConnectionID
    var account: AccountID
    var provider: String
    var state: String
    var end: GrantEnd?
    var authorizedAt: Timestamp
    var version: Int64
    var accessToken: [UInt8]?
    var refreshToken: [UInt8]?
    var expiresAt: Timestamp
    var lifetime: Duration
    var failures: Int
    var leaseOwner: [UInt8]?
    var leaseUntil: Timestamp?
    var fence: Int64
    var attemptVersion: Int64?
    var key: WrappedKey?

    /// The row, or nil if there is none.
    static func find(_ id: ConnectionID, _ connection: Connection) throws(SQLiteError) -> TokenRow? {
        try connection.first(
            """
            SELECT c.account_id, c.provider, c.state, c.end_reason, c.authorized_at, c.token_version, c.access_token,
                c.refresh_token, c.access_expires_at, c.access_lifetime_ms, c.refresh_failures, c.lease_until, c.fence,
                c.attempt_version, k.key_id, k.wrapped, c.lease_owner
            FROM connection c LEFT JOIN data_key k ON k.connection_id = c.id
            WHERE c.id = ?
            """, id
        ) { row in
            TokenRow(
                connection: id, account: row.id(0), provider: row.text(1), state: row.text(2),
                end: row.optionalText(3).map { GrantEnd(rawValue: $0) ?? .unknown }, authorizedAt: row.timestamp(4),
                version: row.int64(5), accessToken: row.optionalBlob(6), refreshToken: row.optionalBlob(7),
                expiresAt: row.timestamp(8), lifetime: .milliseconds(row.int64(9)), failures: row.int(10),
                leaseOwner: row.optionalBlob(16), leaseUntil: row.optionalTimestamp(11), fence: row.int64(12),
                attemptVersion: row.optionalInt64(13),
                key: row.optionalText(14).map { WrappedKey(keyID: $0, bytes: row.blob(15)) })
        }
    }

    /// The tokens, opened; throws what keeps the connection from being used.
    func open(with keys: any Keys) throws(TokenFailure) -> StoredTokens {
        switch ConnectionState(rawValue: state) {
        case .connected: break
        case .needsReconnect: throw .ended(end ?? .unknown)
        case .held: throw .held
        case .undecryptable: throw .undecryptable
        // Disconnected: no connection any more to whoever asks for tokens.
        case nil: throw .unknownConnection
        }
        return try unseal(with: keys)
    }

    /// The tokens, opened, however the connection stands; throws `.undecryptable` alone.
    func unseal(with keys: any Keys) throws(TokenFailure) -> StoredTokens {
        guard let key, let accessToken else { throw .undecryptable }
        let sealer = TokenSealer(keys: keys, provider: provider, connection: connection)
        do throws(KeyFailure) {
            return StoredTokens(
                version: version,
                accessToken: try sealer.open(accessToken, .accessToken, version: version, under: key),
                expiresAt: expiresAt, lifetime: lifetime,
                refreshToken: try openRefreshToken(sealer, under: key))
        } catch {
            throw .undecryptable
        }
    }

    /// The refresh token alone, whatever the state; nil if there is none or it cannot be opened.
    func salvageRefreshToken(with keys: any Keys) -> Secret? {
        guard let key else { return nil }
        return try? openRefreshToken(
            TokenSealer(keys: keys, provider: provider, connection: connection), under: key)
    }

    private func openRefreshToken(_ sealer: TokenSealer, under key: WrappedKey) throws(KeyFailure) -> Secret? {
        guard let refreshToken else { return nil }
        return try sealer.open(refreshToken, .refreshToken, version: version, under: key)
    }
}
