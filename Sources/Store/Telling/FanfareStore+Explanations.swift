public import Domain
import SQLite

/// Why somebody was told, or not.
extension FanfareStore {
    /// By the source's id, in an index.
    public func release(sourceID: String) throws(StoreFailure) -> ReleaseID? {
        try read { connection in
            try connection.first(
                "SELECT id FROM release WHERE source = ? AND source_id = ?", Source.spotify.rawValue, sourceID
            ) { $0.id(0) }
        }
    }

    /// By the source's id, in an index.
    public func artist(sourceID: String) throws(StoreFailure) -> ArtistID? {
        try read { connection in
            try connection.first(
                "SELECT id FROM artist WHERE source = ? AND source_id = ?", Source.spotify.rawValue, sourceID
            ) { $0.id(0) }
        }
    }

    /// All of it as of one moment.
    public func explanation(of release: ReleaseID, to account: AccountID, now: Timestamp)
        throws(StoreFailure) -> ReleaseExplanation?
    {
        try readTogether { connection in
            guard let card = try ReleaseCard.find(release, connection),
                let family = try connection.first(
                    """
                    SELECT f.id, f.edition_of FROM release r JOIN family f ON f.id = r.family_id WHERE r.id = ?
                    """, release, read: { (id: $0.id(0) as FamilyID, editionOf: $0.optionalInt64(1)) })
            else { return nil }
            let reader = ExplanationReader(account: account, now: now, connection: connection)
            let versions: [ReleaseID] = try connection.all(
                "SELECT id FROM release WHERE family_id = ? ORDER BY id", family.id
            ) { $0.id(0) }
            let plain: ReleaseID? = try family.editionOf.flatMap { editionOf in
                try connection.first("SELECT min(id) FROM release WHERE family_id = ?", editionOf) {
                    $0.optionalInt64(0).map { ReleaseID($0) }
                } ?? nil
            }
            let said = try connection.first(
                "SELECT sum(word = 'theirs'), sum(word = 'not_theirs') FROM attribution WHERE family_id = ?", family.id
            ) { (theirs: $0.int(0), notTheirs: $0.int(1)) }
            return ReleaseExplanation(
                card: card, versions: try versions.compactMap { try ReleaseCard.find($0, connection) },
                editionOf: try plain.flatMap { try ReleaseCard.find($0, connection) },
                told: try self.told(family.id, to: account, connection), sightings: try reader.sightings(of: release),
                word: try Attribution.word(of: account, on: family.id, connection), theirs: said?.theirs ?? 0,
                notTheirs: said?.notTheirs ?? 0)
        }
    }

    private func told(_ family: FamilyID, to account: AccountID, _ connection: Connection) throws -> ReleaseCard? {
        let told = try connection.first(
            """
            SELECT id, release_id, class, created_at, reach FROM announcement
            WHERE account_id = ? AND family_id = ? AND stage = ?
            """, account, family, Stage.seen.rawValue
        ) { row in
            (
                id: row.id(0) as AnnouncementID, release: row.id(1) as ReleaseID,
                releaseClass: ReleaseClass(rawValue: row.text(2)) ?? .out, at: row.timestamp(3),
                reach: Reach(rawValue: row.text(4)) ?? .push
            )
        }
        guard let told, var card = try ReleaseCard.find(told.release, connection) else { return nil }
        card.announcement = told.id
        card.releaseClass = told.releaseClass
        card.at = told.at
        card.reach = told.reach
        return card
    }

    /// The newest releases alone: an artist may have hundreds.
    public func artist(_ artist: ArtistID, of account: AccountID, limit: Int, now: Timestamp)
        throws(StoreFailure) -> ArtistView?
    {
        try readTogether { connection in
            let known = try connection.first(
                "SELECT name, image_url, page_url, source_id, source FROM artist WHERE id = ?", artist
            ) { row in
                ArtistView(
                    id: artist, name: row.text(0), imageURL: row.optionalText(1),
                    pageURL: row.optionalText(2)
                        ?? SourcePage.artist(row.text(3), at: Source(rawValue: row.text(4)) ?? .spotify),
                    followedAt: nil, tier: .normal, lists: [], releases: [])
            }
            guard var view = known else { return nil }
            let reader = ExplanationReader(account: account, now: now, connection: connection)
            view.followedAt = try Follower.find(account, of: artist, connection)?.follow.since
            view.tier =
                try connection.first(
                    "SELECT tier FROM artist_tier WHERE account_id = ? AND artist_id = ?", account, artist
                ) { ArtistTier(rawValue: $0.text(0)) ?? .normal } ?? .normal
            view.lists = try reader.lists(of: artist)
            try self.addMergers(to: &view, connection)
            let newest: [ReleaseID] = try connection.all(
                "SELECT release_id FROM release_artist WHERE artist_id = ? ORDER BY sort_day DESC, release_id DESC LIMIT ?",
                artist, limit
            ) { $0.id(0) }
            view.releases = try newest.compactMap { release in
                guard let card = try ReleaseCard.find(release, connection) else { return nil }
                let sighting = try reader.sightings(of: release).first { $0.artist == artist }
                return DecidedRelease(
                    card: card, decision: sighting?.stored ?? sighting?.replayed,
                    isTold: sighting?.stored.map { $0.reach != .none } ?? false)
            }
            return view
        }
    }

    /// Told before silent, each in order.
    public func decisionLog(of account: AccountID) throws(StoreFailure) -> [LoggedDecision] {
        try readTogether { connection in
            try StoredDecision.all(of: account, connection).map { stored in
                let release = try connection.first(
                    "SELECT source_id, title FROM release WHERE id = ?", stored.release
                ) { (sourceID: $0.text(0), title: $0.text(1)) }
                let artist = try stored.artist.flatMap { artist in
                    try connection.first("SELECT name FROM artist WHERE id = ?", artist) { $0.text(0) }
                }
                return LoggedDecision(
                    release: stored.release, sourceID: release?.sourceID ?? "", title: release?.title ?? "",
                    artistName: artist, decidedAt: stored.at, decision: stored.decision,
                    replayed: try stored.replayed(for: account, connection))
            }
        }
    }

    /// The word, and what follows from it for what was told, in one transaction.
    public func attribute(_ release: ReleaseID, _ word: Attribution, by account: AccountID, now: Timestamp)
        async throws(StoreFailure) -> Bool
    {
        let isTaken = try await write { connection -> Bool in
            let family = try connection.first(
                """
                SELECT l.family_id FROM release_artist l
                JOIN follow f ON f.artist_id = l.artist_id AND f.account_id = ?
                WHERE l.release_id = ? LIMIT 1
                """, account, release
            ) { $0.id(0) as FamilyID }
            guard let family else { return false }
            try connection.run(
                """
                INSERT INTO attribution (family_id, account_id, word, said_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (family_id, account_id) DO UPDATE SET word = excluded.word, said_at = excluded.said_at
                """, family, account, word.rawValue, now)
            try WordTaking(account: account, family: family, now: now, connection: connection).decideAnew()
            try self.touchPages(of: [account], connection)
            return true
        }
        if isTaken { changes.changed([account]) }
        return isTaken
    }
}
