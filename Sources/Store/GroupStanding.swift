import Domain
import SQLite

/// How the group of a claim stands.
struct GroupStanding {
    /// The first complete check.
    var baselineAt: Timestamp?
    var failures: Int
    /// The last complete check of page 1.
    var checkedAt: Timestamp?
    /// How many releases there were then, by the source's count.
    var total: Int?
    /// Whether its list was read to the end.
    var isSwept: Bool
    var sweep: Sweep
    var followers: Int
    var rhythm: Int64?
    /// How many entries of page 1 could not be read then.
    var unreadable: Int
    /// Before which day whatever is unknown came with another artist's releases.
    var mergedDay: Int64?

    /// Whether it has had no complete check yet.
    var isBaseline: Bool { baselineAt == nil }

    /// How far the reading of its whole list has come.
    struct Sweep {
        var total: Int?
        var growth: Int
        var restarts: Int
    }

    /// Nil if the lease was lost: claimed again, or nobody follows any more.
    static func find(_ claim: CheckClaim, _ connection: Connection) throws -> GroupStanding? {
        try connection.first(
            """
            SELECT g.baseline_at, g.failures, g.complete_at, g.total, g.swept_at, g.sweep_total, g.sweep_growth,
                g.sweep_restarts, a.followers, g.rhythm, g.unreadable, g.merged_day
            FROM artist_group g JOIN artist a ON a.id = g.artist_id
            WHERE g.artist_id = ? AND g.grp = ? AND g.fence = ? AND g.lease_until IS NOT NULL AND g.due_at IS NOT NULL
            """, claim.artist, claim.group.rawValue, claim.fence
        ) { row in
            GroupStanding(
                baselineAt: row.optionalTimestamp(0), failures: row.int(1), checkedAt: row.optionalTimestamp(2),
                total: row.optionalInt64(3).map { Int($0) }, isSwept: !row.isNull(4),
                sweep: Sweep(
                    total: row.optionalInt64(5).map { Int($0) }, growth: row.int(6), restarts: row.int(7)),
                followers: row.int(8), rhythm: row.optionalInt64(9), unreadable: row.int(10),
                mergedDay: row.optionalInt64(11))
        }
    }
}
