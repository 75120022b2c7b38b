public import Domain
import SQLite

/// What people decide about what they are told.
extension FanfareStore {
    /// One read by primary key.
    public func rules(of account: AccountID) throws(StoreFailure) -> TellingRules {
        try read { connection in
            try connection.first("SELECT rules FROM account_rules WHERE account_id = ?", account) {
                TellingRules(text: $0.text(0))
            } ?? TellingRules()
        }
    }

    /// Rules of old stay, for the decisions that were made by them. Nothing changes where the rules are the same.
    public func setRules(_ rules: TellingRules, of account: AccountID, now: Timestamp) async throws(StoreFailure) {
        let isNew = try await write { connection -> Bool in
            let known = try connection.first(
                "SELECT version, rules FROM account_rules WHERE account_id = ?", account
            ) { (version: $0.int64(0), rules: TellingRules(text: $0.text(1))) }
            guard rules != known?.rules ?? TellingRules() else { return false }
            let version = 1 + (known?.version ?? 0)
            try connection.run(
                """
                INSERT INTO account_rules (account_id, version, rules, set_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (account_id) DO UPDATE SET
                    version = excluded.version, rules = excluded.rules, set_at = excluded.set_at
                """, account, version, rules.text, now)
            try connection.run(
                "INSERT INTO past_rules (account_id, version, rules, set_at) VALUES (?, ?, ?, ?)", account, version,
                rules.text, now)
            for group in ReleaseGroup.allCases where !self.settings.groups.contains(group) {
                if rules.optionalGroups.contains(group) {
                    try connection.run(
                        """
                        INSERT INTO wanted_list (account_id, grp, wanted_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
                        """, account, group.rawValue, now)
                } else {
                    try connection.run(
                        "DELETE FROM wanted_list WHERE account_id = ? AND grp = ?", account, group.rawValue)
                }
            }
            try self.touchPages(of: [account], connection)
            return true
        }
        if isNew { changes.changed([account]) }
    }

    /// A row for every tier but the normal one.
    public func setTier(_ tier: ArtistTier, of artist: ArtistID, for account: AccountID, now: Timestamp)
        async throws(StoreFailure)
    {
        try await write { connection in
            if tier == .normal {
                try connection.run(
                    "DELETE FROM artist_tier WHERE account_id = ? AND artist_id = ?", account, artist)
            } else {
                // Of artists that are not there nothing is noted.
                try connection.run(
                    """
                    INSERT INTO artist_tier (account_id, artist_id, tier) SELECT ?, id, ? FROM artist WHERE id = ?
                    ON CONFLICT (account_id, artist_id) DO UPDATE SET tier = excluded.tier
                    """, account, tier.rawValue, artist)
            }
            try self.touchPages(of: [account], connection)
        }
        changes.changed([account])
    }

    /// Those that are not normal: few.
    public func tiers(of account: AccountID) throws(StoreFailure) -> [ArtistID: ArtistTier] {
        let tiers = try read { connection in
            try connection.all("SELECT artist_id, tier FROM artist_tier WHERE account_id = ?", account) {
                ($0.id(0) as ArtistID, ArtistTier(rawValue: $0.text(1)) ?? .normal)
            }
        }
        return Dictionary(tiers) { first, _ in first }
    }

    /// How many list entries a trial looks at, at most.
    static let trialMax = 20_000

    /// Reads what the lists of the account's artists hold from the last 90 days, and what it heard of older releases.
    public func dryRun(_ rules: TellingRules, of account: AccountID, now: Timestamp) throws(StoreFailure) -> DryRun {
        let trials = try readTogether { connection in try Trial.all(of: account, now: now, connection) }
        var best: [FamilyID: Decision] = [:]
        for trial in trials {
            let decision = Decision(
                about: trial.sighting, for: trial.follow, rules: rules, attribution: trial.attribution)
            // What is no news to anybody is none of the releases that rules are tried on.
            guard decision.reach != .none || decision.rule.isPersonal else { continue }
            if let known = best[trial.family], known.reach != .none { continue }
            best[trial.family] = decision
        }
        var result = DryRun()
        for decision in best.values {
            result.reached[decision.reach, default: 0] += 1
            if decision.reach == .none { result.leftOut[decision.rule, default: 0] += 1 }
        }
        return result
    }
}

/// One entry of a list on which rules are tried.
private struct Trial {
    var family: FamilyID
    var sighting: Sighting
    var follow: FollowFacts
    var attribution: Attribution?

    static func all(of account: AccountID, now: Timestamp, _ connection: Connection) throws(SQLiteError) -> [Trial] {
        let since = now - .days(DryRun.days)
        return try connection.all(
            """
            SELECT l.artist_id, l.release_id, l.family_id, l.grp, l.first_seen_at, l.at_baseline, l.facts, r.title, r.type, r.date, r.track_count, t.tier, w.word
            FROM follow f
            CROSS JOIN release_artist l ON l.artist_id = f.artist_id
            JOIN release r ON r.id = l.release_id
            LEFT JOIN artist_tier t ON t.account_id = f.account_id AND t.artist_id = f.artist_id
            LEFT JOIN attribution w ON w.family_id = l.family_id AND w.account_id = f.account_id
            WHERE f.account_id = ?1 AND l.sort_day >= ?2
            UNION ALL
            SELECT l.artist_id, l.release_id, l.family_id, l.grp, l.first_seen_at, l.at_baseline, l.facts, r.title, r.type, r.date, r.track_count, t.tier, w.word
            FROM announcement a
            CROSS JOIN release_artist l ON l.artist_id = a.artist_id AND l.release_id = a.release_id
            JOIN release r ON r.id = l.release_id
            LEFT JOIN artist_tier t ON t.account_id = a.account_id AND t.artist_id = a.artist_id
            LEFT JOIN attribution w ON w.family_id = l.family_id AND w.account_id = a.account_id
            WHERE a.account_id = ?1 AND a.created_at >= ?3 AND l.sort_day < ?2
            LIMIT ?4
            """, account, since.day.number, since, FanfareStore.trialMax
        ) { Trial($0, now: now) }
    }

    private init(_ row: borrowing Row, now: Timestamp) {
        let listed = ListedRelease(row)
        family = listed.family
        follow = FollowFacts(
            // As if they had been followed all the time.
            since: Timestamp(milliseconds: 0), tier: row.optionalText(11).flatMap(ArtistTier.init) ?? .normal)
        attribution = row.optionalText(12).flatMap(Attribution.init)
        let date = ReleaseDate(row.text(9))
        let title = ReadTitle(row.text(7))
        sighting =
            listed.sighting
            ?? Sighting(
                seenAt: listed.seenAt, isBaseline: listed.isBaseline, date: date,
                releaseClass: ReleaseClassifier.classify(date, seenOn: listed.seenAt.day),
                form: ReleaseForm(
                    group: listed.group, type: row.optionalText(8).map(ReleaseType.init(rawValue:)), title: title,
                    trackCount: row.optionalInt64(10).map { Int($0) }),
                traits: title.traits)
        guard sighting.isBaseline else { return }
        // It was there when the artist was first read; on its own day it would have been news.
        sighting.isBaseline = false
        if case .day(let day) = date, day <= now.day, sighting.releaseClass != .newEdition {
            sighting.releaseClass = .out
        }
    }
}
