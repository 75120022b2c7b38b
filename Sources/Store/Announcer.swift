import Domain
import SQLite

/// Tells the followers of one artist of one release, so many in one transaction.
struct Announcer {
    typealias News = Teller.News

    /// How many followers are looked at in the transaction of a check; the others follow in transactions of their own.
    static let batch = 500

    private let connection: Connection
    private var teller: Teller
    private var rules = PersonalRules()

    /// To whom.
    var announcedTo: Set<AccountID> { teller.announcedTo }
    /// Announcements written.
    var announcements: Int { teller.announcements }

    init(now: Timestamp, _ connection: Connection) throws {
        self.connection = connection
        teller = try Teller(now: now, connection)
    }

    /// Tells the first followers. If there are more than may be told at once, a row notes where to go on.
    mutating func announce(_ news: News) throws {
        guard let last = try announce(news, after: nil, limit: Announcer.batch) else { return }
        let sighting = news.sighting
        try connection.run(
            """
            INSERT INTO audience (artist_id, release_id, family_id, class, date, at_baseline, seen_at, after_account)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, news.artist, news.release, news.family, sighting.releaseClass.rawValue, sighting.date.text,
            sighting.isBaseline, sighting.seenAt, last)
    }

    /// Tells followers after an account, in the order of their keys. Returns the last one looked at if there may be
    /// more.
    mutating func announce(_ news: News, after account: AccountID?, limit: Int) throws -> AccountID? {
        let followers = try rules.followers(of: news.artist, in: news.group, after: account, limit: limit, connection)
        try teller.tell(news, to: followers)
        return followers.count == limit ? followers.last?.account : nil
    }

    /// Notes how many ids have been used; to be called once, at the end.
    func finish() throws { try teller.finish() }
}
