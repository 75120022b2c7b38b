import Domain
import SQLite

/// Finds the family that a release not seen before belongs to, or founds it.
struct FamilyFinder {
    let connection: Connection

    /// Within this time a deluxe or extended version is a new edition of what it extends, later a release of its own
    /// (design §12): 18 months.
    static let editionDays = 548

    /// The family, and whether it was founded as a later edition of another.
    func family(of release: SourceRelease, seenOn day: Day) throws -> (id: FamilyID, isNewEdition: Bool) {
        let key = FamilyKey(release)
        guard key.isUsable else { return (try found(key, release.date, editionOf: nil), false) }
        let candidates = try connection.all(
            "SELECT id, date FROM family WHERE artist_key = ? AND title_key = ? AND kind = ? ORDER BY id", key.artist,
            key.title, key.kind
        ) { (id: $0.id(0) as FamilyID, date: ReleaseDate($0.text(1))) }
        if let same = candidates.first(where: { FamilyKey.areClose($0.date, release.date) }) { return (same.id, false) }
        guard Edition.isNoted(in: release.title) else { return (try found(key, release.date, editionOf: nil), false) }
        let released = release.date.range?.lowerBound ?? day
        let extended = candidates.last { candidate in
            guard let first = candidate.date.range?.lowerBound else { return false }
            return (first...first + FamilyFinder.editionDays).contains(released)
        }
        return (try found(key, release.date, editionOf: extended?.id), extended != nil)
    }

    private func found(_ key: FamilyKey, _ date: ReleaseDate, editionOf: FamilyID?) throws -> FamilyID {
        try connection.run(
            "INSERT INTO family (title_key, artist_key, kind, date, edition_of) VALUES (?, ?, ?, ?, ?)", key.title,
            key.artist, key.kind, date.text, editionOf)
        return FamilyID(connection.lastInsertedRow)
    }
}
