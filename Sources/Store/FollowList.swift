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
    /// The first checks of those whom nobody else follows come before everything else, and each account's first before each
    /// account's second: a long list never holds up a short one.
    func add(
        to account: AccountID, groups: [ReleaseGroup], planning: CheckPlanning, now: Timestamp, _ connection: Connection
    ) throws -> Int {
        var added = 0
        for artist in artists {
            let id = try store(artist, now: now, connection)
            let isLeft = try connection.first(
                "SELECT 1 FROM left_artist WHERE account_id = ? AND artist_id = ?", account, id
            ) { _ in true }
            if isLeft == true { continue }
            if try insert(id, "spotify", for: account, now: now, connection) {
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

    /// Due times up to here are no times but turns: before everybody who has had a check.
    static let turnsMax = 1_000_000

    /// Follows its artists by the account's own word; whether anybody was new.
    func followByHand(
        for account: AccountID, groups: [ReleaseGroup], planning: CheckPlanning, now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        var isNew = false
        for artist in artists {
            let id = try store(artist, now: now, connection)
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
        try connection.run(
            """
            INSERT INTO follow (account_id, artist_id, origin, followed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, account, artist, origin, now) == 1
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

    /// Drops those that an earlier list named and this one does not, but for those whom the account follows by its own word;
    /// says how many.
    func drop(from account: AccountID, known: [String: ArtistID], _ connection: Connection) throws -> Int {
        let kept = Set(artists.map(\.id))
        let gone = known.filter { !kept.contains($0.key) }.map(\.value)
        var dropped = 0
        for artist in gone {
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
    private func store(_ artist: SourceArtist, now: Timestamp, _ connection: Connection) throws -> ArtistID {
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
