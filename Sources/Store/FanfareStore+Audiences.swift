public import Domain
import SQLite

/// Releases with more followers than one transaction should tell.
extension FanfareStore {
    /// One batch in one transaction: a crash before its commit repeats the batch, and what was told stays told once.
    /// Releases take turns, so that a small audience never waits for the end of a large one.
    public func announce(limit: Int, now: Timestamp) async throws(StoreFailure) -> Int? {
        let told = try await write { connection -> Set<AccountID>? in
            if let waiting = try Merger.waiting(connection) {
                let merger = Merger(
                    planning: try self.planning(now: now, connection), now: now, connection: connection)
                let moved = try merger.moveFollowers(of: waiting.former, to: waiting.survivor, limit: limit)
                try self.touchPages(of: moved, connection)
                return moved
            }
            let waiting = try connection.first(
                """
                SELECT id, artist_id, release_id, family_id, class, date, at_baseline, seen_at, after_account
                FROM audience ORDER BY turns, id LIMIT 1
                """
            ) { row in
                (
                    id: row.int64(0),
                    news: Announcer.News(
                        artist: row.id(1), group: .album, release: row.id(2), family: row.id(3),
                        // What is not kept with the list is as it was before anybody could have rules.
                        sighting: Sighting(
                            seenAt: row.timestamp(7), isBaseline: row.bool(6), date: ReleaseDate(row.text(5)),
                            releaseClass: ReleaseClass(rawValue: row.text(4)) ?? .out, form: .album)),
                    after: row.id(8) as AccountID
                )
            }
            guard var audience = waiting else { return nil }
            if let listed = try ListedRelease.find(audience.news.release, of: audience.news.artist, connection),
                var sighting = listed.sighting
            {
                sighting.seenAt = audience.news.sighting.seenAt
                sighting.isBaseline = audience.news.sighting.isBaseline
                audience.news.sighting = sighting
                audience.news.group = listed.group
            }
            var announcer = try Announcer(now: now, connection)
            if let last = try announcer.announce(audience.news, after: audience.after, limit: limit) {
                try connection.run(
                    "UPDATE audience SET after_account = ?, turns = turns + 1 WHERE id = ?", last, audience.id)
            } else {
                try connection.run("DELETE FROM audience WHERE id = ?", audience.id)
            }
            try announcer.finish()
            try self.touchPages(of: announcer.announcedTo, connection)
            return announcer.announcedTo
        }
        guard let told else { return nil }
        if !told.isEmpty { changes.changed(Array(told)) }
        return told.count
    }
}
