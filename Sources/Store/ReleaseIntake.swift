import Domain
import SQLite

/// Takes in what one check of one artist has seen, inside its transaction: releases, families, and who is told.
struct ReleaseIntake {
    private let claim: CheckClaim
    private let isBaseline: Bool
    /// Up to here nobody can say whether a release is new or came up from where nobody had looked.
    private let horizon: Int64?
    private let now: Timestamp
    private let connection: Connection
    private let source = Source.spotify
    private var announcer: Announcer

    /// Releases not seen before, at this artist or another.
    private(set) var newReleases = 0
    /// Releases not seen before at this artist.
    private(set) var newlyListed = 0
    /// Releases known before whose cards look different now.
    private(set) var changedReleases: Set<ReleaseID> = []

    /// Announcements written.
    var announcements: Int { announcer.announcements }
    /// To whom.
    var announcedTo: Set<AccountID> { announcer.announcedTo }

    /// Releases dated up to `horizon`, as `release.sort_day` has it, are taken in as at the baseline.
    init(claim: CheckClaim, isBaseline: Bool, horizon: Int64? = nil, now: Timestamp, connection: Connection) throws {
        self.claim = claim
        self.isBaseline = isBaseline
        self.horizon = horizon
        self.now = now
        self.connection = connection
        announcer = try Announcer(now: now, connection)
    }

    /// Takes all releases of a complete page.
    mutating func take(_ releases: [SourceRelease]) throws {
        try rename(releases.flatMap(\.artists))
        // The plain edition before its deluxe copy, so that the family is told under its own name.
        let plainFirst =
            releases.filter { !Edition.isNoted(in: $0.title) } + releases.filter { Edition.isNoted(in: $0.title) }
        for release in plainFirst { try take(release) }
        try announcer.finish()
    }

    private mutating func take(_ release: SourceRelease) throws {
        let stored: StoredRelease
        let isNewEdition: Bool
        if let known = try StoredRelease.find(release.id, of: source, connection) {
            let refreshed = try known.refreshed(from: release, connection)
            if let refreshed { changedReleases.insert(refreshed.id) }
            stored = refreshed ?? known
            if try isListed(stored) { return }
            isNewEdition = false
        } else {
            let family = try FamilyFinder(connection: connection).family(of: release, seenOn: now.day)
            stored = try StoredRelease.insert(release, of: source, into: family.id, now: now, connection)
            isNewEdition = family.isNewEdition
            // Their cards say how many other versions there are.
            changedReleases.formUnion(
                try connection.all("SELECT id FROM release WHERE family_id = ?", family.id) { $0.id(0) })
            newReleases += 1
        }
        let earlierTitles = try titlesListed(of: stored.family)
        let isBaseline = isBaseline || horizon.map { stored.sortDay <= $0 } ?? false
        try list(stored, atBaseline: isBaseline)
        newlyListed += 1
        guard let releaseClass = releaseClass(of: release, isNewEdition: isNewEdition, earlierTitles: earlierTitles)
        else {
            return
        }
        try announcer.announce(
            Announcer.News(
                artist: claim.artist, release: stored.id, family: stored.family, releaseClass: releaseClass,
                sighting: Newness.Sighting(seenAt: now, isBaseline: isBaseline, date: release.date)))
    }

    /// How the sighting is told; nil if it is told to nobody: a copy under the same title of what this artist's list already
    /// showed is no news, whether that was told or was out before anybody asked.
    private func releaseClass(of release: SourceRelease, isNewEdition: Bool, earlierTitles: [String]) -> ReleaseClass? {
        if !earlierTitles.isEmpty {
            let title = release.title.lowercased()
            return earlierTitles.contains { $0.lowercased() == title } ? nil : .newEdition
        }
        return isNewEdition ? .newEdition : ReleaseClassifier.classify(release.date, seenOn: now.day)
    }

    // MARK: The artist's list

    private func isListed(_ release: StoredRelease) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM release_artist WHERE artist_id = ? AND sort_day = ? AND release_id = ?", claim.artist,
            release.sortDay, release.id
        ) { _ in true } ?? false
    }

    private func titlesListed(of family: FamilyID) throws -> [String] {
        try connection.all(
            """
            SELECT r.title FROM release r
            JOIN release_artist l ON l.artist_id = ? AND l.sort_day = r.sort_day AND l.release_id = r.id
            WHERE r.family_id = ?
            """, claim.artist, family
        ) { $0.text(0) }
    }

    private func list(_ release: StoredRelease, atBaseline: Bool) throws {
        try connection.run(
            """
            INSERT INTO release_artist (artist_id, sort_day, release_id, family_id, grp, first_seen_at, at_baseline)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, claim.artist, release.sortDay, release.id, release.family, claim.group.rawValue, now, atBaseline)
    }

    /// Takes over names of artists that are known here; an empty one never overwrites.
    private func rename(_ artists: [SourceArtist]) throws {
        for artist in Set(artists) {
            try connection.run(
                """
                UPDATE artist SET
                    name = iif(? <> '', ?, name), image_url = coalesce(?, image_url), page_url = coalesce(?, page_url)
                WHERE source = ? AND source_id = ?
                    AND (? NOT IN ('', name) OR (? IS NOT NULL AND ? IS NOT image_url) OR (? IS NOT NULL AND ? IS NOT page_url))
                """, artist.name, artist.name, artist.imageURL, artist.pageURL, source.rawValue, artist.id, artist.name,
                artist.imageURL, artist.imageURL, artist.pageURL, artist.pageURL)
        }
    }
}
