import Domain
import SQLite

/// Finds the family that a release not seen before belongs to, or founds it.
struct FamilyFinder {
    let connection: Connection

    /// Within this time a deluxe or extended version is a new edition of what it extends, later a release of its own
    /// (design §12): so many months of the calendar.
    static let editionMonths = 18

    /// The family, and whether it was founded as a later edition of another.
    func family(of release: SourceRelease, title: ReadTitle, seenOn day: Day) throws -> (
        id: FamilyID, isNewEdition: Bool
    ) {
        if let same = try family(withCodeOf: release) { return (same, false) }
        let key = FamilyKey(release, title: title)
        guard key.isUsable else { return (try found(key, release.date, editionOf: nil), false) }
        let candidates = try candidates(key, release)
        let same = try candidates.first {
            try FamilyKey.areClose($0.date, release.date) || isNear(release.date, $0.id, seenOn: day)
        }
        if let same { return (same.id, false) }
        guard title.isEdition || title.isMarkedCopy else {
            return (try found(key, release.date, editionOf: nil), false)
        }
        let released = release.date.range?.lowerBound ?? day
        let extended = candidates.last { candidate in
            guard let first = candidate.date.range?.lowerBound else { return false }
            return (first...FamilyFinder.lastEditionDay(after: first)).contains(released)
        }
        // What calls itself clean or explicit is the same once more, however late it comes.
        if let extended, !title.isEdition { return (extended.id, false) }
        return (try found(key, release.date, editionOf: extended?.id), extended != nil)
    }

    /// A family is named by the first of its releases: takes over what was missing then and the source says now, so that
    /// copies find it.
    func complete(_ family: FamilyID, with release: SourceRelease, stored: ReleaseID, hadType: Bool) throws(SQLiteError)
    {
        let key = FamilyKey(release)
        try connection.run(
            """
            UPDATE family SET
                title_key = iif(title_key = '', ?, title_key), artist_key = iif(artist_key = '', ?, artist_key),
                kind = iif(title_key = '' OR ?, ?, kind), date = iif(date = '', ?, date)
            WHERE id = ? AND ? = (SELECT min(id) FROM release WHERE family_id = family.id)
            """, key.title, key.artist, !hadType, key.kind, release.date.text, family, stored)
    }

    /// Families of that work by any of its artists, under whatever id the source has had them: of a work by two, one
    /// copy may name the one first, and another the other.
    private func candidates(_ key: FamilyKey, _ release: SourceRelease) throws -> [(id: FamilyID, date: ReleaseDate)] {
        var candidates: [(id: FamilyID, date: ReleaseDate)] = []
        for artist in release.artists.prefix(FamilyFinder.artistsMax) where !artist.id.isEmpty {
            candidates += try connection.all(
                """
                SELECT id, date FROM family
                WHERE artist_key IN (
                        SELECT ?1 UNION ALL
                        SELECT f.source_id FROM artist a JOIN artist f ON f.merged_into = a.id
                        WHERE a.source = ?2 AND a.source_id = ?1)
                    AND title_key = ?3 AND kind = ?4
                ORDER BY id
                """, artist.id, Source.spotify.rawValue, key.title, key.kind
            ) { (id: $0.id(0) as FamilyID, date: ReleaseDate($0.text(1))) }
        }
        return candidates
    }

    private static func lastEditionDay(after first: Day) -> Day {
        let (year, month, day) = first.parts
        let (years, months) = (month - 1 + editionMonths).quotientAndRemainder(dividingBy: 12)
        let length = Day.length(ofMonth: months + 1, year: year + years)
        // The calendar ends with the year 9999.
        return Day(year: year + years, month: months + 1, day: min(day, length)) ?? first
    }

    /// Whether a release is dated as a version of the family is now, which may have moved since that one was found.
    /// What has no date is near the day on which it is first seen, as for everybody who is told of it.
    private func isNear(_ date: ReleaseDate, _ family: FamilyID, seenOn day: Day) throws -> Bool {
        let versions = try connection.all("SELECT date, first_seen_at FROM release WHERE family_id = ?", family) {
            FamilyFinder.dated(ReleaseDate($0.text(0)), seenOn: $0.timestamp(1).day)
        }
        let dated = FamilyFinder.dated(date, seenOn: day)
        return versions.contains { FamilyKey.areClose($0, dated) }
    }

    private static func dated(_ date: ReleaseDate, seenOn day: Day) -> ReleaseDate {
        date == .unknown ? .day(day) : date
    }

    /// How many of a release's artists are tried.
    private static let artistsMax = 8

    private func family(withCodeOf release: SourceRelease) throws -> FamilyID? {
        guard let code = UPC.plain(release.upc) else { return nil }
        return try connection.first("SELECT family_id FROM release WHERE upc = ? LIMIT 1", code) { $0.id(0) }
    }

    private func found(_ key: FamilyKey, _ date: ReleaseDate, editionOf: FamilyID?) throws -> FamilyID {
        try connection.run(
            "INSERT INTO family (title_key, artist_key, kind, date, edition_of) VALUES (?, ?, ?, ?, ?)", key.title,
            key.artist, key.kind, date.text, editionOf)
        return FamilyID(connection.lastInsertedRow)
    }
}
