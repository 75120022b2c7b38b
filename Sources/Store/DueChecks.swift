import Domain
import SQLite

/// Chooses among the groups that stand due.
struct DueChecks {
    let planning: CheckPlanning
    let connection: Connection

    private struct Row {
        var claim: CheckClaim
        var due: Timestamp
        var checkedAt: Timestamp?
        var followers: Int
        var rhythm: Int64?
    }

    /// The next claims: those that nobody has looked at yet, in turn, then those worth most. One walk along the index
    /// of due times, of a length that does not depend on how many artists there are.
    func choose(_ allowance: CallAllowance, limit: Int, now: Timestamp) throws -> [CheckClaim] {
        let isRationed = planning.isRationed
        let length = isRationed ? planning.plan.choice(planning.standing, claiming: limit) : allowance.baselines
        let rows = try due(limit: length, now: now)
        var claims: [CheckClaim] = []
        var rest: [Row] = []
        for row in rows {
            // Half-read lists go on among the others: their baseline is in.
            if row.checkedAt == nil, claims.count < allowance.baselines {
                claims.append(row.claim)
            } else {
                rest.append(row)
            }
        }
        let left = min(allowance.routine, limit) - claims.count
        guard left > 0 else { return claims }
        guard isRationed else { return claims + rest.prefix(left).map(\.claim) }
        return claims + ranked(rest, calls: left, now: now)
    }

    private func ranked(_ rows: [Row], calls: Int, now: Timestamp) -> [CheckClaim] {
        var claims: [GroupKey: CheckClaim] = [:]
        let candidates = rows.map { row in
            claims[GroupKey(artist: row.claim.artist, group: row.claim.group)] = row.claim
            return CheckCandidate(
                artist: row.claim.artist, group: row.claim.group, followers: Double(row.followers),
                rhythm: CheckPlanning.rhythm(row.rhythm), followedAt: row.due, checkedAt: row.checkedAt,
                sweepCalls: row.claim.sweepOffset == nil ? 0 : 1)
        }
        return planning.plan.next(candidates, calls: calls, now: now, planning.standing).compactMap {
            claims[GroupKey(artist: $0.artist, group: $0.group)]
        }
    }

    /// The leased ones stand among the due, but they are no more than are being worked on.
    private func due(limit: Int, now: Timestamp) throws -> [Row] {
        try connection.all(
            """
            SELECT g.artist_id, a.source_id, g.grp, g.fence, g.failures, g.sweep_offset, g.due_at, g.complete_at,
                a.followers, g.rhythm, iif(g.swept_at IS NULL AND g.total IS NOT 0, NULL, g.page_digest)
            FROM artist_group g JOIN artist a ON a.id = g.artist_id
            WHERE g.due_at <= ? AND (g.lease_until IS NULL OR g.lease_until <= ?)
            ORDER BY g.due_at, g.artist_id, g.grp LIMIT ?
            """, now, now, limit
        ) { row in
            ReleaseGroup(rawValue: row.text(2)).map { group in
                Row(
                    claim: CheckClaim(
                        artist: row.id(0), sourceID: row.text(1), group: group, fence: row.int64(3) + 1,
                        failures: row.int(4), sweepOffset: row.optionalInt64(5).map { Int($0) }, claimedAt: now,
                        known: row.optionalBlob(10).map { PageDigest($0) }),
                    due: row.timestamp(6), checkedAt: row.optionalTimestamp(7), followers: row.int(8),
                    rhythm: row.optionalInt64(9))
            }
        }.compactMap(\.self)
    }
}

/// A group's key in its table.
private struct GroupKey: Hashable {
    var artist: ArtistID
    var group: ReleaseGroup
}
