public import Domain
import SQLite

extension FanfareStore: WorkStore {
    /// Lease, fence and the calls in the ledger are durable before this returns.
    public func claimChecks(limit: Int, lease: Duration, now: Timestamp) async throws(StoreFailure) -> [CheckClaim] {
        try await write { connection in
            let allowance = try self.allowance(limit: limit, now: now, connection)
            guard allowance.baselines > 0 else { return [] }
            let planning = try self.planning(now: now, connection)
            try planning.correctPrice(now: now)
            let claims = try DueChecks(planning: planning, connection: connection)
                .choose(allowance, limit: limit, now: now)
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
        let change = try await write { connection in
            let planning = try self.planning(now: now, connection)
            return try self.record(claim, planning, now: now, connection) {
                try claim.sweepOffset == nil ? $0.take(page) : $0.takeSwept(page)
            }
        }
        return publish([change])[0]
    }

    /// The next due times, and that all is well.
    public func confirm(_ checks: [UnchangedCheck]) async throws(StoreFailure) -> [CheckResult] {
        guard let first = checks.first else { return [] }
        let changes = try await write { connection in
            let planning = try self.planning(now: first.at, connection)
            return try checks.map { check in
                try self.record(check.claim, planning, now: check.at, connection) { try $0.confirm() }
            }
        }
        return publish(changes)
    }

    /// Nil where the lease was lost.
    private func record(
        _ claim: CheckClaim, _ planning: CheckPlanning, now: Timestamp, _ connection: Connection,
        _ take: (CheckIntake) throws -> CheckChange
    ) throws -> CheckChange? {
        guard let standing = try GroupStanding.find(claim, connection) else { return nil }
        var change = try take(
            CheckIntake(
                claim: claim, standing: standing, planning: planning, random: random(), now: now,
                connection: connection))
        // A check that found nothing changes only its own time, and that on the pages of everybody who follows: too
        // many rows for so little.
        if standing.isBaseline || standing.failures > 0 || change.result.newReleases > 0 {
            change.accounts.formUnion(try CheckFailure.viewers(of: claim.artist, connection))
        }
        try touchPages(of: change.accounts, connection)
        return change
    }

    /// Tells those who must hear of changes that are durable.
    private func publish(_ made: [CheckChange?]) -> [CheckResult] {
        let releases = made.reduce(into: Set<ReleaseID>()) { $0.formUnion($1?.releases ?? []) }
        let accounts = made.reduce(into: Set<AccountID>()) { $0.formUnion($1?.accounts ?? []) }
        if !releases.isEmpty { cards.forget(releases) }
        if !accounts.isEmpty { changes.changed(Array(accounts)) }
        return made.map { $0?.result ?? CheckResult(wasStored: false, newReleases: 0, announcements: 0) }
    }

    /// The lease ends, and nothing else changes.
    public func giveBack(_ claim: CheckClaim, wasCalled: Bool, now: Timestamp) async throws(StoreFailure) {
        try await write { connection in
            let given = try connection.run(
                """
                UPDATE artist_group SET lease_until = NULL
                WHERE artist_id = ? AND grp = ? AND fence = ? AND lease_until IS NOT NULL
                """, claim.artist, claim.group.rawValue, claim.fence)
            guard given == 1, !wasCalled else { return }
            try self.strike(1, of: .artistAlbums, enteredAt: claim.claimedAt, connection)
        }
    }

    /// Only what went wrong and when to try again.
    public func fail(_ claim: CheckClaim, reason: String, retryAt: Timestamp, now: Timestamp) async throws(StoreFailure)
    {
        let changed = try await write { connection -> [AccountID] in
            guard let standing = try GroupStanding.find(claim, connection) else { return [] }
            let viewers = try CheckFailure(claim: claim, reason: reason, retryAt: retryAt)
                .note(standing, now: now, connection)
            try self.touchPages(of: viewers, connection)
            return viewers
        }
        if !changed.isEmpty { changes.changed(changed) }
    }

    /// The plan as it stands in this transaction.
    func planning(now: Timestamp, _ connection: Connection) throws -> CheckPlanning {
        try CheckPlanning(plan, callsPerDay: callsPerDay(now: now, connection), connection)
    }
}

/// What a check has changed, for those who must hear of it.
struct CheckChange {
    var result: CheckResult
    var accounts: Set<AccountID>
    var releases: Set<ReleaseID>
}
