import Domain
import SQLite

/// Tells whoever follows an artist later than others what the artist's first check has shown that is dated on or after
/// the day of this follow (design §6): whoever is the first to follow is told as much.
struct Latecomer {
    let account: AccountID
    let now: Timestamp
    let connection: Connection

    /// To be called as soon as they follow.
    func catchUp(on artist: ArtistID) throws {
        let ahead = try connection.all(
            """
            SELECT l.artist_id, l.release_id, l.family_id, l.grp, l.first_seen_at, l.at_baseline, l.facts
            FROM release_artist l JOIN artist_group g ON g.artist_id = l.artist_id AND g.grp = l.grp
            WHERE l.artist_id = ? AND l.sort_day >= ? AND l.at_baseline
                AND g.due_at IS NOT NULL AND g.baseline_at IS NOT NULL
            ORDER BY l.sort_day, l.release_id
            """, artist, now.day.number
        ) { ListedRelease($0) }
        guard !ahead.isEmpty else { return }
        var teller = try Teller(now: now, connection)
        for listed in ahead {
            guard let sighting = listed.sighting,
                let follower = try Follower.find(account, of: artist, in: listed.group, connection)
            else { continue }
            let news = Teller.News(
                artist: artist, group: listed.group, release: listed.release, family: listed.family,
                sighting: sighting.heard(by: follower.follow))
            if news.isAnybodys { try teller.tell(news, to: [follower]) }
        }
        try teller.finish()
    }
}
