import Domain
import SQLite

/// Makes one of two artists after the source has. Whoever followed the one follows the other, and hears of what came
/// out since the last look at either list; what either had brought out before is nobody's news.
struct Merger {
    let planning: CheckPlanning
    let now: Timestamp
    let connection: Connection

    /// How many followers are moved in one transaction; the others follow in transactions of their own.
    static let batch = 500

    /// Within so many days of a merger what moves shows in the other list; later, what is unknown there is new.
    static let settlingDays: Int64 = 30

    /// The row of an artist, made if missing.
    func artist(_ artist: SourceArtist) throws -> ArtistID {
        try FollowList(artists: [artist], source: .spotify).store(artist, now: now, connection)
    }

    /// Asks for `former` no more, and moves its first followers. Returns whose pages show that.
    func merge(_ former: ArtistID, into other: ArtistID) throws -> Set<AccountID> {
        var survivor = try Merger.standing(for: other, connection)
        if survivor == former {
            // The source has changed its mind about which of the two stays.
            try connection.run("UPDATE artist SET merged_into = NULL, merged_at = NULL WHERE id = ?", other)
            survivor = other
        }
        guard survivor != former else { return [] }
        try joinLists(of: former, into: survivor)
        // Nobody stands behind two others: whoever was merged into the one is merged into the other.
        try connection.run("UPDATE artist SET merged_into = ? WHERE merged_into = ?", survivor, former)
        try connection.run(
            "UPDATE artist SET merged_into = ?, merged_at = ? WHERE id = ?", survivor, now, former)
        let isTelling =
            try connection.first("SELECT 1 FROM audience WHERE artist_id = ? LIMIT 1", former) { _ in true } ?? false
        return isTelling ? [] : try moveFollowers(of: former, to: survivor, limit: Merger.batch)
    }

    /// Artists whose followers have not all been moved yet. Those to whom something is still to be told stay until it
    /// has been.
    static func waiting(_ connection: Connection) throws -> (former: ArtistID, survivor: ArtistID)? {
        try connection.first(
            """
            SELECT id, merged_into FROM artist
            WHERE merged_into IS NOT NULL AND followers > 0
                AND NOT EXISTS (SELECT 1 FROM audience WHERE artist_id = artist.id)
            LIMIT 1
            """
        ) { (former: $0.id(0), survivor: $0.id(1)) }
    }

    /// The artist whom the source names in the place of another; that one itself where it does not.
    static func standing(for artist: ArtistID, _ connection: Connection) throws -> ArtistID {
        try connection.first("SELECT coalesce(merged_into, id) FROM artist WHERE id = ?", artist) { $0.id(0) } ?? artist
    }

    /// The lists that somebody waits for are the survivor's from now on.
    private func joinLists(of former: ArtistID, into survivor: ArtistID) throws {
        // What shows up unknown there and is older than the last look at either list has moved in.
        try connection.run(
            """
            UPDATE artist_group SET merged_day = (min(complete_at, coalesce((
                SELECT f.complete_at FROM artist_group f WHERE f.artist_id = ? AND f.grp = artist_group.grp), complete_at)))
                / 86400000
            WHERE artist_id = ? AND baseline_at IS NOT NULL AND complete_at IS NOT NULL AND due_at IS NOT NULL
            """, former, survivor)
        try connection.run(
            """
            INSERT INTO artist_group (artist_id, grp, due_at)
            SELECT ?, grp, 0 FROM artist_group WHERE artist_id = ? AND due_at IS NOT NULL
            ON CONFLICT DO UPDATE SET due_at = 0, baseline_at = NULL, complete_at = NULL WHERE due_at IS NULL
            """, survivor, former)
        try connection.run(
            """
            UPDATE artist_group SET due_at = ?
            WHERE artist_id = ? AND due_at > ? AND lease_until IS NULL AND failures = 0
            """, now, survivor, now)
        try connection.run(
            """
            UPDATE artist_group SET
                due_at = NULL, lease_until = NULL, fence = fence + 1, sweep_offset = NULL, sweep_total = NULL,
                failure = NULL, failures = 0
            WHERE artist_id = ? AND due_at IS NOT NULL
            """, former)
        try connection.run("DELETE FROM sweep_item WHERE artist_id = ?", former)
    }

    // MARK: Followers

    private struct Move {
        var account: AccountID
        var origin: String
        var followedAt: Timestamp
    }

    /// Moves the next followers, and says who they are.
    func moveFollowers(of former: ArtistID, to survivor: ArtistID, limit: Int) throws -> Set<AccountID> {
        let moves = try connection.all(
            "SELECT account_id, origin, followed_at FROM follow WHERE artist_id = ? ORDER BY account_id LIMIT ?",
            former,
            limit
        ) { Move(account: $0.id(0), origin: $0.text(1), followedAt: $0.timestamp(2)) }
        guard !moves.isEmpty else {
            // Nobody is left, whatever was counted.
            try connection.run("UPDATE artist SET followers = 0 WHERE id = ?", former)
            return []
        }
        let lookedAt = try Merger.lookedAt(former, connection)
        var heir = try Heir(of: survivor, now: now, connection)
        for move in moves {
            try connection.run("DELETE FROM follow WHERE account_id = ? AND artist_id = ?", move.account, former)
            // Whoever left the one and follows the other follows.
            try connection.run(
                "DELETE FROM left_artist WHERE account_id = ? AND artist_id = ?", move.account, survivor)
            try heir.take(
                move.account, origin: move.origin, from: former,
                since: max(move.followedAt, lookedAt ?? move.followedAt))
        }
        try heir.finish()
        try planning.raise(survivor)
        return Set(moves.map(\.account))
    }

    /// When all lists of an artist had last been read; nil where one never was.
    static func lookedAt(_ artist: ArtistID, _ connection: Connection) throws -> Timestamp? {
        try connection.first(
            "SELECT min(complete_at) FROM artist_group WHERE artist_id = ? AND complete_at IS NOT NULL", artist
        ) { $0.optionalTimestamp(0) } ?? nil
    }
}
