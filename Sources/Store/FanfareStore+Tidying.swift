public import Domain
import SQLite

extension FanfareStore {
    /// How long a row of the ledger is kept: as long as it counts, and an hour.
    static let ledgerKept = Duration.hours(25)

    /// In one transaction, and the log afterwards.
    public func tidy(now: Timestamp) async throws(StoreFailure) {
        try await write { connection in
            try self.noteClock(now: now, connection)
            try self.bringBackPauses(now: now, connection)
            // What the clock has ended is not honoured; it is forgotten only once the clock can be believed, so that
            // one that was wrong for a moment has signed nobody out.
            if try self.steadyTime(of: now, connection) >= FanfareStore.reminderTrust {
                try connection.run("DELETE FROM session WHERE idle_expires_at <= ?", now)
            }
            try connection.run("DELETE FROM consumed_flow WHERE expires_at <= ?", now)
            try connection.run("DELETE FROM proposed_link WHERE expires_at <= ?", now)
            try connection.run("DELETE FROM call_ledger WHERE bucket_at <= ?", now - FanfareStore.ledgerKept)
            try connection.run("DELETE FROM call_pause WHERE until <= ?", now - FanfareStore.ledgerKept)
            // A clock that has leapt ahead must end no quarantine, and forget nothing that should be known.
            guard try self.steadyTime(of: now, connection) >= FanfareStore.clockTrust else { return }
            try self.shredQuarantined(now: now, connection)
            try Invitations.tidy(now: now, connection)
            try Admission.tidy(now: now, connection)
            try AuditLog.tidy(before: now - self.settings.auditKept, connection)
        }
        try await rereadTitles()
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

    /// Gives back the leases of processes that are gone: at a start, all but those of one that still lives, which is
    /// about to end and hands its port over. The notes of refreshes stay, since their outcome is unknown.
    public func releaseLeases(exceptOf owner: [UInt8]) async throws(StoreFailure) {
        try await write { connection in
            let owners = try connection.all(
                "SELECT DISTINCT lease_owner FROM connection WHERE lease_until IS NOT NULL AND lease_owner IS NOT NULL"
            ) { $0.blob(0) }
            for other in owners where other != owner && self.roll?.isAlive(other) != true {
                try self.releaseLeases(of: other, connection)
            }
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
