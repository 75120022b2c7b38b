public import Domain
import SQLite

extension FanfareStore {
    /// How long a row of the ledger is kept: as long as it counts, and an hour.
    static let ledgerKept = Duration.hours(25)

    /// In one transaction, and the log afterwards.
    public func tidy(now: Timestamp) async throws(StoreFailure) {
        try await write { connection in
            try connection.run("DELETE FROM session WHERE idle_expires_at <= ?", now)
            try connection.run("DELETE FROM consumed_flow WHERE expires_at <= ?", now)
            try connection.run("DELETE FROM call_ledger WHERE bucket_at <= ?", now - FanfareStore.ledgerKept)
            try connection.run("DELETE FROM call_pause WHERE until <= ?", now - FanfareStore.ledgerKept)
            // A clock that has leapt ahead must end no quarantine, and forget nothing that should be known.
            guard try self.isClockSteady(now: now, connection) else { return }
            try self.shredQuarantined(now: now, connection)
            try Invitations.tidy(now: now, connection)
            try Admission.tidy(now: now, connection)
            try AuditLog.tidy(before: now - self.settings.auditKept, connection)
        }
        try await database.checkpoint(ifLongerThan: Database.logBytesMax)
    }

    /// How long the sealed tokens of an ended grant are kept, should the end turn out to be the provider's mistake.
    static let quarantine = Duration.days(30)
    /// How long the clock must have gone steadily before anything is shredded by its word.
    static let clockTrust = Duration.days(1)

    /// Forgets tokens that have been in quarantine long enough, and the keys that open any copy of them.
    private func shredQuarantined(now: Timestamp, _ connection: Connection) throws {
        let shredded: [ConnectionID] = try connection.all(
            """
            UPDATE connection SET
                access_token = NULL, refresh_token = NULL, token_version = token_version + 1, fence = fence + 1
            WHERE state IN ('needs_reconnect', 'held') AND state = 'needs_reconnect' AND state_since <= ?
                AND (access_token IS NOT NULL OR refresh_token IS NOT NULL)
            RETURNING id
            """, now - FanfareStore.quarantine
        ) { $0.id(0) }
        for id in shredded { try connection.run("DELETE FROM data_key WHERE connection_id = ?", id) }
    }

    /// Whether the clock has made no leap for a day. Notes that it was asked.
    private func isClockSteady(now: Timestamp, _ connection: Connection) throws -> Bool {
        let last = try connection.first("SELECT count FROM tally WHERE name = 'tidied_at'") { $0.timestamp(0) }
        let known = try connection.first("SELECT count FROM tally WHERE name = 'clock_steady_since'") {
            $0.timestamp(0)
        }
        var since = known ?? now
        if let last, now < last || now - last > FanfareStore.clockTrust { since = now }
        try connection.run(
            """
            INSERT INTO tally (name, count) VALUES ('tidied_at', ?), ('clock_steady_since', ?)
            ON CONFLICT (name) DO UPDATE SET count = excluded.count
            """, now, since)
        return now - since >= FanfareStore.clockTrust
    }

    /// Gives back the leases of a process that is gone. All writes are made in one process, so that at its start every lease
    /// but its own is a dead one's; the notes of its refreshes stay, since their outcome is unknown.
    public func releaseLeases(exceptOf owner: [UInt8]) async throws(StoreFailure) {
        try await write { connection in
            try connection.run(
                """
                UPDATE connection SET lease_owner = NULL, lease_until = NULL, fence = fence + 1
                WHERE lease_until IS NOT NULL AND lease_owner IS NOT ?
                """, owner)
            try connection.run(
                """
                UPDATE connection SET follows_lease_until = NULL, follows_fence = follows_fence + 1
                WHERE follows_lease_until IS NOT NULL
                """)
            try connection.run(
                "UPDATE artist_group SET lease_until = NULL, fence = fence + 1 WHERE lease_until IS NOT NULL")
        }
    }
}
