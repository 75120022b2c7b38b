import Domain
import SQLite

/// Tells the followers of one artist of one release, so many in one transaction.
struct Announcer {
    /// What is told, and how it was seen.
    struct News {
        var artist: ArtistID
        var release: ReleaseID
        var family: FamilyID
        var releaseClass: ReleaseClass
        var sighting: Newness.Sighting
    }

    /// How many followers are looked at in the transaction of a check; the others follow in transactions of their own.
    static let batch = 500

    let connection: Connection
    let now: Timestamp
    /// To whom.
    private(set) var announcedTo: Set<AccountID> = []
    /// Announcements written.
    private(set) var announcements = 0
    private var nextID: Int64

    init(now: Timestamp, _ connection: Connection) throws {
        self.now = now
        self.connection = connection
        nextID = 1 + (try connection.first("SELECT count FROM tally WHERE name = 'announcements'") { $0.int64(0) } ?? 0)
    }

    /// Tells the first followers. If there are more than may be told at once, a row notes where to go on.
    mutating func announce(_ news: News) throws {
        guard let last = try announce(news, after: nil, limit: Announcer.batch) else { return }
        let date = news.sighting.date.text
        try connection.run(
            """
            INSERT INTO audience (artist_id, release_id, family_id, class, date, at_baseline, seen_at, after_account)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, news.artist, news.release, news.family, news.releaseClass.rawValue, date, news.sighting.isBaseline,
            news.sighting.seenAt, last)
    }

    /// Tells followers after an account, in the order of their keys. Returns the last one looked at if there may be more.
    mutating func announce(_ news: News, after account: AccountID?, limit: Int) throws -> AccountID? {
        let followers = try connection.all(
            """
            SELECT account_id, followed_at FROM follow WHERE artist_id = ? AND account_id > ?
            ORDER BY account_id LIMIT ?
            """, news.artist, account?.rawValue ?? 0, limit
        ) { (account: $0.id(0) as AccountID, since: $0.timestamp(1)) }
        for follower in followers {
            var sighting = news.sighting
            // Whoever follows by a time that is still to come did so before a clock was set back, and so before this sighting.
            if follower.since > now { sighting.seenAt = follower.since }
            guard Newness.isNews(sighting, toFollowerSince: follower.since) else { continue }
            try write(news, to: follower.account)
        }
        return followers.count == limit ? followers.last?.account : nil
    }

    private mutating func write(_ news: News, to account: AccountID) throws {
        let written = try connection.run(
            """
            INSERT INTO announcement (account_id, id, family_id, release_id, stage, class, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account_id, family_id, stage) DO NOTHING
            """, account, nextID, news.family, news.release, Stage.seen.rawValue, news.releaseClass.rawValue, now)
        guard written == 1 else { return }
        nextID += 1
        announcements += 1
        announcedTo.insert(account)
    }

    /// Notes how many ids have been used; to be called once, at the end.
    func finish() throws {
        guard announcements > 0 else { return }
        try connection.run("UPDATE tally SET count = count + ? WHERE name = 'announcements'", announcements)
    }
}
