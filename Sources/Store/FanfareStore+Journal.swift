public import Domain
import SQLite

/// Grants that the database did not take (research §1.3, rule 3).
extension FanfareStore {
    private static let journalPurpose = "grant-journal"

    /// Seals the grant into the journal; it is durable when this returns.
    public func setAside(_ grant: Grant, for claim: RefreshClaim) async throws(StoreFailure) -> Int {
        let entry = JournalledGrant(connection: claim.connection, version: claim.tokens.version, grant: grant)
        let sealed: String
        do throws(KeyFailure) {
            sealed = try keys.sealForTransit(Array(entry.text.reveal().utf8), purpose: FanfareStore.journalPurpose)
        } catch {
            throw StoreFailure(error, path: database.path)
        }
        return try await journal.write(sealed)
    }

    /// Wipes an entry whose grant is stored, or will never be needed.
    public func forget(setAside entry: Int) async throws(StoreFailure) { try await journal.erase(entry) }

    /// Stores what the journal holds. To be called at start, after the keys are checked and before anything is
    /// refreshed: the refresh tokens in the rows concerned have been used up. Throws if the database still does not
    /// take it.
    public func replayGrants(now: Timestamp) async throws(StoreFailure) -> JournalReport {
        var report = JournalReport()
        // On a disk that is full before the first start there is no journal, and nothing in it.
        guard let entries = try? await journal.open() else {
            report.isUnavailable = true
            return report
        }
        for entry in entries {
            guard let bytes = keys.openFromTransit(entry.text, purpose: FanfareStore.journalPurpose),
                let journalled = String(validating: bytes, as: UTF8.self).flatMap({ JournalledGrant($0) })
            else {
                // Its key may be found again.
                report.unreadable += 1
                continue
            }
            switch try await replay(journalled, now: now) {
            case .stored(let account):
                report.stored += 1
                changes.changed([account])
            case .superseded: report.superseded += 1
            case .keyMissing:
                report.unreadable += 1
                continue
            }
            // A crash before this line replays once more, and finds that newer tokens stand.
            try await journal.erase(entry.slot)
        }
        return report
    }

    private enum Replay {
        case stored(AccountID)
        case superseded
        case keyMissing
    }

    /// Compared and set on the version alone: whatever has become of the lease since, and even if the old token was
    /// tried again and refused, this grant is what followed it.
    private func replay(_ journalled: JournalledGrant, now: Timestamp) async throws(StoreFailure) -> Replay {
        try await write { connection in
            guard let row = try TokenRow.find(journalled.connection, connection), row.version == journalled.version,
                let key = row.key
            else { return .superseded }
            guard self.keys.keyIDs.contains(key.keyID) else { return .keyMissing }
            try self.store(
                journalled.grant, in: row, under: key, keeping: row.salvageRefreshToken(with: self.keys), connection)
            try connection.run(
                """
                UPDATE connection SET state = 'connected', end_reason = NULL, state_since = ?, fence = fence + 1
                WHERE id = ? AND state IN ('needs_reconnect', 'held')
                """, now, row.connection)
            try self.touchPages(of: [row.account], connection)
            return .stored(row.account)
        }
    }
}

/// What became of the journal's entries at a start.
public struct JournalReport: Sendable, Hashable {
    /// Grants that are stored now.
    public var stored = 0
    /// Grants that were stored already, or in whose place newer tokens stand.
    public var superseded = 0
    /// Entries sealed with a key that is missing; they are kept.
    public var unreadable = 0

    /// Whether the journal itself cannot be opened, so that nothing can be set aside.
    public var isUnavailable = false

    /// Whether there was nothing.
    public var isEmpty: Bool { stored + superseded + unreadable == 0 }
}
