public import Domain
import SQLite

extension FanfareStore {
    /// Compares the keyring with the one the database knows, remembers keys that are new, and marks the connections
    /// whose key is missing, or takes the mark away again. To be called at start, before anything is sealed.
    public func checkKeys(now: Timestamp) async throws(KeyCheckFailure) -> KeyReport {
        let result: Result<(KeyReport, [AccountID]), KeyCheckFailure>
        do throws(StoreFailure) {
            result = try await write { connection in
                for keyID in self.keys.keyIDs {
                    guard try self.isAsKnown(keyID, connection) else { return .failure(.changed(keyID: keyID)) }
                }
                return .success((try self.report(connection), try self.markConnections(now: now, connection)))
            }
        } catch {
            throw .store(error)
        }
        let (report, changed) = try result.get()
        if !changed.isEmpty { changes.changed(changed) }
        return report
    }

    /// Whether a key is the one first seen under its id; the first time, it is.
    private func isAsKnown(_ keyID: String, _ connection: Connection) throws -> Bool {
        guard let checkValue = keys.checkValue(of: keyID) else { return true }
        let name = "key_check:\(keyID)"
        if let known = try connection.first("SELECT value FROM meta WHERE key = ?", name, read: { $0.blob(0) }) {
            return known == checkValue
        }
        try connection.run("INSERT INTO meta (key, value) VALUES (?, ?)", name, checkValue)
        return true
    }

    private func report(_ connection: Connection) throws -> KeyReport {
        let rows = try connection.all("SELECT key_id, count(*) FROM data_key GROUP BY key_id") {
            ($0.text(0), $0.int(1))
        }
        let connections = Dictionary(uniqueKeysWithValues: rows)
        return KeyReport(missing: connections.filter { !keys.keyIDs.contains($0.key) }, connections: connections)
    }

    /// Connections that somebody has to look after, for the answer about readiness: those without their key, and those
    /// held.
    public func connectionsInTrouble() throws(StoreFailure) -> (undecryptable: Int, held: Int) {
        try read { connection in
            try connection.first(
                "SELECT total(state = 'undecryptable'), total(state = 'held') FROM connection",
                read: { (undecryptable: $0.int(0), held: $0.int(1)) }) ?? (0, 0)
        }
    }

    private func markConnections(now: Timestamp, _ connection: Connection) throws -> [AccountID] {
        let rows = try connection.all(
            """
            SELECT c.id, c.account_id, c.state, k.key_id FROM connection c JOIN data_key k ON k.connection_id = c.id
            WHERE c.state = 'undecryptable' OR (c.state = 'connected' AND k.key_id NOT IN (SELECT value FROM json_each(?)))
            """, keys.keyIDsAsJSON
        ) { (id: $0.id(0) as ConnectionID, account: $0.id(1) as AccountID, state: $0.text(2), keyID: $0.text(3)) }
        var changed: [AccountID] = []
        for row in rows {
            // The key alone does not say so: octets that somebody has put in the place of others do not open with any.
            let opens =
                try keys.keyIDs.contains(row.keyID)
                && TokenRow.find(row.id, connection).map { (try? $0.unseal(with: keys)) != nil } ?? false
            let state: ConnectionState = opens ? .connected : .undecryptable
            guard state.rawValue != row.state else { continue }
            try connection.run(
                "UPDATE connection SET state = ?, state_since = ? WHERE id = ?", state.rawValue, now, row.id)
            changed.append(row.account)
        }
        try touchPages(of: changed, connection)
        return changed
    }
}
