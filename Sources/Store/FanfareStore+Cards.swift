public import Domain
import SQLite

extension FanfareStore: PageStore {
    private struct Told {
        var id: AnnouncementID
        var release: ReleaseID
        var releaseClass: ReleaseClass
        var at: Timestamp
        var reach: Reach
        var artist: ArtistID?
    }

    /// The account's rows lie together, newest last: one walk backwards, and a look-up for each card not seen lately.
    public func announcements(of account: AccountID, before: AnnouncementID?, limit: Int)
        throws(StoreFailure) -> [ReleaseCard]
    {
        let generation = cards.generation
        return try readTogether { connection in
            let told = try connection.all(
                """
                SELECT id, release_id, class, created_at, reach, artist_id FROM announcement
                WHERE account_id = ? AND id < ? AND reach <> 'none' ORDER BY id DESC LIMIT ?
                """, account, before?.rawValue ?? .max, limit
            ) { row in
                Told(
                    id: row.id(0), release: row.id(1), releaseClass: ReleaseClass(rawValue: row.text(2)) ?? .out,
                    at: row.timestamp(3), reach: Reach(rawValue: row.text(4)) ?? .push,
                    artist: row.optionalInt64(5).map { ArtistID($0) })
            }
            var cards = try cards(of: told.map(\.release), generation, connection)
            // Every announcement has its release: the schema sees to it.
            for (index, told) in told.enumerated() where index < cards.count {
                cards[index].announcement = told.id
                cards[index].releaseClass = told.releaseClass
                cards[index].at = told.at
                cards[index].reach = told.reach
                guard told.reach == .held, let artist = told.artist else { continue }
                cards[index].doubts =
                    try ListedRelease.find(told.release, of: artist, connection)?.sighting?.doubts ?? []
            }
            return cards
        }
    }

    /// Looks back over ever longer windows until there is enough: the lists are kept by date, so that a short window
    /// costs a look into each list and no more, however long the lists are.
    public func earlier(of account: AccountID, limit: Int) throws(StoreFailure) -> [ReleaseCard] {
        guard limit > 0 else { return [] }
        let generation = cards.generation
        return try readTogether { connection in
            guard
                let newest = try connection.first(
                    """
                    SELECT max((SELECT max(l.sort_day) FROM release_artist l WHERE l.artist_id = f.artist_id))
                    FROM follow f WHERE f.account_id = ?
                    """, account, read: { $0.optionalInt64(0) }), let newest
            else { return [] }
            var releases: [ReleaseID] = []
            for days in FanfareStore.windows {
                releases = try earlier(of: account, since: days.map { newest - $0 } ?? .min, limit: limit, connection)
                if releases.count >= limit { break }
            }
            return try cards(of: releases, generation, connection)
        }
    }

    /// Days to look back; at last, all.
    private static let windows: [Int64?] = [30, 365, 3650, nil]

    private func earlier(of account: AccountID, since day: Int64, limit: Int, _ connection: Connection) throws
        -> [ReleaseID]
    {
        // SQLite takes the release from the row that has the group's maximum.
        try connection.all(
            """
            SELECT l.release_id, max(l.sort_day) AS day
            FROM follow f CROSS JOIN release_artist l ON l.artist_id = f.artist_id AND l.sort_day >= ?2
            WHERE f.account_id = ?1 AND l.grp <> 'appears_on' AND NOT EXISTS (
                SELECT 1 FROM announcement a WHERE a.account_id = ?1 AND a.family_id = l.family_id)
                AND NOT EXISTS (SELECT 1 FROM silence s WHERE s.account_id = ?1 AND s.family_id = l.family_id)
            GROUP BY l.family_id
            ORDER BY day DESC, l.release_id DESC LIMIT ?3
            """, account, day, limit
        ) { $0.id(0) }
    }

    /// The cards of releases, in order, as they are to somebody who was not told.
    private func cards(of releases: [ReleaseID], _ generation: Int, _ connection: Connection) throws -> [ReleaseCard] {
        let known = cards.find(releases)
        var read: [ReleaseCard] = []
        var result: [ReleaseCard] = []
        result.reserveCapacity(releases.count)
        for (release, card) in zip(releases, known) {
            if let card {
                result.append(card)
            } else if let card = try ReleaseCard.find(release, connection) {
                result.append(card)
                read.append(card)
            }
        }
        if !read.isEmpty { cards.keep(read, readIn: generation) }
        return result
    }

    /// One read by primary key.
    public func pageVersion(of account: AccountID) throws(StoreFailure) -> Int64 {
        try read { connection in
            try connection.first("SELECT page_version FROM account WHERE id = ?", account) { $0.int64(0) } ?? 0
        }
    }
}

extension ReleaseCard {
    static func find(_ release: ReleaseID, _ connection: Connection) throws(SQLiteError) -> ReleaseCard? {
        try connection.first(
            """
            SELECT r.source_id, r.title, r.type, r.date, r.sort_day, r.artist_names, r.image_url, r.page_url, r.track_count,
                f.versions, r.first_seen_at
            FROM release r JOIN family f ON f.id = r.family_id WHERE r.id = ?
            """, release
        ) { row in
            let date = StoredRelease.date(row.text(3), sortDay: row.int64(4))
            let at = row.timestamp(10)
            return ReleaseCard(
                announcement: nil, at: at, releaseClass: ReleaseClassifier.classify(date, seenOn: at.day),
                release: release,
                sourceID: row.text(0), title: row.text(1), type: row.optionalText(2).map(ReleaseType.init(rawValue:)),
                date: date, artists: StoredRelease.names(row.text(5)), imageURL: row.optionalText(6),
                pageURL: row.text(7), trackCount: row.optionalInt64(8).map { Int($0) },
                otherVersions: max(0, row.int(9) - 1))
        }
    }
}
