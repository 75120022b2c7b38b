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

    /// So often in a row an answer is taken for a part of the list; then the list is taken for what it is.
    static let partialMax = 3

    /// Page 1: what is new on it is told, and the count beside it says whether somebody must look further down.
    func take(_ page: ReleasePage) throws -> CheckChange {
        if let successor = try successor(on: page) {
            let merger = Merger(planning: planning, now: now, connection: connection)
            return nothingNew(try merger.merge(claim.artist, into: try merger.artist(successor)))
        }
        let isBaseline = try standing.isBaseline || wasEmptyFalsely(page)
        if let lack = lack(of: page, isBaseline: isBaseline) { return try putOff(lack) }
        let known = isBaseline ? nil : standing.total
        var intake = try ReleaseIntake(
            claim: claim, isBaseline: isBaseline, horizon: try horizon(of: page, known: known, isBaseline: isBaseline),
            mergedDay: isBaseline ? nil : mergedDay, planning: planning, now: now, connection: connection)
        try intake.take(page.releases)
        let isWhole =
            try page.isLast && page.total.map { $0 <= page.distinct } ?? true
            && (page.length > 0 || isEmptinessConfirmed)
        let growth = SweepRule.growth(from: known, to: page.total, newOnPage: intake.newlyListed)
        let isSweepWanted =
            page.length > 0
            && SweepRule.isWanted(
                growth: growth, pageLength: page.length, total: page.total, isSwept: standing.isSwept,
                isRationed: planning.isRationed,
                hasCallsForSweeps: planning.plan.hasCallsForSweeps(planning.standing))
        if isSweepWanted { try Sweep(claim: claim, connection: connection).begin(with: page.releases) }
        let entry = try planning.entry(
            for: claim.artist, claim.group, followers: standing.followers, isWhole: isWhole || standing.isSwept,
            checkedAt: now, random: random)
        try connection.run(
            """
            UPDATE artist_group SET
                baseline_at = iif(?, ?, baseline_at), complete_at = ?, total = coalesce(?, total), unreadable = ?,
                failure = NULL, failures = 0, due_at = ?, lease_until = NULL, rhythm = coalesce(?, rhythm), share = ?,
                swept_at = coalesce(swept_at, ?), merged_day = iif(?, NULL, merged_day), page_digest = ?, sweep_offset = ?,
                sweep_total = ?, sweep_growth = ?, sweep_restarts = 0
            WHERE artist_id = ? AND grp = ?
            """, isBaseline, now, now, countToKeep(of: page), page.unreadable, isSweepWanted ? now : entry.due,
            entry.rhythm, entry.share, isWhole ? now : nil, isWhole && intake.hasMoved, digestToKeep(of: page),
            isSweepWanted ? page.length : nil, isSweepWanted ? page.total : nil,
            isSweepWanted ? max(0, growth ?? 0) : nil, claim.artist, claim.group.rawValue)
        return change(intake)
    }

    /// Page 1 as it was at the last complete check: all of it is known, so that only times change, and what time
    /// proves: that an empty list is one.
    func confirm() throws -> CheckChange {
        let isWhole = try standing.isSwept || standing.total == 0 && isEmptinessConfirmed
        let entry = try planning.entry(
            for: claim.artist, claim.group, followers: standing.followers, isWhole: isWhole, checkedAt: now,
            random: random)
        try connection.run(
            """
            UPDATE artist_group SET
                complete_at = ?, failure = NULL, failures = 0, due_at = ?, lease_until = NULL,
                rhythm = coalesce(?, rhythm), share = ?, swept_at = coalesce(swept_at, ?)
            WHERE artist_id = ? AND grp = ?
            """, now, entry.due, entry.rhythm, entry.share, isWhole ? now : nil, claim.artist, claim.group.rawValue)
        return nothingNew()
    }

    /// A page of a sweep: kept aside until the last is in.
    func takeSwept(_ page: ReleasePage) throws -> CheckChange {
        let sweep = Sweep(claim: claim, connection: connection)
        let refreshed = try sweep.keep(page.releases)
        let mayRepeat = standing.sweep.restarts < Sweep.restartsMax
        if let total = page.total, let begun = standing.sweep.total, total != begun, mayRepeat {
            // The list moved while it was read: what slipped from one page to another may have been missed.
            try sweep.restart(total: total, growth: max(0, standing.sweep.growth + total - begun), now: now)
            return nothingNew(refreshed: refreshed)
        }
        let next = (claim.sweepOffset ?? 0) + page.length
        let isAtEnd = page.isLast || page.length == 0
        let isShort = isAtEnd && page.total.map { next < $0 } ?? false
        if isShort || page.unreadable > 0, mayRepeat {
            // A part of a page is no page: whatever is not on it would be news when it shows.
            try sweep.repeatPage(now: now)
            return nothingNew(refreshed: refreshed)
        }
        guard isAtEnd || page.total.map({ next >= $0 }) ?? false else {
            try sweep.goOn(at: next, now: now)
            return nothingNew(refreshed: refreshed)
        }
        if let total = page.total, try sweep.count() < total, mayRepeat {
            // A page came twice, and in the place of another.
            try sweep.restart(total: total, growth: standing.sweep.growth, now: now)
            return nothingNew(refreshed: refreshed)
        }
        let unknown = try sweep.unknown()
        let isNews = SweepRule.isNews(wasSwept: standing.isSwept)
        // What joined the list while it was read for the first time can be told from the rest by its date alone.
        let depth = isNews || standing.sweep.growth == 0 ? nil : try baselineDepth
        var intake = try ReleaseIntake(
            claim: claim, isBaseline: !isNews && depth == nil, horizon: depth, mergedDay: isNews ? mergedDay : nil,
            planning: planning, now: now, connection: connection)
        try intake.take(unknown)
        let entry = planning.entry(
            for: claim.artist, claim.group, followers: standing.followers,
            rhythm: standing.rhythm.map { CheckPlanning.rhythm($0) }, checkedAt: standing.checkedAt ?? now,
            random: random)
        try sweep.end(due: max(entry.due, now), now: now)
        var change = change(intake)
        change.releases.formUnion(refreshed)
        return change
    }

    private func change(_ intake: ReleaseIntake) -> CheckChange {
        CheckChange(
            result: CheckResult(
                wasStored: true, newReleases: intake.newReleases, announcements: intake.announcements),
            accounts: intake.announcedTo, releases: intake.changedReleases)
    }

    private func nothingNew(_ accounts: Set<AccountID> = [], refreshed: Set<ReleaseID> = []) -> CheckChange {
        CheckChange(
            result: CheckResult(wasStored: true, newReleases: 0, announcements: 0), accounts: accounts,
            releases: refreshed)
    }

    // MARK: What is not the whole list

    /// Why the page cannot be all that the source has; nil where it may be, or where nothing else has come for a while.
    private func lack(of page: ReleasePage, isBaseline: Bool) -> String? {
        guard standing.failures < CheckIntake.partialMax else { return nil }
        if page.length == 0, let total = page.total, total > 0 {
            return "The source speaks of \(total) and lists none"
        }
        // Whatever is missing from a baseline would be news when it shows.
        guard isBaseline, page.unreadable > 0 else { return nil }
        return "\(page.unreadable) of \(page.length) entries could not be read"
    }

    /// No complete check: nothing moves, and the next attempt comes soon.
    private func putOff(_ lack: String) throws -> CheckChange {
        let wait = Backoff().wait(afterFailures: standing.failures + 1, random: random)
        let failure = CheckFailure(claim: claim, reason: lack, retryAt: now + wait)
        return nothingNew(Set(try failure.note(standing, now: now, connection)))
    }

    /// The source's count, where the page bears it out: an empty answer takes nothing back, and behind entries that
    /// cannot be read there may be new ones, which the count must still announce.
    private func countToKeep(of page: ReleasePage) -> Int? {
        let isDoubtful = page.length == 0 || page.unreadable > 0
        if isDoubtful, standing.total ?? 0 > 0 { return nil }
        return page.length == 0 ? 0 : page.total
    }

    /// By which the page is known when it comes again. An answer that lists none of what it speaks of is looked at each
    /// time, until the list has been seen.
    private func digestToKeep(of page: ReleasePage) -> [UInt8]? {
        let isContradiction = page.length == 0 && page.total ?? 0 > 0
        return isContradiction && !standing.isSwept ? nil : page.digest?.bytes
    }

    /// Whether an empty answer says no more than the first one did, some time after it.
    private var isEmptinessConfirmed: Bool {
        get throws {
            guard let first = standing.baselineAt, EmptyListRule.isConfirmed(first: first, now: now) else {
                return false
            }
            return try isNothingListed
        }
    }

    private var isNothingListed: Bool {
        get throws {
            try connection.first(
                "SELECT 1 FROM release_artist WHERE artist_id = ? AND grp = ? LIMIT 1", claim.artist,
                claim.group.rawValue
            ) { _ in false } ?? true
        }
    }

    /// Whether the list was called empty before, and that cannot have been so: its baseline is this page.
    private func wasEmptyFalsely(_ page: ReleasePage) throws -> Bool {
        guard let emptyAt = standing.baselineAt, !standing.isSwept, standing.total ?? 0 == 0, page.length > 0 else {
            return false
        }
        guard try isNothingListed else { return false }
        let isOtherListed = try connection.first(
            "SELECT 1 FROM release_artist WHERE artist_id = ? LIMIT 1", claim.artist
        ) { _ in true }
        let wasEmptyAgain = standing.checkedAt.map { $0 > emptyAt } ?? false
        return EmptyListRule.wasFalse(page, emptyAt: emptyAt, isBorneOut: wasEmptyAgain || isOtherListed == true)
    }

    /// Before which day what is unknown has moved in: as long as that may take, where nothing has yet.
    private var mergedDay: Int64? {
        standing.mergedDay.flatMap { now.day.number - $0 <= Merger.settlingDays ? $0 : nil }
    }

    /// Whom the source names in the artist's place on every release of the page.
    private func successor(on page: ReleasePage) throws -> SourceArtist? {
        try MergerRule.successor(of: claim.sourceID, in: claim.group, on: page) { release in
            try StoredRelease.find(release.id, of: .spotify, connection)?.credited.contains(claim.sourceID) ?? false
        }
    }

    /// Up to where an unknown release on page 1 may have come up from below, because one above it was withdrawn: as far
    /// as the baseline showed, where there are more unknown ones than the source has added. Or it stood there and could
    /// not be read: then it is older than the last check. Nil where all are new.
    private func horizon(of page: ReleasePage, known: Int?, isBaseline: Bool) throws -> Int64? {
        guard !isBaseline, !standing.isSwept || standing.unreadable > 0 else { return nil }
        let unknown = try page.releases.count { try !Sweep.isListed($0.id, of: claim.artist, connection) }
        guard unknown > 0 else { return nil }
        if let known, let total = page.total, total - known >= unknown { return nil }
        if standing.unreadable > 0, let checkedAt = standing.checkedAt {
            return (checkedAt.day - EmptyListRule.slackDays).number
        }
        return try baselineDepth
    }

    /// How far down the list the baseline has looked: what is dated later and was not there is new. Undated releases
    /// stand below all others; where there is no order at all, the baseline may have missed anything (FACTS §4.4).
    private var baselineDepth: Int64? {
        get throws {
            if claim.group == .appearsOn { return .max }
            return try connection.first(
                """
                SELECT coalesce(min(nullif(sort_day, 0)), min(sort_day)) FROM release_artist
                WHERE artist_id = ? AND grp = ? AND at_baseline
                """, claim.artist, claim.group.rawValue
            ) { $0.optionalInt64(0) } ?? nil
        }
    }
}
