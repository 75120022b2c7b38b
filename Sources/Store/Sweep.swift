import Domain
import SQLite

/// The reading of one group's whole list, page by page, over as many claims as it takes.
struct Sweep {
    let claim: CheckClaim
    let connection: Connection

    /// A list that keeps changing is read as it is after so many beginnings.
    static let restartsMax = 3

    /// Between the ids and names of a release's artists: the control character for just that.
    private static let separator = "\u{1F}"

    /// Begins behind page 1, which has been taken in.
    func begin(with releases: [SourceRelease]) throws {
        try connection.run(
            "DELETE FROM sweep_item WHERE artist_id = ? AND grp = ?", claim.artist, claim.group.rawValue)
        _ = try keep(releases)
    }

    /// Keeps all aside, with every fact, and takes over what the source says anew of those that are known. Returns
    /// whose cards look different now.
    func keep(_ releases: [SourceRelease]) throws -> Set<ReleaseID> {
        var refreshed: Set<ReleaseID> = []
        for release in releases {
            if try Sweep.isListed(release.id, of: claim.artist, connection) {
                let known = try StoredRelease.find(release.id, of: .spotify, connection)
                if let changed = try known?.refreshed(from: release, connection) { refreshed.insert(changed.id) }
            }
            let artists = release.artists.flatMap { [$0.id, $0.name] }.joined(separator: Sweep.separator)
            try connection.run(
                """
                INSERT OR REPLACE INTO sweep_item
                    (artist_id, grp, source_id, title, type, date, artists, image_url, page_url, track_count, upc,
                    markets)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, claim.artist, claim.group.rawValue, release.id, release.title, release.type?.rawValue,
                release.date.text, artists, release.imageURL, release.pageURL, release.trackCount,
                release.upc, release.markets?.sorted().joined(separator: ","))
        }
        return refreshed
    }

    /// How many have been kept aside, each once.
    func count() throws -> Int {
        try connection.first(
            "SELECT count(*) FROM sweep_item WHERE artist_id = ? AND grp = ?", claim.artist, claim.group.rawValue
        ) { $0.int(0) } ?? 0
    }

    /// Everything kept aside that is still not known.
    func unknown() throws -> [SourceRelease] {
        try connection.all(
            """
            SELECT source_id, title, type, date, artists, image_url, page_url, track_count, upc, markets FROM sweep_item
            WHERE artist_id = ? AND grp = ? ORDER BY date DESC, source_id
            """, claim.artist, claim.group.rawValue
        ) { row in
            let words = row.text(4).split(separator: Sweep.separator, omittingEmptySubsequences: false).map(String.init)
            let artists = stride(from: 0, to: words.count - 1, by: 2).map {
                SourceArtist(id: words[$0], name: words[$0 + 1])
            }
            return SourceRelease(
                id: row.text(0), title: row.text(1), type: row.optionalText(2).map(ReleaseType.init(rawValue:)),
                date: ReleaseDate(row.text(3)), artists: artists, imageURL: row.optionalText(5),
                pageURL: row.optionalText(6), trackCount: row.optionalInt64(7).map { Int($0) },
                upc: row.optionalText(8),
                markets: row.optionalText(9).map { Set($0.split(separator: ",").map(String.init)) })
        }.filter { try !Sweep.isListed($0.id, of: claim.artist, connection) }
    }

    /// Goes on at an item, as soon as there is a call for it.
    func goOn(at offset: Int, now: Timestamp) throws {
        try connection.run(
            """
            UPDATE artist_group SET sweep_offset = ?, due_at = ?, failure = NULL, failures = 0, lease_until = NULL
            WHERE artist_id = ? AND grp = ?
            """, offset, now, claim.artist, claim.group.rawValue)
    }

    /// Asks for the same page once more.
    func repeatPage(now: Timestamp) throws {
        try goOn(at: claim.sweepOffset ?? 0, now: now)
        try connection.run(
            "UPDATE artist_group SET sweep_restarts = sweep_restarts + 1 WHERE artist_id = ? AND grp = ?", claim.artist,
            claim.group.rawValue)
    }

    /// Begins again at the first item, for a list that has changed.
    func restart(total: Int, growth: Int, now: Timestamp) throws {
        try goOn(at: 0, now: now)
        try connection.run(
            """
            UPDATE artist_group SET sweep_total = ?, sweep_growth = ?, sweep_restarts = sweep_restarts + 1
            WHERE artist_id = ? AND grp = ?
            """, total, growth, claim.artist, claim.group.rawValue)
    }

    /// The whole list is known.
    func end(due: Timestamp, now: Timestamp) throws {
        try connection.run(
            """
            UPDATE artist_group SET
                total = coalesce(sweep_total, total), swept_at = ?, merged_day = NULL, sweep_offset = NULL, sweep_total = NULL, due_at = ?,
                failure = NULL, failures = 0, lease_until = NULL
            WHERE artist_id = ? AND grp = ?
            """, now, due, claim.artist, claim.group.rawValue)
        try connection.run(
            "DELETE FROM sweep_item WHERE artist_id = ? AND grp = ?", claim.artist, claim.group.rawValue)
    }

    /// Whether an artist's lists are known to hold a release.
    static func isListed(_ sourceID: String, of artist: ArtistID, _ connection: Connection) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM release r
            JOIN release_artist l ON l.release_id = r.id AND l.artist_id = ? AND l.sort_day = r.sort_day
            WHERE r.source = ? AND r.source_id = ?
            """, artist, Source.spotify.rawValue, sourceID
        ) { _ in true } ?? false
    }
}
