public import Domain
import SQLite

extension FanfareStore: PageStore {
    /// The account's rows lie together, newest last: one walk backwards, and two look-ups a card.
    public func announcements(of account: AccountID, before: AnnouncementID?, limit: Int)
        throws(StoreFailure) -> [ReleaseCard]
    {
        try read { connection in
            try connection.all(
                """
                SELECT r.id, r.source_id, r.title, r.type, r.date, r.artist_names, r.image_url, r.page_url, r.track_count,
                    f.versions, a.created_at, a.id, a.class
                FROM announcement a
                JOIN release r ON r.id = a.release_id
                JOIN family f ON f.id = a.family_id
                WHERE a.account_id = ? AND a.id < ?
                ORDER BY a.id DESC LIMIT ?
                """, account, before?.rawValue ?? .max, limit
            ) { row in
                var card = ReleaseCard(row)
                card.announcement = row.id(11)
                card.releaseClass = ReleaseClass(rawValue: row.text(12)) ?? .out
                return card
            }
        }
    }

    /// Looks back over ever longer windows until there is enough: the lists are kept by date, so that a short window costs a
    /// look into each list and no more, however long the lists are.
    public func earlier(of account: AccountID, limit: Int) throws(StoreFailure) -> [ReleaseCard] {
        guard limit > 0 else { return [] }
        return try read { connection in
            guard
                let newest = try connection.first(
                    """
                    SELECT max((SELECT max(l.sort_day) FROM release_artist l WHERE l.artist_id = f.artist_id))
                    FROM follow f WHERE f.account_id = ?
                    """, account, read: { $0.optionalInt64(0) }), let newest
            else { return [] }
            var cards: [ReleaseCard] = []
            for days in FanfareStore.windows {
                cards = try earlier(of: account, since: days.map { newest - $0 } ?? .min, limit: limit, connection)
                if cards.count >= limit { break }
            }
            return cards
        }
    }

    /// Days to look back; at last, all.
    private static let windows: [Int64?] = [30, 365, 3650, nil]

    private func earlier(of account: AccountID, since day: Int64, limit: Int, _ connection: Connection) throws
        -> [ReleaseCard]
    {
        // SQLite takes the other columns of a group from the row that has the maximum.
        try connection.all(
            """
            WITH listed AS (
                SELECT l.family_id, l.release_id, max(l.sort_day) AS day
                FROM follow f CROSS JOIN release_artist l ON l.artist_id = f.artist_id AND l.sort_day >= ?2
                WHERE f.account_id = ?1 AND NOT EXISTS (
                    SELECT 1 FROM announcement a WHERE a.account_id = ?1 AND a.family_id = l.family_id)
                GROUP BY l.family_id
                ORDER BY day DESC, l.release_id DESC LIMIT ?3
            )
            SELECT r.id, r.source_id, r.title, r.type, r.date, r.artist_names, r.image_url, r.page_url, r.track_count,
                f.versions, r.first_seen_at
            FROM listed JOIN release r ON r.id = listed.release_id JOIN family f ON f.id = listed.family_id
            ORDER BY listed.day DESC, listed.release_id DESC
            """, account, day, limit
        ) { ReleaseCard($0) }
    }

    /// One read by primary key.
    public func pageVersion(of account: AccountID) throws(StoreFailure) -> Int64 {
        try read { connection in
            try connection.first("SELECT page_version FROM account WHERE id = ?", account) { $0.int64(0) } ?? 0
        }
    }
}

extension ReleaseCard {
    /// A card of the columns that both lists begin with; announced to nobody, until told otherwise.
    fileprivate init(_ row: borrowing Row) {
        let date = ReleaseDate(row.text(4))
        let at = row.timestamp(10)
        self.init(
            announcement: nil, at: at, releaseClass: ReleaseClassifier.classify(date, seenOn: at.day),
            release: row.id(0),
            sourceID: row.text(1), title: row.text(2), type: row.optionalText(3).map(ReleaseType.init(rawValue:)),
            date: date,
            artists: row.text(5).split(separator: StoredRelease.nameSeparator).map(String.init),
            imageURL: row.optionalText(6), pageURL: row.text(7), trackCount: row.optionalInt64(8).map { Int($0) },
            otherVersions: max(0, row.int(9) - 1))
    }
}
