import Domain
import SQLite

/// Says how a release stands when it turns up in an artist's list: the facts on which every decision about it rests.
struct SightingMaker {
    let artist: ArtistID
    let group: ReleaseGroup
    let connection: Connection

    /// The sighting of a release that is not in the list yet.
    func sighting(
        of release: SourceRelease, title: ReadTitle, stored: StoredRelease, isNewEdition: Bool, isBaseline: Bool,
        isMoved: Bool, now: Timestamp
    ) throws -> Sighting {
        let earlier = try listed(of: stored.family)
        // The same edition under another id is no news, whether that was told or was out before anybody asked: but for
        // whoever is where that one was not out.
        let copied = earlier.filter { $0.title == release.title || ReadTitle($0.title).edition == title.edition }
        let isCopy = !copied.isEmpty
        let copiedMarkets = copiedMarkets(of: copied, by: release)
        let isLaterEdition = isNewEdition || !earlier.isEmpty && copiedMarkets == nil
        let releaseClass =
            isLaterEdition ? ReleaseClass.newEdition : ReleaseClassifier.classify(release.date, seenOn: now.day)
        let form = ReleaseForm(group: group, type: release.type, title: title, trackCount: release.trackCount)
        var sighting = Sighting(
            seenAt: now, isBaseline: isBaseline, date: release.date, releaseClass: releaseClass, form: form,
            traits: title.traits, isCopy: isCopy, copiedMarkets: copiedMarkets, isMoved: isMoved,
            isByVariousArtists: VariousArtists.made(release),
            markets: release.markets)
        if !isBaseline, !isCopy, !isMoved, releaseClass == .out || releaseClass == .upcoming || releaseClass == .late {
            sighting.doubts = try doubts(about: release, form, of: stored.family, seenOn: now.day)
        }
        return sighting
    }

    private func listed(of family: FamilyID) throws -> [(title: String, markets: Set<String>?)] {
        try connection.all(
            """
            SELECT r.title, l.facts FROM release r
            JOIN release_artist l ON l.artist_id = ? AND l.sort_day = r.sort_day AND l.release_id = r.id
            WHERE r.family_id = ?
            """, artist, family
        ) { row in
            let facts = row.optionalText(1).flatMap {
                Sighting(text: $0, seenAt: Timestamp(milliseconds: 0), isBaseline: false)
            }
            return (row.text(0), facts?.markets)
        }
    }

    /// Countries in which what a release copies was out, where it is out in others.
    private func copiedMarkets(
        of copied: [(title: String, markets: Set<String>?)], by release: SourceRelease
    ) -> Set<String>? {
        guard let markets = release.markets, !copied.isEmpty else { return nil }
        var known: Set<String> = []
        for copy in copied {
            guard let markets = copy.markets else { return nil }
            known.formUnion(markets)
        }
        return markets.isSubset(of: known) ? nil : known
    }

    // MARK: Doubts

    private func doubts(about release: SourceRelease, _ form: ReleaseForm, of family: FamilyID, seenOn day: Day) throws
        -> Set<Doubt>
    {
        let identity = try connection.first("SELECT name, source_id FROM artist WHERE id = ?", artist) {
            (name: $0.text(0), sourceID: $0.text(1))
        }
        guard let identity else { return [] }
        let others = release.artists.map(\.id).filter { $0 != identity.sourceID }
        var history = ArtistHistory(
            name: identity.name, releases: 0, newest: nil, forms: [], companions: [], upcs: [], denials: 0)
        // Of their own lists alone: on others' releases anybody may stand. What nobody has confirmed that broke the
        // silence, and what more people deny than confirm, says nothing of the artist.
        for row in try connection.all(
            """
            SELECT l.grp, count(*), max(iif(l.sort_day <= ?, l.sort_day, 0)) FROM release_artist l
            WHERE l.artist_id = ? AND l.family_id <> ? AND l.grp IN ('album', 'single') AND coalesce(
                nullif((SELECT sum(iif(w.word = 'theirs', 1, -1)) FROM attribution w WHERE w.family_id = l.family_id), 0),
                iif(instr(l.facts, 'silent:') > 0, -1, 1)) > 0
            GROUP BY l.grp
            """, day.number, artist, family, read: { (group: $0.text(0), count: $0.int(1), newest: $0.int64(2)) })
        {
            history.releases += row.count
            if row.newest > history.newest?.number ?? 0 { history.newest = Day(row.newest) }
            history.forms.formUnion(row.group == ReleaseGroup.album.rawValue ? [.album] : [.single, .ep])
        }
        guard history.releases >= ArtistHistory.releasesMin else { return [] }
        if others.count > 1 || release.upc != nil { try addCredits(to: &history, without: family) }
        history.denials = try denials()
        return history.doubts(about: form, others: others, upc: release.upc, seenOn: day)
    }

    private func addCredits(to history: inout ArtistHistory, without family: FamilyID) throws {
        let credits = try connection.all(
            """
            SELECT r.artist_ids, r.upc FROM release_artist l JOIN release r ON r.id = l.release_id
            WHERE l.artist_id = ? AND l.family_id <> ?
            """, artist, family
        ) { (ids: $0.text(0), upc: $0.optionalText(1)) }
        for credit in credits {
            history.companions.formUnion(StoredRelease.names(credit.ids))
            if let upc = credit.upc { history.upcs.insert(upc) }
        }
    }

    private func denials() throws -> Int {
        let isAnySaid = try connection.first("SELECT 1 FROM attribution LIMIT 1") { _ in true }
        guard isAnySaid == true else { return 0 }
        let said = try connection.first(
            """
            SELECT sum(iif(w.word = 'not_theirs', 1, -1)) FROM attribution w
            WHERE w.family_id IN (SELECT family_id FROM release_artist WHERE artist_id = ?)
            """, artist
        ) { $0.optionalInt64(0) ?? 0 }
        return max(0, Int(said ?? 0))
    }
}
