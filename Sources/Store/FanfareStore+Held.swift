public import Domain
import SQLite

/// Connections that wait for the operator, because many ended at once (design §12).
extension FanfareStore {
    /// Holds a connection that has just been written down as ended, and with it those that ended shortly before, if
    /// that many cannot be a coincidence. Returns the accounts of those others.
    func holdIfOneOfMany(_ row: TokenRow, _ end: GrantEnd, now: Timestamp, _ connection: Connection) throws
        -> (RefreshRecord, [AccountID])
    {
        guard !MassFailure.isExplained(end, authorizedAt: row.authorizedAt, now: now),
            MassFailure.isOneOfMany(try count(at: row.provider, now: now, connection))
        else { return (.recorded, []) }
        // The moment of the end stays: it says how long this has gone on.
        let accounts: [AccountID] = try connection.all(
            """
            UPDATE connection SET state = 'held', refresh_due_at = NULL
            WHERE state = 'needs_reconnect' AND state_since > ? AND state_since <= ? AND provider = ? AND authorized_at > ?
                AND end_reason NOT IN ('expired', 'no_refresh_token')
            RETURNING account_id
            """, now - MassFailure.window, now, row.provider, MassFailure.explainedBefore(now)
        ) { $0.id(0) }
        let held = try connection.first("SELECT count(*) FROM connection WHERE state = 'held'") { $0.int(0) } ?? 0
        return (.held(connections: held), accounts.filter { $0 != row.account })
    }

    private func count(at provider: String, now: Timestamp, _ connection: Connection) throws -> MassFailure.Count {
        let ended = try connection.first(
            """
            SELECT count(*) FROM connection
            WHERE state IN ('needs_reconnect', 'held') AND state_since > ? AND state_since <= ? AND provider = ?
                AND authorized_at > ? AND end_reason NOT IN ('expired', 'no_refresh_token')
            """, now - MassFailure.window, now, provider, MassFailure.explainedBefore(now), read: { $0.int(0) })
        let held = try connection.first(
            """
            SELECT count(*) FROM connection
            WHERE state IN ('needs_reconnect', 'held') AND state = 'held' AND state_since > ? AND provider = ?
            """, now - MassFailure.afterglow, provider, read: { $0.int(0) })
        let inUse = try connection.first(
            "SELECT count(*) FROM connection WHERE state = 'connected' AND provider = ?", provider, read: { $0.int(0) })
        return MassFailure.Count(ended: ended ?? 0, connections: (inUse ?? 0) + (ended ?? 0), held: held ?? 0)
    }

    /// Takes the hold off connections with a time for their next attempt, which is how the operator's command asks for
    /// it.
    public func releaseHeld(now: Timestamp) async throws(StoreFailure) -> [ConnectionID] {
        let isAsked = try read { connection in
            try connection.first("SELECT 1 FROM connection WHERE state = 'held' AND refresh_due_at IS NOT NULL") { _ in
                true
            } ?? false
        }
        guard isAsked else { return [] }
        let released = try await write { connection in
            let released: [(ConnectionID, AccountID)] = try connection.all(
                """
                UPDATE connection SET
                    state = 'connected', end_reason = NULL, state_since = ?, refresh_due_at = ?, refresh_failures = 0,
                    refresh_error = NULL
                WHERE state = 'held' AND refresh_due_at IS NOT NULL RETURNING id, account_id
                """, now, now
            ) { ($0.id(0), $0.id(1)) }
            try self.touchPages(of: released.map(\.1), connection)
            return released
        }
        changes.changed(released.map(\.1))
        return released.map(\.0)
    }
}
