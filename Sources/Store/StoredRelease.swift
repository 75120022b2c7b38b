import Domain
import SQLite

/// A release as its row has it.
struct StoredRelease {
    var id: ReleaseID
    var family: FamilyID
    var sortDay: Int64
    private var title: String
    private var type: String?
    private var date: String
    private var artistNames: String
    private var imageURL: String?
    private var pageURL: String
    private var trackCount: Int64?
    private var upc: String?
    private var artistIDs: String

    /// Between the artists' names in their column: the control character for just that.
    static let nameSeparator = "\u{1F}"

    /// The source's ids of its artists, in order.
    var credited: [String] { StoredRelease.names(artistIDs) }

    /// The names in that column. Looks at octets: no name's own octets are a control character's.
    static func names(_ text: String) -> [String] {
        text.utf8.split(separator: 0x1F).map { String(Substring($0)) }
    }

    /// The date in its two columns. A day, which most are, need not be taken apart.
    static func date(_ text: String, sortDay: Int64) -> ReleaseDate {
        text.utf8.count == 10 ? .day(Day(sortDay)) : ReleaseDate(text)
    }

    static func find(_ sourceID: String, of source: Source, _ connection: Connection) throws(SQLiteError)
        -> StoredRelease?
    {
        try connection.first(
            """
            SELECT id, family_id, sort_day, title, type, date, artist_names, image_url, page_url, track_count, upc,
                artist_ids
            FROM release WHERE source = ? AND source_id = ?
            """, source.rawValue, sourceID
        ) { row in
            StoredRelease(
                id: row.id(0), family: row.id(1), sortDay: row.int64(2), title: row.text(3), type: row.optionalText(4),
                date: row.text(5), artistNames: row.text(6), imageURL: row.optionalText(7), pageURL: row.text(8),
                trackCount: row.optionalInt64(9), upc: row.optionalText(10), artistIDs: row.text(11))
        }
    }

    /// Writes a release that was not known, as one more version of its family.
    static func insert(
        _ release: SourceRelease, of source: Source, into family: FamilyID, now: Timestamp, _ connection: Connection
    ) throws(SQLiteError) -> StoredRelease {
        let sortDay = sortDay(of: release.date)
        let names = release.artists.map(\.name).joined(separator: nameSeparator)
        let pageURL = release.pageURL ?? SourcePage.release(release.id, at: source)
        let upc = UPC.plain(release.upc)
        let artistIDs = release.artists.map(\.id).joined(separator: nameSeparator)
        try connection.run(
            """
            INSERT INTO release (source, source_id, family_id, title, type, date, sort_day, artist_names, image_url, page_url,
                track_count, first_seen_at, upc, artist_ids)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, source.rawValue, release.id, family, release.title, release.type?.rawValue, release.date.text, sortDay,
            names, release.imageURL, pageURL, release.trackCount, now, upc, artistIDs)
        let id = ReleaseID(connection.lastInsertedRow)
        try connection.run("UPDATE family SET versions = versions + 1 WHERE id = ?", family)
        return StoredRelease(
            id: id, family: family, sortDay: sortDay, title: release.title, type: release.type?.rawValue,
            date: release.date.text, artistNames: names, imageURL: release.imageURL, pageURL: pageURL,
            trackCount: release.trackCount.map(Int64.init), upc: upc, artistIDs: artistIDs)
    }

    /// Takes over what the source says now; what it leaves out stays as it was. Nil, and nothing written, if that is
    /// the same.
    func refreshed(from release: SourceRelease, _ connection: Connection) throws(SQLiteError) -> StoredRelease? {
        var changed = self
        if !release.title.isEmpty { changed.title = release.title }
        changed.type = release.type?.rawValue ?? type
        if release.date != .unknown {
            changed.date = release.date.text
            changed.sortDay = StoredRelease.sortDay(of: release.date)
        }
        if !release.artists.isEmpty, release.artists.allSatisfy({ !$0.name.isEmpty }) {
            changed.artistNames = release.artists.map(\.name).joined(separator: StoredRelease.nameSeparator)
        }
        changed.imageURL = release.imageURL ?? imageURL
        changed.pageURL = release.pageURL ?? pageURL
        changed.trackCount = release.trackCount.map(Int64.init) ?? trackCount
        changed.upc = UPC.plain(release.upc) ?? upc
        if !release.artists.isEmpty {
            changed.artistIDs = release.artists.map(\.id).joined(separator: StoredRelease.nameSeparator)
        }
        if changed.isWritten(as: self) { return nil }
        try connection.run(
            """
            UPDATE release SET title = ?, type = ?, date = ?, sort_day = ?, artist_names = ?, image_url = ?, page_url = ?,
                track_count = ?, upc = ?, artist_ids = ?
            WHERE id = ?
            """, changed.title, changed.type, changed.date, changed.sortDay, changed.artistNames, changed.imageURL,
            changed.pageURL, changed.trackCount, changed.upc, changed.artistIDs, id)
        if changed.sortDay != sortDay {
            try connection.run("UPDATE release_artist SET sort_day = ? WHERE release_id = ?", changed.sortDay, id)
        }
        if (changed.title, changed.type, changed.date, changed.artistIDs) != (title, type, date, artistIDs) {
            try FamilyFinder(connection: connection).complete(
                family, with: changed.described, stored: id, hadType: type != nil)
        }
        return changed
    }

    /// What is known of it, as far as it decides on its family.
    private var described: SourceRelease {
        SourceRelease(
            id: "", title: title, type: type.map(ReleaseType.init(rawValue:)), date: ReleaseDate(date),
            artists: credited.map { SourceArtist(id: $0, name: "") })
    }

    private func isWritten(as other: StoredRelease) -> Bool {
        title == other.title && type == other.type && date == other.date && artistNames == other.artistNames
            && imageURL == other.imageURL && pageURL == other.pageURL && trackCount == other.trackCount
            && upc == other.upc && artistIDs == other.artistIDs
    }

    /// Where it stands among others: the last day the date may mean, 0 for unknown.
    private static func sortDay(of date: ReleaseDate) -> Int64 { date.range?.upperBound.number ?? 0 }
}
