public import Domain
import SQLite

extension FanfareStore: WorkStore {
    /// Lease, fence and the calls in the ledger are durable before this returns.
    public func claimChecks(limit: Int, lease: Duration, now: Timestamp) async throws(StoreFailure) -> [CheckClaim] {
        try await write { connection in
            let allowed = try self.checksAllowed(limit: limit, now: now, connection)
            guard allowed > 0 else { return [] }
            // The leased ones stand among the due, but they are no more than are being worked on.
            let claims = try connection.all(
                """
                SELECT g.artist_id, a.source_id, g.grp, g.fence, g.failures
                FROM artist_group g JOIN artist a ON a.id = g.artist_id
                WHERE g.due_at <= ? AND (g.lease_until IS NULL OR g.lease_until <= ?)
                ORDER BY g.due_at, g.artist_id, g.grp LIMIT ?
                """, now, now, allowed
            ) { row in
                ReleaseGroup(rawValue: row.text(2)).map { group in
                    CheckClaim(
                        artist: row.id(0), sourceID: row.text(1), group: group, fence: row.int64(3) + 1,
                        failures: row.int(4))
                }
            }.compactMap(\.self)
            for claim in claims {
                try connection.run(
                    "UPDATE artist_group SET lease_until = ?, fence = ? WHERE artist_id = ? AND grp = ?", now + lease,
                    claim.fence, claim.artist, claim.group.rawValue)
            }
            try self.enter(claims.count, of: .artistAlbums, now: now, connection)
            return claims
        }
    }

    /// New releases, families, announcements and the next due time in one transaction.
    public func complete(_ claim: CheckClaim, page: ReleasePage, now: Timestamp) async throws(StoreFailure)
        -> CheckResult
    {
        let nothing = CheckResult(wasStored: false, newReleases: 0, announcements: 0)
        let (result, changed, changedReleases) = try await write { connection in
            guard let standing = try self.standing(of: claim, connection) else {
                return (nothing, Set<AccountID>(), Set<ReleaseID>())
            }
            var intake = try ReleaseIntake(
                claim: claim, isBaseline: standing.isBaseline, now: now, connection: connection)
            try intake.take(page.releases)
            try connection.run(
                """
                UPDATE artist_group SET
                    baseline_at = coalesce(baseline_at, ?), complete_at = ?, total = coalesce(?, total), unreadable = ?,
                    failure = NULL, failures = 0, due_at = ?, lease_until = NULL
                WHERE artist_id = ? AND grp = ?
                """, now, now, page.total, page.unreadable, now + self.checkInterval(connection), claim.artist,
                claim.group.rawValue)
            // A check that found nothing changes only its own time, and that on the pages of everybody who follows: too
            // many rows for so little.
            var changed = intake.announcedTo
            if standing.isBaseline || standing.failures > 0 || intake.newReleases > 0 {
                changed.formUnion(try self.followers(of: claim.artist, connection))
            }
            try self.touchPages(of: changed, connection)
            return (
                CheckResult(wasStored: true, newReleases: intake.newReleases, announcements: intake.announcements),
                changed, intake.changedReleases
            )
        }
        if !changedReleases.isEmpty { cards.forget(changedReleases) }
        if !changed.isEmpty { changes.changed(Array(changed)) }
        return result
    }

    /// Only what went wrong and when to try again.
    public func fail(_ claim: CheckClaim, reason: String, retryAt: Timestamp, now: Timestamp) async throws(StoreFailure)
    {
        let changed = try await write { connection -> [AccountID] in
            guard let standing = try self.standing(of: claim, connection) else { return [] }
            try connection.run(
                """
                UPDATE artist_group SET failed_at = ?, failure = ?, failures = failures + 1, due_at = ?, lease_until = NULL
                WHERE artist_id = ? AND grp = ?
                """, now, reason, retryAt, claim.artist, claim.group.rawValue)
            guard standing.failures == 0 else { return [] }
            let followers = try self.followers(of: claim.artist, connection)
            try self.touchPages(of: followers, connection)
            return followers
        }
        if !changed.isEmpty { changes.changed(changed) }
    }

    /// How the group of a claim stands; nil if the lease was lost: claimed again, or nobody follows any more.
    private func standing(of claim: CheckClaim, _ connection: Connection) throws -> (isBaseline: Bool, failures: Int)? {
        try connection.first(
            """
            SELECT baseline_at, failures FROM artist_group
            WHERE artist_id = ? AND grp = ? AND fence = ? AND lease_until IS NOT NULL AND due_at IS NOT NULL
            """, claim.artist, claim.group.rawValue, claim.fence
        ) { (isBaseline: $0.isNull(0), failures: $0.int(1)) }
    }

    private func followers(of artist: ArtistID, _ connection: Connection) throws -> [AccountID] {
        try connection.all("SELECT account_id FROM follow WHERE artist_id = ?", artist) { $0.id(0) }
    }

    private func checkInterval(_ connection: Connection) throws -> Duration {
        let groups = try connection.first("SELECT count FROM tally WHERE name = 'followed_groups'") { $0.int(0) } ?? 0
        return settings.schedule.checkInterval(groups: groups)
    }
}
