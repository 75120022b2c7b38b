public import Domain
import SQLite

extension FanfareStore {
    /// After a list was kept aside, the second look comes no later than this, and sooner where lists are read often:
    /// whoever has let go of most artists waits for it.
    static let secondLook = Duration.minutes(5)

    /// Longest due first; only connections in use.
    public func claimFollowLists(limit: Int, lease: Duration, now: Timestamp)
        async throws(StoreFailure) -> [FollowListClaim]
    {
        try await write { connection in
            guard try self.pause(of: .following, now: now, connection) == nil else { return [] }
            let claims = try connection.all(
                """
                SELECT id, account_id, follows_fence, follows_failures FROM connection
                WHERE state = 'connected' AND follows_due_at <= ?
                    AND (follows_lease_until IS NULL OR follows_lease_until <= ?)
                ORDER BY follows_due_at LIMIT ?
                """, now, now, limit
            ) { row in
                FollowListClaim(
                    connection: row.id(0), account: row.id(1), fence: row.int64(2) + 1, failures: row.int(3))
            }
            for claim in claims {
                try connection.run(
                    "UPDATE connection SET follows_lease_until = ?, follows_fence = ? WHERE id = ?", now + lease,
                    claim.fence, claim.connection)
            }
            return claims
        }
    }

    /// Adds, drops, or keeps aside, in one transaction.
    public func complete(_ claim: FollowListClaim, list read: SourceFollowList, now: Timestamp)
        async throws(StoreFailure) -> FollowListResult
    {
        let (result, isNews) = try await write { connection -> (FollowListResult, Bool) in
            guard let standing = try self.standing(of: claim, connection) else {
                return (FollowListResult(wasStored: false, added: 0, dropped: 0, isQuarantined: false), false)
            }
            let list = FollowList(artists: read.artists, source: .spotify)
            let known = try list.known(to: claim.account, connection)
            let digest = self.keys.digest(list.fingerprint)
            let isSuspicious =
                FollowListGuard.isSuspicious(count: list.count, known: known.count)
                || read.missing > 0 && list.lacks(known)
            if isSuspicious, standing.quarantine != digest {
                let next = now + min(FanfareStore.secondLook, self.settings.schedule.followListInterval / 3)
                try connection.run(
                    """
                    UPDATE connection SET
                        follows_quarantine = ?, follows_due_at = ?, follows_lease_until = NULL, follows_failures = 0,
                        follows_error = NULL
                    WHERE id = ?
                    """, digest, next, claim.connection)
                return (FollowListResult(wasStored: true, added: 0, dropped: 0, isQuarantined: true), false)
            }
            let planning = try CheckPlanning(
                self.plan, callsPerDay: self.callsPerDay(now: now, connection), connection)
            let leaving =
                read.unreadable == 0 ? try list.leaving(claim.account, known: known, connection) : [:]
            let added = try list.add(
                to: claim.account, leaving: leaving, groups: self.settings.groups, planning: planning, now: now,
                connection)
            // Whoever is missing from a list with unreadable entries may be one of these.
            let dropped = read.unreadable == 0 ? try list.drop(from: claim.account, known: known, connection) : 0
            try connection.run(
                """
                UPDATE connection SET
                    follows_quarantine = NULL, follows_due_at = ?, follows_read_at = ?, follows_lease_until = NULL,
                    follows_failures = 0, follows_error = NULL
                WHERE id = ?
                """, now + self.settings.schedule.followListInterval, now, claim.connection)
            // A list that says what was known is no news to an open page.
            let isNews = added + dropped > 0 || standing.isFirst || standing.hasFailed
            if isNews { try self.touchPages(of: [claim.account], connection) }
            return (
                FollowListResult(wasStored: true, added: added, dropped: dropped, isQuarantined: false), isNews
            )
        }
        if isNews { changes.changed([claim.account]) }
        return result
    }

    /// The lease ends, and nothing else changes.
    public func giveBack(_ claim: FollowListClaim, now: Timestamp) async throws(StoreFailure) {
        try await write { connection in
            _ = try connection.run(
                "UPDATE connection SET follows_lease_until = NULL WHERE id = ? AND follows_fence = ?", claim.connection,
                claim.fence)
        }
    }

    /// Only what went wrong and when to try again.
    public func fail(_ claim: FollowListClaim, reason: String, retryAt: Timestamp, now: Timestamp)
        async throws(StoreFailure)
    {
        let wasStored = try await write { connection -> Bool in
            guard try self.standing(of: claim, connection) != nil else { return false }
            try connection.run(
                """
                UPDATE connection SET
                    follows_error = ?, follows_failures = follows_failures + 1, follows_due_at = ?,
                    follows_lease_until = NULL
                WHERE id = ?
                """, reason, retryAt, claim.connection)
            try self.touchPages(of: [claim.account], connection)
            return true
        }
        if wasStored { changes.changed([claim.account]) }
    }

    private struct Standing {
        /// The digest of a list that was kept aside.
        var quarantine: [UInt8]?
        /// Whether no list has been read before.
        var isFirst: Bool
        /// Whether the last reading failed.
        var hasFailed: Bool
    }

    /// How the list of a claim stands; nil if the lease was lost.
    private func standing(of claim: FollowListClaim, _ connection: Connection) throws -> Standing? {
        try connection.first(
            """
            SELECT follows_quarantine, follows_read_at, follows_error FROM connection
            WHERE id = ? AND follows_fence = ? AND follows_lease_until IS NOT NULL
            """, claim.connection, claim.fence
        ) { Standing(quarantine: $0.optionalBlob(0), isFirst: $0.isNull(1), hasFailed: !$0.isNull(2)) }
    }
}
