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
        }
        try await database.checkpoint(ifLongerThan: Database.logBytesMax)
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
