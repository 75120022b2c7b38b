import Domain
import SQLite

/// Puts together why one account was, or was not, told of a release.
struct ExplanationReader {
    let account: AccountID
    let now: Timestamp
    let connection: Connection

    /// Every list in which a release stands, those of followed artists first.
    func sightings(of release: ReleaseID) throws -> [ExplainedSighting] {
        let all = try ListedRelease.all(release, connection).map { try explain($0) }
        return all.filter { $0.follow != nil } + all.filter { $0.follow == nil }
    }

    private func explain(_ listed: ListedRelease) throws -> ExplainedSighting {
        let follower = try Follower.find(account, of: listed.artist, in: listed.group, connection)
        let stored = try stored(for: listed)
        let rules = try stored?.rules(of: account, connection) ?? follower?.rules ?? rulesOfOwn()
        var replayed: Decision?
        if let stored {
            replayed = try stored.replayed(for: account, connection)
        } else if let follow = follower?.follow, let sighting = listed.sighting {
            replayed = Decision(
                about: sighting, for: follow, rules: rules,
                attribution: try Attribution.word(of: account, on: listed.family, connection))
        } else if let follow = follower?.follow, follow.since > listed.seenAt {
            replayed = Decision(reach: .none, rule: .followedBefore)
        } else if follower != nil, listed.isBaseline {
            replayed = Decision(reach: .none, rule: .afterBaseline)
        }
        return ExplainedSighting(
            artist: listed.artist,
            artistName: try connection.first("SELECT name FROM artist WHERE id = ?", listed.artist) { $0.text(0) }
                ?? "",
            group: listed.group, sighting: listed.sighting, seenAt: listed.seenAt, isBaseline: listed.isBaseline,
            list: try lists(of: listed.artist).first { $0.group == listed.group },
            follow: stored?.follow ?? follower?.follow,
            rules: rules, stored: stored?.decision, storedAt: stored?.at, replayed: replayed)
    }

    private func rulesOfOwn() throws -> TellingRules {
        try connection.first("SELECT rules FROM account_rules WHERE account_id = ?", account) {
            TellingRules(text: $0.text(0))
        } ?? TellingRules()
    }

    /// The row that stands for the sighting: the announcement, if it was made of this release in this list, or the
    /// silence.
    private func stored(for listed: ListedRelease) throws -> StoredDecision? {
        let told = try StoredDecision.told(listed.family, to: account, connection)
        if let told, told.release == listed.release, told.artist == listed.artist || told.artist == nil { return told }
        return try StoredDecision.silences(listed.family, of: account, connection)
            .first { $0.release == listed.release && $0.artist == listed.artist }
    }

    /// How the checks of an artist's lists stand.
    func lists(of artist: ArtistID) throws -> [ListStanding] {
        try connection.all(
            """
            SELECT grp, baseline_at, complete_at, due_at, failure FROM artist_group
            WHERE artist_id = ? AND (due_at IS NOT NULL OR baseline_at IS NOT NULL) ORDER BY grp
            """, artist
        ) { row in
            ListStanding(
                group: ReleaseGroup(rawValue: row.text(0)) ?? .album, baselineAt: row.optionalTimestamp(1),
                completeAt: row.optionalTimestamp(2),
                // What is no time yet is a turn before all times: now.
                dueAt: row.optionalTimestamp(3).map { max($0, now) }, failure: row.optionalText(4))
        }
    }
}
