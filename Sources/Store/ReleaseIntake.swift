import Domain
import SQLite

/// Takes in what one check of one artist has seen, inside its transaction: releases, families, and who is told.
struct ReleaseIntake {
    private let claim: CheckClaim
    private let isBaseline: Bool
    private let now: Timestamp
    private let connection: Connection
    private let source = Source.spotify
    private let firstAnnouncement: Int64
    private var followers: [(account: AccountID, since: Timestamp)]?

    /// Releases not seen before, at this artist or another.
    private(set) var newReleases = 0
    /// Announcements written.
    private(set) var announcements = 0
    /// To whom.
    private(set) var announcedTo: Set<AccountID> = []
    /// Releases known before whose cards look different now.
    private(set) var changedReleases: Set<ReleaseID> = []

    init(claim: CheckClaim, isBaseline: Bool, now: Timestamp, connection: Connection) throws {
        self.claim = claim
        self.isBaseline = isBaseline
        self.now = now
        self.connection = connection
        firstAnnouncement =
            1 + (try connection.first("SELECT count FROM tally WHERE name = 'announcements'") { $0.int64(0) } ?? 0)
    }

    /// Takes all releases of a complete page.
    mutating func take(_ releases: [SourceRelease]) throws {
        try rename(releases.flatMap(\.artists))
        // The plain edition before its deluxe copy, so that the family is told under its own name.
        let plainFirst =
            releases.filter { !Edition.isNoted(in: $0.title) } + releases.filter { Edition.isNoted(in: $0.title) }
        for release in plainFirst { try take(release) }
        if announcements > 0 {
            try connection.run("UPDATE tally SET count = count + ? WHERE name = 'announcements'", announcements)
        }
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
        try list(stored)
        guard let releaseClass = releaseClass(of: release, isNewEdition: isNewEdition, earlierTitles: earlierTitles)
        else {
            return
        }
        try announce(stored, as: releaseClass, date: release.date)
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

    private mutating func announce(_ release: StoredRelease, as releaseClass: ReleaseClass, date: ReleaseDate) throws {
        for follower in try loadedFollowers() {
            // Whoever is in the table followed before this sighting, whatever a clock that was set back says.
            let sighting = Newness.Sighting(seenAt: max(now, follower.since), isBaseline: isBaseline, date: date)
            guard Newness.isNews(sighting, toFollowerSince: follower.since) else { continue }
            let written = try connection.run(
                """
                INSERT INTO announcement (account_id, id, family_id, release_id, stage, class, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account_id, family_id, stage) DO NOTHING
                """, follower.account, firstAnnouncement + Int64(announcements), release.family, release.id,
                Stage.seen.rawValue, releaseClass.rawValue, now)
            guard written == 1 else { continue }
            announcements += 1
            announcedTo.insert(follower.account)
        }
    }

    private mutating func loadedFollowers() throws -> [(account: AccountID, since: Timestamp)] {
        if let followers { return followers }
        let loaded = try connection.all("SELECT account_id, followed_at FROM follow WHERE artist_id = ?", claim.artist)
        {
            (account: $0.id(0) as AccountID, since: $0.timestamp(1))
        }
        followers = loaded
        return loaded
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

    private func list(_ release: StoredRelease) throws {
        try connection.run(
            """
            INSERT INTO release_artist (artist_id, sort_day, release_id, family_id, grp, first_seen_at, at_baseline)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, claim.artist, release.sortDay, release.id, release.family, claim.group.rawValue, now, isBaseline)
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
