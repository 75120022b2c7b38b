public import Domain
import SQLite

extension FanfareStore {
    /// In order of coming.
    public func connections(of account: AccountID) throws(StoreFailure) -> [ConnectionView] {
        let views = try read { connection in
            try connection.all(
                """
                SELECT id, provider, state, end_reason, authorized_at, scopes, follows_read_at, follows_error,
                    refresh_error
                FROM connection WHERE account_id = ? ORDER BY id
                """, account
            ) { row in
                // The one state that is not a state of a connection in use.
                let state = ConnectionState(rawValue: row.text(2))
                return ConnectionView(
                    id: row.id(0), provider: row.text(1), state: state ?? .needsReconnect,
                    end: row.optionalText(3).map { GrantEnd(rawValue: $0) ?? .unknown },
                    authorizedAt: state == nil ? nil : row.timestamp(4),
                    scopes: row.text(5).split(separator: " ").map(String.init), followsReadAt: row.optionalTimestamp(6),
                    followsFailure: row.optionalText(7), isDisconnected: state == nil,
                    refreshFailure: row.optionalText(8))
            }
        }
        // Through the others people only sign in.
        return views.filter { settings.followListProviders.contains($0.provider) }
    }

    /// One transaction. Without its data key no copy of the tokens opens, and with a new fence and version nothing that
    /// is under way writes them again.
    public func disconnect(_ id: ConnectionID, of account: AccountID, now: Timestamp) async throws(StoreFailure) {
        let isDone = try await write { connection -> Bool in
            let isTheirs = try connection.run(
                """
                UPDATE connection SET
                    state = 'disconnected', end_reason = NULL, state_since = ?, scopes = '',
                    token_version = token_version + 1, access_token = NULL, refresh_token = NULL, access_expires_at = NULL,
                    access_lifetime_ms = NULL, refresh_due_at = NULL, refresh_failures = 0, refresh_error = NULL,
                    lease_owner = NULL, lease_until = NULL, fence = fence + 1, attempt_version = NULL, attempt_at = NULL,
                    follows_due_at = NULL, follows_error = NULL, follows_failures = 0, follows_lease_until = NULL,
                    follows_fence = follows_fence + 1, follows_quarantine = NULL
                WHERE id = ? AND account_id = ?
                """, now, id, account)
            guard isTheirs == 1 else { return false }
            try connection.run("DELETE FROM data_key WHERE connection_id = ?", id)
            try self.touchPages(of: [account], connection)
            return true
        }
        if isDone { changes.changed([account]) }
    }

    /// In one transaction.
    public func deleteAccount(_ account: AccountID) async throws(StoreFailure) {
        try await write { _ = try AccountRemoval.run(account, $0) }
        changes.changed([account])
    }

    /// Writes a row and makes it durable, as every sign-in does; throws `full` also where there is room for that row, in
    /// the log's pages of before, and no more for a sign-in.
    public func probe() async throws(StoreFailure) {
        if let left = FreeSpace.beside(database.path), left < FreeSpace.needed { throw .full }
        try await write { connection in
            _ = try connection.run(
                """
                INSERT INTO meta (key, value) VALUES ('probe', zeroblob(1))
                ON CONFLICT (key) DO UPDATE SET value = excluded.value
                """)
        }
    }
}
