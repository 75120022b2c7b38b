import Domain
import SQLite

/// A decision as its row has it, told or silent, with what it knew of the person.
struct StoredDecision {
    var release: ReleaseID
    var artist: ArtistID?
    var decision: Decision
    var at: Timestamp
    var follow: FollowFacts?
    var rulesVersion: Int64

    /// What an account was told of a family.
    static func told(_ family: FamilyID, to account: AccountID, _ connection: Connection) throws(SQLiteError)
        -> StoredDecision?
    {
        try connection.first(
            """
            SELECT release_id, artist_id, rule, followed_at, tier, rules_version, created_at, reach FROM announcement
            WHERE account_id = ? AND family_id = ? AND stage = ?
            """, account, family, Stage.seen.rawValue
        ) { StoredDecision(told: $0) }
    }

    /// What an account was not told of a family, one for each release and list.
    static func silences(_ family: FamilyID, of account: AccountID, _ connection: Connection) throws(SQLiteError)
        -> [StoredDecision]
    {
        try connection.all(
            """
            SELECT release_id, artist_id, rule, followed_at, tier, rules_version, decided_at
            FROM silence WHERE account_id = ? AND family_id = ?
            """, account, family
        ) { StoredDecision(silence: $0) }
    }

    /// Everything about an account, told before silent.
    static func all(of account: AccountID, _ connection: Connection) throws(SQLiteError) -> [StoredDecision] {
        let told = try connection.all(
            """
            SELECT release_id, artist_id, rule, followed_at, tier, rules_version, created_at, reach
            FROM announcement WHERE account_id = ? ORDER BY id
            """, account
        ) { StoredDecision(told: $0) }
        return told
            + (try connection.all(
                """
                SELECT release_id, artist_id, rule, followed_at, tier, rules_version, decided_at
                FROM silence WHERE account_id = ? ORDER BY decided_at
                """, account
            ) { StoredDecision(silence: $0) })
    }

    private init(told row: borrowing Row) {
        self.init(row)
        decision.reach = Reach(rawValue: row.text(7)) ?? .push
    }

    private init(silence row: borrowing Row) { self.init(row) }

    private init(_ row: borrowing Row) {
        release = row.id(0)
        artist = row.optionalInt64(1).map { ArtistID($0) }
        decision = Decision(reach: .none, rule: DecidingRule(rawValue: row.text(2)) ?? .told)
        let tier = ArtistTier(rawValue: row.text(4)) ?? .normal
        follow = row.optionalTimestamp(3).map { FollowFacts(since: $0, tier: tier) }
        rulesVersion = row.int64(5)
        at = row.timestamp(6)
    }

    /// The decision made anew, by the rules and the follow of its day; nil where these or the sighting were not kept.
    func replayed(for account: AccountID, _ connection: Connection) throws(SQLiteError) -> Decision? {
        guard let artist, let follow, let listed = try ListedRelease.find(release, of: artist, connection),
            let sighting = listed.sighting
        else { return nil }
        return Decision(
            about: sighting.heard(by: follow), for: follow, rules: try rules(of: account, connection),
            attribution: try Attribution.word(of: account, on: listed.family, connection))
    }

    /// The rules by which it was decided.
    func rules(of account: AccountID, _ connection: Connection) throws(SQLiteError) -> TellingRules {
        guard rulesVersion > 0 else { return TellingRules() }
        return try connection.first(
            "SELECT rules FROM past_rules WHERE account_id = ? AND version = ?", account, rulesVersion
        ) { TellingRules(text: $0.text(0)) } ?? TellingRules()
    }
}

extension Sighting {
    /// The sighting as it stands to somebody who was among the followers when it was announced: they followed before
    /// it, whatever a clock that was set back says.
    func heard(by follow: FollowFacts) -> Sighting {
        var sighting = self
        sighting.seenAt = max(seenAt, follow.since)
        return sighting
    }
}

extension Attribution {
    /// What an account has said of a family.
    static func word(of account: AccountID, on family: FamilyID, _ connection: Connection) throws(SQLiteError)
        -> Attribution?
    {
        try connection.first("SELECT word FROM attribution WHERE family_id = ? AND account_id = ?", family, account) {
            Attribution(rawValue: $0.text(0))
        } ?? nil
    }
}
