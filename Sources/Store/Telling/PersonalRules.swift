import Domain
import SQLite

/// One follower of an artist, and what decides for them.
struct Follower: Sendable {
    var account: AccountID
    var follow: FollowFacts
    /// 0 for the standard rules.
    var rulesVersion: Int64
    var rules: TellingRules
}

/// Reads the rules of many people, each text once: most have chosen nothing, many the same.
struct PersonalRules {
    private var read: [String: TellingRules] = [:]

    /// The rules of a text; nil stands for the standard ones.
    mutating func rules(_ text: String?) -> TellingRules {
        guard let text else { return TellingRules() }
        if let known = read[text] { return known }
        let rules = TellingRules(text: text)
        read[text] = rules
        return rules
    }

    /// Followers of an artist after an account, in the order of their keys. Of a list that they asked for later than
    /// they followed they are followers since then.
    mutating func followers(
        of artist: ArtistID, in group: ReleaseGroup, after account: AccountID?, limit: Int, _ connection: Connection
    ) throws
        -> [Follower]
    {
        let rows = try connection.all(
            """
            SELECT f.account_id, max(f.followed_at, coalesce(w.wanted_at, f.followed_at)), t.tier, r.version, r.rules
            FROM follow f
            LEFT JOIN wanted_list w ON w.account_id = f.account_id AND w.grp = ?
            LEFT JOIN artist_tier t ON t.account_id = f.account_id AND t.artist_id = f.artist_id
            LEFT JOIN account_rules r ON r.account_id = f.account_id
            WHERE f.artist_id = ? AND f.account_id > ?
            ORDER BY f.account_id LIMIT ?
            """, group.rawValue, artist, account?.rawValue ?? 0, limit
        ) { row in
            (
                account: row.id(0) as AccountID,
                follow: FollowFacts(
                    since: row.timestamp(1), tier: row.optionalText(2).flatMap(ArtistTier.init) ?? .normal),
                version: row.optionalInt64(3) ?? 0, rules: row.optionalText(4)
            )
        }
        return rows.map { row in
            Follower(account: row.account, follow: row.follow, rulesVersion: row.version, rules: rules(row.rules))
        }
    }
}

extension Follower {
    /// One account as a follower of one artist, or of one of their lists; nil if it does not follow.
    static func find(_ account: AccountID, of artist: ArtistID, in group: ReleaseGroup? = nil, _ connection: Connection)
        throws(SQLiteError)
        -> Follower?
    {
        try connection.first(
            """
            SELECT max(f.followed_at, coalesce(w.wanted_at, f.followed_at)), t.tier, r.version, r.rules
            FROM follow f
            LEFT JOIN wanted_list w ON w.account_id = f.account_id AND w.grp = ?
            LEFT JOIN artist_tier t ON t.account_id = f.account_id AND t.artist_id = f.artist_id
            LEFT JOIN account_rules r ON r.account_id = f.account_id
            WHERE f.account_id = ? AND f.artist_id = ?
            """, group?.rawValue, account, artist
        ) { row in
            Follower(
                account: account,
                follow: FollowFacts(
                    since: row.timestamp(0), tier: row.optionalText(1).flatMap(ArtistTier.init) ?? .normal),
                rulesVersion: row.optionalInt64(2) ?? 0,
                rules: row.optionalText(3).map { TellingRules(text: $0) } ?? TellingRules())
        }
    }
}
