import Domain
import SQLite

/// A complete list of followed artists on its way into the database.
struct FollowList {
    private let artists: [SourceArtist]
    private let source: Source

    /// The list, each artist once.
    init(artists: [SourceArtist], source: Source) {
        var seen: Set<String> = []
        self.artists = artists.filter { seen.insert($0.id).inserted }
        self.source = source
    }

    var count: Int { artists.count }

    /// The same octets for the same artists in any order.
    var fingerprint: [UInt8] { Array(artists.map(\.id).sorted().joined(separator: "\n").utf8) }

    /// Whether it leaves out anybody whom an earlier list named.
    func lacks(_ known: [String: ArtistID]) -> Bool {
        let listed = Set(artists.map(\.id))
        return known.keys.contains { !listed.contains($0) }
    }

    /// Artists that an earlier list named, by the source's ids: also those whom the account has left here.
    func known(to account: AccountID, _ connection: Connection) throws -> [String: ArtistID] {
        let rows = try connection.all(
            """
            SELECT a.source_id, a.id FROM follow f JOIN artist a ON a.id = f.artist_id
            WHERE f.account_id = ?1 AND f.origin IN ('spotify', 'both') AND a.source = ?2
            UNION ALL
            SELECT a.source_id, a.id FROM left_artist l JOIN artist a ON a.id = l.artist_id
            WHERE l.account_id = ?1 AND a.source = ?2
            """, account, source.rawValue
        ) { ($0.text(0), $0.id(1) as ArtistID) }
        return Dictionary(rows) { first, _ in first }
    }

    /// Follows whoever is not followed yet, and whom the account has not left here; says how many those were.
    ///
    /// The first checks of those whom nobody else follows come before everything else, and each account's first before
    /// each account's second: a long list never holds up a short one. An artist who has the name of one that is
    /// `leaving` the list is that one under another id: their follow goes on.
    func add(
        to account: AccountID, leaving: [String: Leaving] = [:], groups: [ReleaseGroup], planning: CheckPlanning,
        now: Timestamp, _ connection: Connection
    ) throws -> Int {
        var added = 0
        for artist in artists {
            let id = try Merger.standing(for: store(artist, now: now, connection), connection)
            let isLeft = try connection.first(
                """
                SELECT 1 FROM left_artist
                WHERE account_id = ?1 AND artist_id IN (SELECT ?2 UNION ALL SELECT id FROM artist WHERE merged_into = ?2)
                """, account, id
            ) { _ in true }
            if isLeft == true { continue }
            if let former = leaving[FollowList.folded(artist.name)], former.artist != id {
                try takeTurns(id, groups, after: added + 1, connection)
                var heir = try Heir(of: id, now: now, connection)
                if try heir.take(account, origin: "spotify", from: former.artist, since: former.since) { added += 1 }
                try heir.finish()
                try planning.raise(id)
            } else if try insert(id, "spotify", for: account, now: now, connection) {
                added += 1
                try planning.raise(id)
            } else {
                try connection.run(
                    "UPDATE follow SET origin = 'both' WHERE account_id = ? AND artist_id = ? AND origin = 'local'",
                    account, id)
            }
            try takeTurns(id, groups, after: added, connection)
        }
        return added
    }

    /// A follow that the list does not bear out any more.
    struct Leaving {
        var artist: ArtistID
        /// When the artist's lists were last read while it lasted.
        var since: Timestamp
    }

    /// Follows that an earlier list named and this one does not, by the artists' folded names.
    func leaving(_ account: AccountID, known: [String: ArtistID], _ connection: Connection) throws -> [String: Leaving]
    {
        var leaving: [String: Leaving] = [:]
        for artist in try gone(known, connection) {
            let follow = try connection.first(
                """
                SELECT a.name, f.followed_at FROM follow f JOIN artist a ON a.id = f.artist_id
                WHERE f.account_id = ? AND f.artist_id = ? AND f.origin = 'spotify'
                """, account, artist
            ) { (name: FollowList.folded($0.text(0)), at: $0.timestamp(1)) }
            guard let follow, !follow.name.isEmpty else { continue }
            let lookedAt = try Merger.lookedAt(artist, connection)
            leaving[follow.name] = Leaving(artist: artist, since: max(follow.at, lookedAt ?? follow.at))
        }
        return leaving
    }

    private static func folded(_ name: String) -> String { ReadTitle(name).key }

    /// Artists whom an earlier list named, and this one names under no id that the source has had for them.
    private func gone(_ known: [String: ArtistID], _ connection: Connection) throws -> [ArtistID] {
        let kept = Set(artists.map(\.id))
        return try known.filter { !kept.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value).filter { artist in
            let others = try connection.all(
                """
                SELECT source_id FROM artist WHERE merged_into = ?1 UNION ALL
                SELECT s.source_id FROM artist a JOIN artist s ON s.id = a.merged_into WHERE a.id = ?1
                """, artist
            ) { $0.text(0) }
            return kept.isDisjoint(with: others)
        }
    }

    /// Due times up to here are no times but turns: before everybody who has had a check.
    static let turnsMax = 1_000_000

    /// Follows its artists by the account's own word; whether anybody was new.
    func followByHand(
        for account: AccountID, groups: [ReleaseGroup], planning: CheckPlanning, now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        var isNew = false
        for artist in artists {
            let id = try Merger.standing(for: store(artist, now: now, connection), connection)
            // Who was left although the list names them is said by both again.
            let onList = try connection.run(
                "DELETE FROM left_artist WHERE account_id = ? AND artist_id = ?", account, id)
            if try insert(id, onList > 0 ? "both" : "local", for: account, now: now, connection) {
                isNew = true
                try planning.raise(id)
            } else {
                try connection.run(
                    "UPDATE follow SET origin = 'both' WHERE account_id = ? AND artist_id = ? AND origin = 'spotify'",
                    account, id)
            }
            try takeTurns(id, groups, after: 1, connection)
        }
        return isNew
    }

    private func insert(
        _ artist: ArtistID, _ origin: String, for account: AccountID, now: Timestamp, _ connection: Connection
    ) throws -> Bool {
        let inserted = try connection.run(
            """
            INSERT INTO follow (account_id, artist_id, origin, followed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, account, artist, origin, now)
        guard inserted == 1 else { return false }
        try Latecomer(account: account, now: now, connection: connection).catchUp(on: artist)
        return true
    }

    /// Gives an artist's groups their turn, if they have none.
    private func takeTurns(
        _ artist: ArtistID, _ groups: [ReleaseGroup], after turns: Int, _ connection: Connection
    ) throws {
        for group in groups {
            // Nobody followed for a while: what was missed then is nobody's news, so that the next check is a baseline.
            try connection.run(
                """
                INSERT INTO artist_group (artist_id, grp, due_at) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET due_at = excluded.due_at, baseline_at = NULL, complete_at = NULL
                WHERE due_at IS NULL
                """, artist, group.rawValue, Int64(min(turns, FollowList.turnsMax)))
        }
    }

    /// Drops those that an earlier list named and this one does not, but for those whom the account follows by its own
    /// word; says how many.
    func drop(from account: AccountID, known: [String: ArtistID], _ connection: Connection) throws -> Int {
        var dropped = 0
        for artist in try gone(known, connection) {
            try connection.run("DELETE FROM left_artist WHERE account_id = ? AND artist_id = ?", account, artist)
            try connection.run(
                "UPDATE follow SET origin = 'local' WHERE account_id = ? AND artist_id = ? AND origin = 'both'",
                account,
                artist)
            dropped += try connection.run(
                "DELETE FROM follow WHERE account_id = ? AND artist_id = ? AND origin = 'spotify'", account, artist)
            try FollowList.retireIfUnfollowed(artist, connection)
        }
        return dropped
    }

    /// Takes an artist whom nobody follows any more out of turn. A check under way loses its lease.
    static func retireIfUnfollowed(_ artist: ArtistID, _ connection: Connection) throws {
        try connection.run(
            """
            UPDATE artist_group SET due_at = NULL, lease_until = NULL, fence = fence + 1
            WHERE artist_id = ? AND due_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM follow WHERE artist_id = ?)
            """, artist, artist)
    }

    /// The artist's row, made if missing; what the source leaves out never overwrites.
    func store(_ artist: SourceArtist, now: Timestamp, _ connection: Connection) throws -> ArtistID {
        let known = try connection.first(
            "SELECT id, name, image_url, page_url FROM artist WHERE source = ? AND source_id = ?", source.rawValue,
            artist.id
        ) { row in
            (
                id: row.id(0) as ArtistID, name: row.text(1), imageURL: row.optionalText(2),
                pageURL: row.optionalText(3)
            )
        }
        guard let known else {
            try connection.run(
                """
                INSERT INTO artist (source, source_id, name, image_url, page_url, first_seen_at) VALUES (?, ?, ?, ?, ?, ?)
                """, source.rawValue, artist.id, artist.name, artist.imageURL, artist.pageURL, now)
            return ArtistID(connection.lastInsertedRow)
        }
        let name = artist.name.isEmpty ? known.name : artist.name
        let imageURL = artist.imageURL ?? known.imageURL
        let pageURL = artist.pageURL ?? known.pageURL
        if (name, imageURL, pageURL) != (known.name, known.imageURL, known.pageURL) {
            try connection.run(
                "UPDATE artist SET name = ?, image_url = ?, page_url = ? WHERE id = ?", name, imageURL, pageURL,
                known.id)
        }
        return known.id
    }
}
