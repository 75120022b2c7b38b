import Domain
import SQLite

/// A check that was not complete: nothing moves but the note of it, and when to try again.
struct CheckFailure {
    let claim: CheckClaim
    let reason: String
    let retryAt: Timestamp

    /// Notes it, and says whose pages show that: nobody's where the check before has failed, too.
    func note(_ standing: GroupStanding, now: Timestamp, _ connection: Connection) throws -> [AccountID] {
        try connection.run(
            """
            UPDATE artist_group SET failed_at = ?, failure = ?, failures = failures + 1, due_at = ?, lease_until = NULL
            WHERE artist_id = ? AND grp = ?
            """, now, reason, retryAt, claim.artist, claim.group.rawValue)
        return standing.failures == 0 ? try CheckFailure.viewers(of: claim.artist, connection) : []
    }

    /// Whose pages show at once how an artist's checks stand: nobody's, where those are too many for one transaction.
    static func viewers(of artist: ArtistID, _ connection: Connection) throws -> [AccountID] {
        let followers: [AccountID] = try connection.all(
            "SELECT account_id FROM follow WHERE artist_id = ? LIMIT ?", artist, Announcer.batch + 1
        ) { $0.id(0) }
        return followers.count > Announcer.batch ? [] : followers
    }
}
