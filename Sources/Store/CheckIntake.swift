import Domain
import SQLite

/// Stores what one call has brought, inside its transaction: page 1 of a group, or a page of a sweep.
struct CheckIntake {
    let claim: CheckClaim
    let standing: GroupStanding
    let planning: CheckPlanning
    let random: Double
    let now: Timestamp
    let connection: Connection

    /// Page 1: what is new on it is told, and the count beside it says whether somebody must look further down.
    func take(_ page: ReleasePage) throws -> CheckChange {
        let known = standing.isBaseline ? nil : standing.total
        var intake = try ReleaseIntake(
            claim: claim, isBaseline: standing.isBaseline, horizon: try horizon(of: page, known: known), now: now,
            connection: connection)
        try intake.take(page.releases)
        let isWhole = page.isLast && page.total.map { $0 <= page.length } ?? true
        let growth = SweepRule.growth(from: known, to: page.total, newOnPage: intake.newlyListed)
        let isSweepWanted = SweepRule.isWanted(
            growth: growth, pageLength: page.length, total: page.total, isSwept: standing.isSwept,
            isRationed: planning.isRationed,
            hasCallsForSweeps: planning.plan.hasCallsForSweeps(planning.standing))
        let entry = try planning.entry(
            for: claim.artist, claim.group, followers: standing.followers, checkedAt: now, random: random)
        try connection.run(
            """
            UPDATE artist_group SET
                baseline_at = coalesce(baseline_at, ?), complete_at = ?, total = coalesce(?, total), unreadable = ?,
                failure = NULL, failures = 0, due_at = ?, lease_until = NULL, rhythm = coalesce(?, rhythm), share = ?,
                swept_at = coalesce(swept_at, ?), page_digest = ?, sweep_offset = ?, sweep_total = ?, sweep_growth = ?, sweep_restarts = 0
            WHERE artist_id = ? AND grp = ?
            """, now, now, page.total, page.unreadable, isSweepWanted ? now : entry.due, entry.rhythm, entry.share,
            isWhole ? now : nil, page.digest?.bytes, isSweepWanted ? page.length : nil,
            isSweepWanted ? page.total : nil,
            isSweepWanted ? max(0, growth ?? 0) : nil, claim.artist, claim.group.rawValue)
        return change(intake)
    }

    /// Page 1 as it was at the last complete check: all of it is known, so that only times change.
    func confirm() throws -> CheckChange {
        let entry = try planning.entry(
            for: claim.artist, claim.group, followers: standing.followers, checkedAt: now, random: random)
        try connection.run(
            """
            UPDATE artist_group SET
                complete_at = ?, failure = NULL, failures = 0, due_at = ?, lease_until = NULL,
                rhythm = coalesce(?, rhythm), share = ?
            WHERE artist_id = ? AND grp = ?
            """, now, entry.due, entry.rhythm, entry.share, claim.artist, claim.group.rawValue)
        return CheckChange(
            result: CheckResult(wasStored: true, newReleases: 0, announcements: 0), accounts: [], releases: [])
    }

    /// A page of a sweep: kept aside until the last is in.
    func takeSwept(_ page: ReleasePage) throws -> CheckChange {
        let sweep = Sweep(claim: claim, connection: connection)
        try sweep.keep(page.releases)
        if let total = page.total, let begun = standing.sweep.total, total != begun,
            standing.sweep.restarts < Sweep.restartsMax
        {
            // The list moved while it was read: what slipped from one page to another may have been missed.
            try sweep.restart(total: total, growth: max(0, standing.sweep.growth + total - begun), now: now)
            return CheckChange(
                result: CheckResult(wasStored: true, newReleases: 0, announcements: 0), accounts: [], releases: [])
        }
        let next = (claim.sweepOffset ?? 0) + page.length
        guard page.isLast || page.length == 0 || page.total.map({ next >= $0 }) ?? false else {
            try sweep.goOn(at: next, now: now)
            return CheckChange(
                result: CheckResult(wasStored: true, newReleases: 0, announcements: 0), accounts: [], releases: [])
        }
        let unknown = try sweep.unknown()
        let isNews = SweepRule.isNews(wasSwept: standing.isSwept)
        var intake = try ReleaseIntake(claim: claim, isBaseline: !isNews, now: now, connection: connection)
        try intake.take(unknown)
        let entry = planning.entry(
            for: claim.artist, claim.group, followers: standing.followers,
            rhythm: standing.rhythm.map { CheckPlanning.rhythm($0) }, checkedAt: standing.checkedAt ?? now,
            random: random)
        try sweep.end(due: max(entry.due, now), now: now)
        return change(intake)
    }

    private func change(_ intake: ReleaseIntake) -> CheckChange {
        CheckChange(
            result: CheckResult(
                wasStored: true, newReleases: intake.newReleases, announcements: intake.announcements),
            accounts: intake.announcedTo, releases: intake.changedReleases)
    }

    /// Up to where an unknown release on page 1 may have come up from below, because one above it was withdrawn: as far as
    /// the baseline showed, where there are more unknown ones than the source has added. Nil where all are new.
    private func horizon(of page: ReleasePage, known: Int?) throws -> Int64? {
        guard !standing.isBaseline, !standing.isSwept else { return nil }
        let unknown = try page.releases.count { try !Sweep.isListed($0.id, of: claim.artist, connection) }
        guard unknown > 0 else { return nil }
        if let known, let total = page.total, total - known >= unknown { return nil }
        return try connection.first(
            "SELECT min(sort_day) FROM release_artist WHERE artist_id = ? AND grp = ? AND at_baseline", claim.artist,
            claim.group.rawValue
        ) { $0.optionalInt64(0) } ?? nil
    }
}
