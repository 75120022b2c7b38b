public import Domain
import SQLite

/// What an operator's commands do about keys while Fanfare runs, in transactions so short that nobody waits for them.
///
/// Only what wraps or seals changes, never a token, and each row is compared and set; so it does not matter that the
/// serving process writes the same rows (design §3 keeps everything else in that one process).
public struct KeyRotation: ~Copyable {
    private let connection: Connection
    private let keys: any Keys

    /// Rows of one transaction.
    public static let batch = 100

    /// Opens the database of an installation, which must be there.
    public init(path: String, keys: any Keys) throws(StoreFailure) {
        self.keys = keys
        do throws(SQLiteError) {
            connection = try Connection(path: path, mode: .existing)
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// The first key of the keyring that is not the one which sealed what is in the database; nil if there is none.
    public func changedKey() throws(StoreFailure) -> String? {
        try read { connection in try connection.changedKey(of: self.keys) }
    }

    /// What each key is used for, the keyring's keys first and in its order.
    public func usage() throws(StoreFailure) -> [KeyUsage] {
        try read { connection in
            var usages: [String: KeyUsage] = [:]
            for id in self.keys.keyIDs { usages[id] = KeyUsage(id: id, isAtHand: true) }
            for (id, count) in try connection.all(
                "SELECT key_id, count(*) FROM data_key GROUP BY key_id", read: { ($0.text(0), $0.int(1)) })
            {
                usages[id, default: KeyUsage(id: id, isAtHand: false)].connections = count
            }
            for (id, count) in try connection.all(
                "SELECT feed_key_id, count(*) FROM account WHERE feed_digest IS NOT NULL GROUP BY feed_key_id",
                read: { ($0.text(0), $0.int(1)) })
            {
                usages[id, default: KeyUsage(id: id, isAtHand: false)].feeds = count
            }
            let others = usages.keys.filter { !self.keys.keyIDs.contains($0) }.sorted()
            return (self.keys.keyIDs + others).compactMap { usages[$0] }
        }
    }

    /// Whether a serving process has started with this very primary key: before that it could not open what is
    /// rewrapped.
    public func isPrimaryInUse() throws(StoreFailure) -> Bool {
        let name = "key_check:\(keys.primaryKeyID)"
        let known = try read { try $0.first("SELECT value FROM meta WHERE key = ?", name, read: { $0.blob(0) }) }
        return known != nil && known == keys.checkValue(of: keys.primaryKeyID)
    }

    /// Wraps the next data keys with the primary key, and seals the next feed addresses with it; returns how many rows
    /// it changed, 0 when none are left that can be. May be stopped at any moment and begun again.
    public func rewrapBatch() throws(StoreFailure) -> Int {
        let dataKeys = try rewrapDataKeys()
        return dataKeys > 0 ? dataKeys : try sealFeeds()
    }

    private func rewrapDataKeys() throws(StoreFailure) -> Int {
        try write { connection in
            let rows = try connection.all(
                """
                SELECT k.connection_id, c.provider, k.key_id, k.wrapped
                FROM data_key k JOIN connection c ON c.id = k.connection_id
                WHERE k.key_id <> ? AND k.key_id IN (SELECT value FROM json_each(?)) LIMIT ?
                """, self.keys.primaryKeyID, self.keys.keyIDsAsJSON, KeyRotation.batch
            ) {
                (
                    id: $0.id(0) as ConnectionID, provider: $0.text(1),
                    key: WrappedKey(keyID: $0.text(2), bytes: $0.blob(3))
                )
            }
            var changed = 0
            for row in rows {
                let sealer = TokenSealer(keys: self.keys, provider: row.provider, connection: row.id)
                let fresh = try sealer.rewrap(row.key)
                changed += try connection.run(
                    "UPDATE data_key SET key_id = ?, wrapped = ? WHERE connection_id = ? AND key_id = ? AND wrapped = ?",
                    fresh.keyID, fresh.bytes, row.id, row.key.keyID, row.key.bytes)
            }
            return changed
        }
    }

    private func sealFeeds() throws(StoreFailure) -> Int {
        try write { connection in
            let rows = try connection.all(
                """
                SELECT id, feed_generation, feed_key_id, feed_sealed FROM account
                WHERE feed_digest IS NOT NULL AND feed_key_id <> ? AND feed_key_id IN (SELECT value FROM json_each(?)) LIMIT ?
                """, self.keys.primaryKeyID, self.keys.keyIDsAsJSON, KeyRotation.batch
            ) {
                (
                    account: $0.id(0) as AccountID,
                    feed: FeedSecret(generation: $0.int64(1), keyID: $0.text(2), sealed: $0.optionalText(3))
                )
            }
            var changed = 0
            for (account, feed) in rows {
                guard let token = feed.token(of: account, with: self.keys) else { throw KeyFailure.notOpened }
                changed += try connection.run(
                    """
                    UPDATE account SET feed_key_id = ?, feed_sealed = ?
                    WHERE id = ? AND feed_generation = ? AND feed_key_id = ?
                    """, self.keys.primaryKeyID, FeedSecret.seal(token, of: account, with: self.keys), account,
                    feed.generation, feed.keyID)
            }
            return changed
        }
    }

    private func read<T>(_ body: (Connection) throws -> T) throws(StoreFailure) -> T {
        do { return try connection.snapshot { try body(connection) } } catch {
            throw StoreFailure(error, path: connection.path)
        }
    }

    private func write<T>(_ body: (Connection) throws -> T) throws(StoreFailure) -> T {
        do { return try connection.transaction { try body(connection) } } catch {
            throw StoreFailure(error, path: connection.path)
        }
    }
}

/// What one key is used for.
public struct KeyUsage: Sendable, Hashable {
    /// Its id.
    public var id: String
    /// Whether the keyring has it.
    public var isAtHand: Bool
    /// Connections whose tokens need it.
    public var connections = 0
    /// Feed addresses that cannot be shown without it.
    public var feeds = 0

    /// Whether nothing needs it.
    public var isUnused: Bool { connections == 0 && feeds == 0 }
}

extension Keys {
    /// Ids are letters, digits, dots, hyphens and underscores, so that nothing in them needs escaping.
    var keyIDsAsJSON: String { "[" + keyIDs.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
}
