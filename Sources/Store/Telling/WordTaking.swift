import Domain
import SQLite

/// Decides anew about a family after somebody has said whose it is, by the rules and the follow of the day on which
/// each of its releases turned up.
struct WordTaking {
    let account: AccountID
    let family: FamilyID
    let now: Timestamp
    let connection: Connection

    func decideAnew() throws {
        if let told = try StoredDecision.told(family, to: account, connection),
            let decision = try told.replayed(for: account, connection)
        {
            try connection.run(
                "UPDATE announcement SET reach = ?, rule = ? WHERE account_id = ? AND family_id = ? AND stage = ?",
                decision.reach.rawValue, decision.rule.rawValue, account, family, Stage.seen.rawValue)
        }
        for silence in try StoredDecision.silences(family, of: account, connection) {
            guard let decision = try silence.replayed(for: account, connection) else { continue }
            if decision.reach == .none {
                try connection.run(
                    """
                    UPDATE silence SET rule = ? WHERE account_id = ? AND family_id = ? AND release_id = ? AND artist_id = ?
                    """, decision.rule.rawValue, account, family, silence.release, silence.artist)
            } else {
                try tell(silence)
            }
        }
    }

    /// What was left out for a word that is taken back is told now.
    private func tell(_ silence: StoredDecision) throws {
        guard let artist = silence.artist, let follow = silence.follow,
            let listed = try ListedRelease.find(silence.release, of: artist, connection), let sighting = listed.sighting
        else { return }
        try connection.run(
            "DELETE FROM silence WHERE account_id = ? AND family_id = ? AND release_id = ? AND artist_id = ?", account,
            family, silence.release, artist)
        var teller = try Teller(now: now, connection)
        try teller.tell(
            Teller.News(
                artist: artist, group: listed.group, release: silence.release, family: family, sighting: sighting),
            to: [
                Follower(
                    account: account, follow: follow, rulesVersion: silence.rulesVersion,
                    rules: try silence.rules(of: account, connection))
            ])
        try teller.finish()
    }
}
