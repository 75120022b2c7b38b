import Domain
import SQLite
import Store

/// A site of many accounts that all follow much and were told much.
struct LargeSite {
    let accounts: Int
    let follows: Int
    let releases: Int

    /// How many have a session, so that a run can go through them.
    private var sessions: Int { min(accounts, 500) }
    private var artists: Int { max(1, releases / 2) }
    /// What each account was told: a page has fifty.
    private static let announcements = 100

    /// Fills the database; answers the tokens of the sessions.
    func fill(_ store: FanfareStore, now: Timestamp) async throws -> [Secret] {
        var tokens: [Secret] = []
        for number in 0..<sessions {
            tokens.append(try await SampleSite.signIn(store, subject: "somebody\(number)", now: now))
        }
        let script = script(now: now.milliseconds)
        _ = try await store.database.transaction { connection in try connection.execute(script) }
        // Or the first visit waits while all of it is moved from the log into the file.
        try await store.database.checkpoint()
        return tokens
    }

    private func script(now: Int64) -> String {
        let each = max(1, follows / accounts)
        let month = 30 * 86_400_000
        return """
            WITH RECURSIVE n(i) AS (SELECT \(sessions) + 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(accounts))
            INSERT OR IGNORE INTO account (id, display_name, created_at) SELECT i, printf('Listener %d', i), \(now) FROM n;

            UPDATE connection SET follows_read_at = \(now), follows_due_at = \(now + Int64(month));

            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(artists))
            INSERT INTO artist (id, source, source_id, name, first_seen_at)
            SELECT i, 'spotify', printf('artist%07d', i), printf('Artist %d & Co', i), \(now - Int64(month)) FROM n;
            INSERT INTO artist_group (artist_id, grp, baseline_at, complete_at, total, due_at)
            SELECT id, 'album', \(now - Int64(month)), \(now) - (id * 7919) % \(month), 3, \(now) + (id * 104729) % \(month)
            FROM artist;

            WITH RECURSIVE k(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM k WHERE j < \(each - 1))
            INSERT OR IGNORE INTO follow (account_id, artist_id, origin, followed_at)
            SELECT id, 1 + (id * 7919 + j * 104729) % \(artists), 'spotify', \(now - Int64(month)) FROM account, k;

            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(releases))
            INSERT INTO family (id, title_key, artist_key, kind, date, versions)
            SELECT i, printf('title %d', i), printf('artist %d', i), 'album', '2026-11-20', 1 FROM n;
            INSERT INTO release (id, source, source_id, family_id, title, type, date, sort_day, artist_names, image_url,
                page_url, track_count, first_seen_at)
            SELECT id, 'spotify', printf('release%07d', id), id, printf('A Title of %d', id), 'album', '2026-11-20', 20777,
                printf('Artist %d & Co', 1 + id % \(artists)), printf('https://i.scdn.co/image/%d', id),
                printf('https://open.spotify.com/album/%d', id), 10, \(now)
            FROM family;
            INSERT INTO release_artist (artist_id, sort_day, release_id, family_id, grp, first_seen_at, at_baseline)
            SELECT 1 + id % \(artists), 20777, id, id, 'album', \(now), 0 FROM release;

            WITH RECURSIVE k(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < \(Self.announcements))
            INSERT OR IGNORE INTO announcement (account_id, id, family_id, release_id, stage, class, created_at)
            SELECT account, id, r, r, 'seen', 'out', \(now) - j * 3600000 FROM (
                SELECT account.id AS account, account.id * \(Self.announcements) + j AS id, j,
                    1 + (account.id * 613 + j * 127) % \(releases) AS r
                FROM account, k);
            UPDATE tally SET count = (SELECT max(id) FROM announcement) WHERE name = 'announcements';
            """
    }
}
