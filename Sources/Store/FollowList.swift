import Domain
import SQLite

/// A complete list of followed artists on its way into the database.
struct FollowList {
    private let artists: [SourceArtist]
    private let source: Source

    /// Who said so, in the `origin` of a follow.
    private var origin: String { source.rawValue }

    /// The list, each artist once.
    init(artists: [SourceArtist], source: Source) {
        var seen: Set<String> = []
        self.artists = artists.filter { seen.insert($0.id).inserted }
        self.source = source
    }

    var count: Int { artists.count }

    /// The same octets for the same artists in any order.
    var fingerprint: [UInt8] { Array(artists.map(\.id).sorted().joined(separator: "\n").utf8) }

    /// Artists that the account follows because an earlier list said so, by the source's ids.
    func known(to account: AccountID, _ connection: Connection) throws -> [String: ArtistID] {
        let rows = try connection.all(
            """
            SELECT a.source_id, a.id FROM follow f JOIN artist a ON a.id = f.artist_id
            WHERE f.account_id = ? AND f.origin = ? AND a.source = ?
            """, account, origin, source.rawValue
        ) { ($0.text(0), $0.id(1) as ArtistID) }
        return Dictionary(rows) { first, _ in first }
    }

    /// Follows whoever is not followed yet; says how many those were.
    ///
    /// The first checks of those whom nobody else follows come before everything else, and each account's first before each
    /// account's second: a long list never holds up a short one.
    func add(
        to account: AccountID, groups: [ReleaseGroup], planning: CheckPlanning, now: Timestamp, _ connection: Connection
    ) throws -> Int {
        var added = 0
        for artist in artists {
            let id = try store(artist, now: now, connection)
            let isNew = try connection.run(
                """
                INSERT INTO follow (account_id, artist_id, origin, followed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                """, account, id, origin, now)
            added += isNew
            if isNew > 0 { try planning.raise(id) }
            for group in groups {
                // Nobody followed for a while: what was missed then is nobody's news, so that the next check is a baseline.
                try connection.run(
                    """
                    INSERT INTO artist_group (artist_id, grp, due_at) VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET due_at = excluded.due_at, baseline_at = NULL, complete_at = NULL
                    WHERE due_at IS NULL
                    """, id, group.rawValue, Int64(min(added, FollowList.turnsMax)))
            }
        }
        return added
    }

    /// Due times up to here are no times but turns: before everybody who has had a check.
    static let turnsMax = 1_000_000

    /// Drops those that an earlier list named and this one does not; says how many.
    func drop(from account: AccountID, known: [String: ArtistID], _ connection: Connection) throws -> Int {
        let kept = Set(artists.map(\.id))
        let gone = known.filter { !kept.contains($0.key) }.map(\.value)
        for artist in gone {
            try connection.run("DELETE FROM follow WHERE account_id = ? AND artist_id = ?", account, artist)
            try FollowList.retireIfUnfollowed(artist, connection)
        }
        return gone.count
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
