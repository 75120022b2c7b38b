public import Domain
import SQLite

extension FanfareStore {
    /// One row for each artist, of all their groups that have their turn.
    public func artists(of account: AccountID, now: Timestamp) throws(StoreFailure) -> [ArtistRow] {
        try read { connection in
            // The failure comes from the row with the maximum, as SQLite takes it: the latest.
            try connection.all(
                """
                SELECT a.id, a.source_id, a.name, a.image_url, a.page_url, f.followed_at,
                    iif(count(g.complete_at) = count(*), (
                        SELECT min(c.complete_at) FROM artist_group c
                        WHERE c.artist_id = a.id AND c.due_at IS NOT NULL), NULL),
                    (SELECT min(d.due_at) FROM artist_group d WHERE d.artist_id = a.id),
                    count(g.baseline_at) = count(*), g.failure, max(iif(g.failures > 0, g.failed_at, NULL)), a.source,
                    f.origin
                FROM follow f
                JOIN artist a ON a.id = f.artist_id
                LEFT JOIN artist_group g ON g.artist_id = a.id AND g.due_at IS NOT NULL
                WHERE f.account_id = ?
                GROUP BY a.id
                ORDER BY a.name COLLATE NOCASE, a.id
                """, account
            ) { row in
                var artist = ArtistRow(
                    id: row.id(0), sourceID: row.text(1), name: row.text(2), imageURL: row.optionalText(3),
                    pageURL: row.optionalText(4)
                        ?? SourcePage.artist(
                            row.text(1), at: Source(rawValue: row.text(11)) ?? .spotify),
                    followedAt: row.timestamp(5), lastCompleteAt: row.optionalTimestamp(6),
                    // A turn stands for "before everybody else", which is now.
                    nextDueAt: row.optionalTimestamp(7).map { $0.milliseconds <= FollowList.turnsMax ? now : $0 },
                    failure: row.isNull(10) ? nil : row.optionalText(9), hasBaseline: row.bool(8))
                artist.origin = FollowOrigin(rawValue: row.text(12)) ?? .spotify
                return artist
            }
        }
    }

    /// Counted over artists, each as good as the worst of its groups.
    public func completeness(of account: AccountID) throws(StoreFailure) -> Completeness {
        try readTogether { connection in
            // Who has no list at a provider waits for none.
            let isRead =
                try connection.first(
                    """
                    SELECT max(follows_read_at IS NOT NULL) OR NOT max(follows_due_at IS NOT NULL)
                    FROM connection WHERE account_id = ?
                    """, account
                ) { $0.bool(0) } ?? false
            return try connection.first(
                """
                SELECT count(*), sum(baseline), sum(failing), min(complete_at), count(complete_at)
                FROM (
                    SELECT count(g.baseline_at) = count(*) AS baseline, max(g.failures > 0) AS failing,
                        iif(count(g.complete_at) = count(*), min(g.complete_at), NULL) AS complete_at
                    FROM follow f LEFT JOIN artist_group g ON g.artist_id = f.artist_id AND g.due_at IS NOT NULL
                    WHERE f.account_id = ?
                    GROUP BY f.artist_id
                )
                """, account
            ) { row in
                Completeness(
                    followListRead: isRead, artists: row.int(0), baselines: row.int(1), failing: row.int(2),
                    checkedSince: row.int(0) == row.int(4) ? row.optionalTimestamp(3) : nil)
            } ?? Completeness(followListRead: isRead, artists: 0, baselines: 0, failing: 0, checkedSince: nil)
        }
    }
}
