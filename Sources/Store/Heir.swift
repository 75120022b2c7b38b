import Domain
import SQLite

/// An artist to whom people come who followed another one until now: nothing may fall into the gap between the two
/// lists.
struct Heir {
    let artist: ArtistID
    private let now: Timestamp
    private let connection: Connection
    private let hasBaselines: Bool
    private var seen: [(listed: ListedRelease, day: Int64)]?
    private var teller: Teller

    /// The artist, with lists that have their turn.
    init(of artist: ArtistID, now: Timestamp, _ connection: Connection) throws {
        self.artist = artist
        self.now = now
        self.connection = connection
        hasBaselines =
            try connection.first(
                "SELECT 1 FROM artist_group WHERE artist_id = ? AND due_at IS NOT NULL AND baseline_at IS NULL", artist
            ) { _ in false } ?? true
        teller = try Teller(now: now, connection)
    }

    /// Whom something was told.
    var announcedTo: Set<AccountID> { teller.announcedTo }

    /// Has an account follow, unless it does so already, with whatever it had decided about the other artist; what came
    /// out `since` the last look at that one is told as if it had followed then. False if it followed already.
    @discardableResult
    mutating func take(_ account: AccountID, origin: String, from former: ArtistID, since: Timestamp) throws -> Bool {
        try connection.run(
            """
            INSERT INTO artist_tier (account_id, artist_id, tier)
            SELECT account_id, ?, tier FROM artist_tier WHERE account_id = ? AND artist_id = ?
            ON CONFLICT DO NOTHING
            """, artist, account, former)
        let isFollowing =
            try connection.first("SELECT 1 FROM follow WHERE account_id = ? AND artist_id = ?", account, artist) { _ in
                true
            } ?? false
        guard !isFollowing else {
            try connection.run(
                "UPDATE follow SET origin = 'both' WHERE account_id = ? AND artist_id = ? AND origin <> ?", account,
                artist, origin)
            return false
        }
        // A baseline that is still to come goes by the day of the follow. Where the list is known, what it showed until
        // now is told here, or was out before.
        try connection.run(
            "INSERT INTO follow (account_id, artist_id, origin, followed_at) VALUES (?, ?, ?, ?)", account, artist,
            origin,
            hasBaselines ? now : since)
        if hasBaselines { try catchUp(account, since: since) }
        return true
    }

    private mutating func catchUp(_ account: AccountID, since: Timestamp) throws {
        if seen == nil {
            seen = try connection.all(
                """
                SELECT artist_id, release_id, family_id, grp, first_seen_at, at_baseline, facts, sort_day
                FROM release_artist WHERE artist_id = ? AND sort_day >= ? AND first_seen_at >= ?
                ORDER BY first_seen_at, release_id
                """, artist, (now - Heir.longest).day.number, now - Heir.longest
            ) { (listed: ListedRelease($0), day: $0.int64(7)) }
        }
        guard let seen, !seen.isEmpty, var follower = try Follower.find(account, of: artist, connection) else { return }
        let asked = try wanted(account)
        for (listed, day) in seen {
            follower.follow.since = max(since, asked[listed.group] ?? since)
            guard listed.seenAt >= follower.follow.since, day >= since.day.number,
                let sighting = listed.sighting, !sighting.isMoved
            else { continue }
            let news = Teller.News(
                artist: artist, group: listed.group, release: listed.release, family: listed.family, sighting: sighting)
            if news.isAnybodys { try teller.tell(news, to: [follower]) }
        }
    }

    /// Since when an account has asked for lists beside the standard ones.
    private func wanted(_ account: AccountID) throws -> [ReleaseGroup: Timestamp] {
        let wanted = try connection.all(
            "SELECT grp, wanted_at FROM wanted_list WHERE account_id = ? AND wanted_at IS NOT NULL", account
        ) { (ReleaseGroup(rawValue: $0.text(0)), $0.timestamp(1)) }
        return Dictionary(wanted.compactMap { group, at in group.map { ($0, at) } }) { first, _ in first }
    }

    /// How long ago the last look at the other artist may have been, at most.
    private static let longest = Duration.days(90)

    /// To be called once, at the end.
    func finish() throws { try teller.finish() }
}
