import Domain
import SQLite

/// Decides for followers whether they are told of a sighting, and writes what they are told, or why they are not.
struct Teller {
    /// What there is to tell.
    struct News {
        var artist: ArtistID
        /// In which of the artist's lists.
        var group: ReleaseGroup
        var release: ReleaseID
        var family: FamilyID
        var sighting: Sighting

        /// Whether anybody may have to be told: what everybody's list shows as known is nobody's news.
        var isAnybodys: Bool {
            guard !sighting.isCopy || sighting.copiedMarkets != nil, !sighting.isMoved else { return false }
            return !sighting.isBaseline || sighting.date != .unknown
        }
    }

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

    /// Tells some of an artist's followers.
    mutating func tell(_ news: News, to followers: [Follower]) throws {
        let words = try words(on: news.family)
        for follower in followers {
            // Whoever follows by a time that is still to come did so before a clock was set back, and so before this
            // sighting.
            let isByLaterClock = follower.follow.since > now
            let decision = Decision(
                about: isByLaterClock ? news.sighting.heard(by: follower.follow) : news.sighting, for: follower.follow,
                rules: follower.rules,
                attribution: words[follower.account])
            if decision.reach != .none {
                try announce(news, decision, to: follower)
            } else if decision.rule.isPersonal {
                try keepSilence(news, decision.rule, towards: follower)
            }
        }
    }

    private func words(on family: FamilyID) throws -> [AccountID: Attribution] {
        let words = try connection.all("SELECT account_id, word FROM attribution WHERE family_id = ?", family) {
            ($0.id(0) as AccountID, Attribution(rawValue: $0.text(1)))
        }
        return Dictionary(words.compactMap { account, word in word.map { (account, $0) } }) { first, _ in first }
    }

    /// Told once a family and stage; what was held for the list of one artist and is certain by that of another is told
    /// then.
    private mutating func announce(_ news: News, _ decision: Decision, to follower: Follower) throws {
        let written = try connection.run(
            """
            INSERT INTO announcement (account_id, id, family_id, release_id, stage, class, created_at, reach, rule, artist_id,
                followed_at, tier, rules_version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account_id, family_id, stage) DO UPDATE SET
                release_id = excluded.release_id, class = excluded.class, reach = excluded.reach, rule = excluded.rule,
                artist_id = excluded.artist_id, followed_at = excluded.followed_at, tier = excluded.tier,
                rules_version = excluded.rules_version
            WHERE reach = 'held' AND excluded.reach <> 'held'
            """, follower.account, nextID, news.family, news.release, Stage.seen.rawValue,
            news.sighting.releaseClass.rawValue, now, decision.reach.rawValue, decision.rule.rawValue, news.artist,
            follower.follow.since, follower.follow.tier.rawValue, follower.rulesVersion)
        guard written == 1 else { return }
        nextID += 1
        announcements += 1
        announcedTo.insert(follower.account)
    }

    private func keepSilence(_ news: News, _ rule: DecidingRule, towards follower: Follower) throws {
        try connection.run(
            """
            INSERT INTO silence (account_id, family_id, release_id, artist_id, rule, followed_at, tier, rules_version,
                decided_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """, follower.account, news.family, news.release, news.artist, rule.rawValue, follower.follow.since,
            follower.follow.tier.rawValue, follower.rulesVersion, now)
    }

    /// Notes how many ids have been used; to be called once, at the end.
    func finish() throws {
        guard announcements > 0 else { return }
        try connection.run("UPDATE tally SET count = count + ? WHERE name = 'announcements'", announcements)
    }
}
