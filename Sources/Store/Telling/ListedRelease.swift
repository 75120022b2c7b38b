import Domain
import SQLite

/// A release in an artist's list.
struct ListedRelease {
    var artist: ArtistID
    var release: ReleaseID
    var family: FamilyID
    var group: ReleaseGroup
    var seenAt: Timestamp
    var isBaseline: Bool
    /// Nil for what was stored before facts were kept.
    var sighting: Sighting?

    /// Of a row that begins with `artist_id, release_id, family_id, grp, first_seen_at, at_baseline, facts`.
    init(_ row: borrowing Row) {
        artist = row.id(0)
        release = row.id(1)
        family = row.id(2)
        group = ReleaseGroup(rawValue: row.text(3)) ?? .album
        seenAt = row.timestamp(4)
        isBaseline = row.bool(5)
        let seenAt = seenAt
        let isBaseline = isBaseline
        sighting = row.optionalText(6).flatMap { Sighting(text: $0, seenAt: seenAt, isBaseline: isBaseline) }
    }

    static func find(_ release: ReleaseID, of artist: ArtistID, _ connection: Connection) throws(SQLiteError)
        -> ListedRelease?
    {
        try connection.first(
            """
            SELECT artist_id, release_id, family_id, grp, first_seen_at, at_baseline, facts
            FROM release_artist WHERE release_id = ? AND artist_id = ?
            """, release, artist
        ) { ListedRelease($0) }
    }

    /// In every list.
    static func all(_ release: ReleaseID, _ connection: Connection) throws(SQLiteError) -> [ListedRelease] {
        try connection.all(
            """
            SELECT artist_id, release_id, family_id, grp, first_seen_at, at_baseline, facts
            FROM release_artist WHERE release_id = ? ORDER BY first_seen_at, artist_id
            """, release
        ) { ListedRelease($0) }
    }
}
