import Domain
import SQLite

/// Takes in what one check of one artist has seen, inside its transaction: releases, families, and who is told.
struct ReleaseIntake {
    private let claim: CheckClaim
    private let isBaseline: Bool
    /// Up to here nobody can say whether a release is new or came up from where nobody had looked.
    private let horizon: Int64?
    /// Before this day whatever is unknown has come with another artist's releases; nil where nobody's have.
    private var mergedDay: Int64?
    /// Whether any artist was merged into this one.
    private var hasFormers: Bool
    private let planning: CheckPlanning
    private let now: Timestamp
    private let connection: Connection
    private let source = Source.spotify
    private var announcer: Announcer

    /// Releases not seen before, at this artist or another.
    private(set) var newReleases = 0
    /// Whether any came with another artist's.
    private(set) var hasMoved = false
    /// Releases not seen before at this artist.
    private(set) var newlyListed = 0
    /// Releases known before whose cards look different now.
    private(set) var changedReleases: Set<ReleaseID> = []

    /// Announcements written.
    var announcements: Int { announcer.announcements }
    /// Who follows this artist since an artist was found to be the same.
    private var movedHere: Set<AccountID> = []
    /// To whom, and whose pages show something else now.
    var announcedTo: Set<AccountID> { announcer.announcedTo.union(movedHere) }

    /// Releases dated up to the day `horizon` are taken in as at the baseline.
    init(
        claim: CheckClaim, isBaseline: Bool, horizon: Int64? = nil, mergedDay: Int64?, planning: CheckPlanning,
        now: Timestamp, connection: Connection
    ) throws {
        self.claim = claim
        self.isBaseline = isBaseline
        self.horizon = horizon
        self.mergedDay = mergedDay
        self.planning = planning
        self.now = now
        self.connection = connection
        hasFormers =
            try connection.first("SELECT 1 FROM artist WHERE merged_into = ? LIMIT 1", claim.artist) { _ in true }
            ?? false
        announcer = try Announcer(now: now, connection)
    }

    /// Takes all releases of a complete page.
    mutating func take(_ releases: [SourceRelease]) throws {
        try rename(releases.flatMap(\.artists))
        var known: [(release: SourceRelease, stored: StoredRelease)] = []
        var unknown: [(release: SourceRelease, title: ReadTitle)] = []
        for release in releases {
            if let stored = try StoredRelease.find(release.id, of: source, connection) {
                known.append((release, stored))
            } else if !unknown.contains(where: { $0.release.id == release.id }) {
                unknown.append((release, ReadTitle(release.title)))
            }
        }
        try merge(among: known)
        // Those who came with an artist may have been told of something, which has taken numbers.
        if !movedHere.isEmpty { announcer = try Announcer(now: now, connection) }
        for entry in known { try take(entry.release, entry.stored) }
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
        if try isListed(stored) {
            if isBaseline { try tellAgain(stored) }
            return
        }
        let isEdition = try connection.first("SELECT edition_of FROM family WHERE id = ?", stored.family) {
            !$0.isNull(0)
        }
        try list(stored, release, ReadTitle(release.title), isNewEdition: isEdition ?? false)
    }

    /// An artist whom nobody had followed for a while begins anew: to whoever does now, what is listed already is what
    /// the first check shows.
    private mutating func tellAgain(_ stored: StoredRelease) throws {
        guard var sighting = try ListedRelease.find(stored.id, of: claim.artist, connection)?.sighting else { return }
        sighting.seenAt = now
        sighting.isBaseline = true
        let news = Announcer.News(
            artist: claim.artist, group: claim.group, release: stored.id, family: stored.family, sighting: sighting)
        if news.isAnybodys { try announcer.announce(news) }
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
            isBaseline: isBaseline || isWithinHorizon(release, stored), isMoved: try isMoved(stored), now: now)
        hasMoved = hasMoved || sighting.isMoved
        try list(stored, sighting)
        newlyListed += 1
        let news = Announcer.News(
            artist: claim.artist, group: claim.group, release: stored.id, family: stored.family, sighting: sighting)
        if news.isAnybodys { try announcer.announce(news) }
    }

    /// Whether a release may have been listed where nobody had looked: from the first day that it may be dated.
    private func isWithinHorizon(_ release: SourceRelease, _ stored: StoredRelease) -> Bool {
        guard let horizon else { return false }
        return release.date.range?.lowerBound.number ?? stored.sortDay <= horizon
    }

    // MARK: Artists of whom the source has made one

    /// Finds artists whose releases are credited to this one now, and makes them one with it.
    private mutating func merge(among known: [(release: SourceRelease, stored: StoredRelease)]) throws {
        guard claim.group == .album || claim.group == .single else { return }
        var moved: [String: Int] = [:]
        for (release, stored) in known {
            let credited = release.artists.map(\.id)
            guard credited.contains(claim.sourceID), !stored.credited.contains(claim.sourceID) else { continue }
            for id in stored.credited where !credited.contains(id) { moved[id, default: 0] += 1 }
        }
        let oldest = known.map(\.stored.sortDay).min() ?? 0
        for (id, count) in moved.sorted(by: { $0.key < $1.key }) {
            let former = try connection.first(
                """
                SELECT a.id, a.followers, g.failures, (
                    SELECT count(*) FROM release_artist l
                    WHERE l.artist_id = a.id AND l.sort_day >= ? AND l.grp = g.grp)
                FROM artist a JOIN artist_group g ON g.artist_id = a.id AND g.grp = ?
                WHERE a.source = ? AND a.source_id = ? AND a.merged_into IS NULL
                """, oldest, claim.group.rawValue, source.rawValue, id
            ) { (id: $0.id(0) as ArtistID, followers: $0.int(1), failures: $0.int(2), listed: $0.int(3)) }
            guard let former,
                MergerRule.isMerged(
                    moved: count, listed: former.listed, isFailing: former.failures > 0 || former.followers == 0)
            else { continue }
            let merger = Merger(planning: planning, now: now, connection: connection)
            movedHere.formUnion(try merger.merge(former.id, into: claim.artist))
            hasFormers = true
            guard !isBaseline else { continue }
            mergedDay =
                try connection.first(
                    "SELECT merged_day FROM artist_group WHERE artist_id = ? AND grp = ?", claim.artist,
                    claim.group.rawValue
                ) { $0.optionalInt64(0) } ?? nil
        }
    }

    /// Whether a release has come into the list with another artist's: known from that one's list, or as old as those
    /// that nobody had looked for.
    private func isMoved(_ release: StoredRelease) throws -> Bool {
        if let mergedDay, release.sortDay < mergedDay { return true }
        guard hasFormers else { return false }
        return try connection.first(
            """
            SELECT 1 FROM release_artist l JOIN artist a ON a.id = l.artist_id
            WHERE l.release_id = ? AND a.merged_into = ?
            """, release.id, claim.artist
        ) { _ in true } ?? false
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
