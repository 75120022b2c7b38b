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
        var unknown: [(release: SourceRelease, title: ReadTitle)] = []
        for release in releases {
            if let known = try StoredRelease.find(release.id, of: source, connection) {
                try take(release, known)
            } else if !unknown.contains(where: { $0.release.id == release.id }) {
                unknown.append((release, ReadTitle(release.title)))
            }
        }
        // The plain edition before its deluxe copy, so that the family is told under its own name.
        for entry in unknown.filter({ !$0.title.isEdition }) + unknown.filter({ $0.title.isEdition }) {
            try takeNew(entry.release, entry.title)
        }
        try announcer.finish()
    }

    private mutating func take(_ release: SourceRelease, _ known: StoredRelease) throws {
        let refreshed = try known.refreshed(from: release, connection)
        if let refreshed { changedReleases.insert(refreshed.id) }
        let stored = refreshed ?? known
        if try isListed(stored) { return }
        let isEdition = try connection.first("SELECT edition_of FROM family WHERE id = ?", stored.family) {
            !$0.isNull(0)
        }
        try list(stored, release, ReadTitle(release.title), isNewEdition: isEdition ?? false)
    }

    private mutating func takeNew(_ release: SourceRelease, _ title: ReadTitle) throws {
        let family = try FamilyFinder(connection: connection).family(of: release, title: title, seenOn: now.day)
        let stored = try StoredRelease.insert(release, of: source, into: family.id, now: now, connection)
        // Their cards say how many other versions there are.
        changedReleases.formUnion(
            try connection.all("SELECT id FROM release WHERE family_id = ?", family.id) { $0.id(0) })
        newReleases += 1
        try list(stored, release, title, isNewEdition: family.isNewEdition)
    }

    private mutating func list(
        _ stored: StoredRelease, _ release: SourceRelease, _ title: ReadTitle, isNewEdition: Bool
    ) throws {
        let sighting = try SightingMaker(artist: claim.artist, group: claim.group, connection: connection).sighting(
            of: release, title: title, stored: stored, isNewEdition: isNewEdition,
            isBaseline: isBaseline || horizon.map { stored.sortDay <= $0 } ?? false, now: now)
        try list(stored, sighting)
        newlyListed += 1
        let news = Announcer.News(
            artist: claim.artist, release: stored.id, family: stored.family, sighting: sighting)
        if news.isAnybodys { try announcer.announce(news) }
    }

    // MARK: The artist's list

    private func isListed(_ release: StoredRelease) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM release_artist WHERE artist_id = ? AND sort_day = ? AND release_id = ?", claim.artist,
            release.sortDay, release.id
        ) { _ in true } ?? false
    }

    private func list(_ release: StoredRelease, _ sighting: Sighting) throws {
        try connection.run(
            """
            INSERT INTO release_artist (artist_id, sort_day, release_id, family_id, grp, first_seen_at, at_baseline, facts)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, claim.artist, release.sortDay, release.id, release.family, claim.group.rawValue, now,
            sighting.isBaseline, sighting.text)
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
