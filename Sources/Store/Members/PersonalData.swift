import Domain
import SQLite

/// Everything that is kept about one person, as a JSON document for them to take along. The database writes the JSON,
/// row by row. A test compares the tables here with those that have accounts in them, so that no new one is forgotten.
enum PersonalData {
    /// One member of the document: rows of JSON objects, for the account `?1`.
    private struct Section {
        let name: String
        let sql: StaticString
    }

    /// Times are RFC 3339. Texts that hold several words or names are taken apart by the database too.
    private static let sections = [
        Section(
            name: "connections",
            sql: """
                SELECT json_object('provider', provider, 'issuer', issuer,
                    'user_id', CASE public_id WHEN '' THEN subject ELSE public_id END, 'subject', subject,
                    'state', state, 'end_reason', end_reason,
                    'state_since', strftime('%Y-%m-%dT%H:%M:%SZ', state_since / 1000, 'unixepoch'),
                    'authorized_at', strftime('%Y-%m-%dT%H:%M:%SZ', authorized_at / 1000, 'unixepoch'),
                    'scopes', (WITH RECURSIVE part (word, rest) AS (
                        SELECT NULL, scopes || ' ' UNION ALL
                        SELECT substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1)
                        FROM part WHERE rest <> '')
                        SELECT json_group_array(word) FROM part WHERE word <> ''),
                    'follow_list_read_at', strftime('%Y-%m-%dT%H:%M:%SZ', follows_read_at / 1000, 'unixepoch'),
                    'follow_list_failure', follows_error)
                FROM connection WHERE account_id = ?1 ORDER BY id
                """),
        Section(
            name: "follows",
            sql: """
                SELECT json_object('source', a.source, 'artist_id', a.source_id, 'name', a.name, 'url', a.page_url,
                    'followed_at', strftime('%Y-%m-%dT%H:%M:%SZ', f.followed_at / 1000, 'unixepoch'),
                    'followed_by', f.origin,
                    'last_checked_at', (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', min(g.complete_at) / 1000, 'unixepoch')
                        FROM artist_group g WHERE g.artist_id = a.id))
                FROM follow f JOIN artist a ON a.id = f.artist_id
                WHERE f.account_id = ?1 ORDER BY a.name COLLATE NOCASE, a.id
                """),
        Section(
            name: "left_artists",
            sql: """
                SELECT json_object('source', a.source, 'artist_id', a.source_id, 'name', a.name)
                FROM left_artist l JOIN artist a ON a.id = l.artist_id
                WHERE l.account_id = ?1 ORDER BY a.name COLLATE NOCASE, a.id
                """),
        Section(
            name: "announcements",
            sql: """
                SELECT json_object('announced_at', strftime('%Y-%m-%dT%H:%M:%SZ', n.created_at / 1000, 'unixepoch'),
                    'stage', n.stage, 'class', n.class, 'reach', n.reach, 'rule', n.rule, 'release_id', r.source_id, 'title', r.title, 'type', r.type,
                    'release_date', nullif(r.date, ''),
                    'artists', (WITH RECURSIVE part (name, rest) AS (
                        SELECT NULL, r.artist_names || char(31) UNION ALL
                        SELECT substr(rest, 1, instr(rest, char(31)) - 1), substr(rest, instr(rest, char(31)) + 1)
                        FROM part WHERE rest <> '')
                        SELECT json_group_array(name) FROM part WHERE name <> ''),
                    'url', r.page_url)
                FROM announcement n JOIN release r ON r.id = n.release_id
                WHERE n.account_id = ?1 ORDER BY n.id DESC
                """),
        // What was not told, and by which rule.
        Section(
            name: "left_out",
            sql: """
                SELECT json_object('decided_at', strftime('%Y-%m-%dT%H:%M:%SZ', s.decided_at / 1000, 'unixepoch'),
                    'rule', s.rule, 'release_id', r.source_id, 'title', r.title, 'artist', a.name, 'url', r.page_url)
                FROM silence s JOIN release r ON r.id = s.release_id JOIN artist a ON a.id = s.artist_id
                WHERE s.account_id = ?1 ORDER BY s.decided_at DESC, s.release_id
                """),
        // The last is in force; it names the lists that are checked for it, too.
        Section(
            name: "rules",
            sql: """
                SELECT json_object('version', p.version, 'rules', p.rules,
                    'set_at', strftime('%Y-%m-%dT%H:%M:%SZ', p.set_at / 1000, 'unixepoch'),
                    'in_force', json(CASE WHEN c.version IS NULL THEN 'false' ELSE 'true' END),
                    'lists', (SELECT json_group_array(grp) FROM wanted_list w
                        WHERE w.account_id = c.account_id))
                FROM past_rules p LEFT JOIN account_rules c ON c.account_id = p.account_id AND c.version = p.version
                WHERE p.account_id = ?1 ORDER BY p.version
                """),
        Section(
            name: "artists_that_matter",
            sql: """
                SELECT json_object('artist_id', a.source_id, 'name', a.name, 'tier', t.tier)
                FROM artist_tier t JOIN artist a ON a.id = t.artist_id WHERE t.account_id = ?1 ORDER BY a.id
                """),
        Section(
            name: "words_on_releases",
            sql: """
                SELECT json_object('said_at', strftime('%Y-%m-%dT%H:%M:%SZ', w.said_at / 1000, 'unixepoch'),
                    'word', w.word, 'release_id', r.source_id, 'title', r.title)
                FROM attribution w JOIN release r ON r.id = (SELECT min(id) FROM release WHERE family_id = w.family_id)
                WHERE w.account_id = ?1 ORDER BY w.said_at
                """),
        Section(
            name: "consent_reminders",
            sql: """
                SELECT json_object('at', strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch'),
                    'provider', provider, 'days', stage,
                    'consent_ends_at', strftime('%Y-%m-%dT%H:%M:%SZ', ends_at / 1000, 'unixepoch'))
                FROM consent_reminder WHERE account_id = ?1 ORDER BY id DESC
                """),
        // Where somebody else was when they did something is not theirs to know.
        Section(
            name: "security_events",
            sql: """
                SELECT json_object('at', strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000, 'unixepoch'), 'act', act,
                    'was_refused', json(CASE is_refused WHEN 0 THEN 'false' ELSE 'true' END),
                    'by', CASE WHEN actor = 'person' AND actor_id IS NOT account_id THEN 'administrator' ELSE actor END,
                    'network', CASE WHEN actor_id IS account_id THEN network ELSE '' END, 'detail', detail)
                FROM audit_entry WHERE account_id = ?1 ORDER BY id DESC
                """),
    ]

    /// The document; nil if there is no such account. `current` is the session that asks, if one does.
    static func document(of account: AccountID, current: SessionID?, now: Timestamp, _ connection: Connection)
        throws(SQLiteError) -> [UInt8]?
    {
        let head = try connection.first(
            """
            SELECT json_quote(strftime('%Y-%m-%dT%H:%M:%SZ', ?2 / 1000, 'unixepoch')),
                json_object('id', id, 'display_name', display_name,
                    'created_at', strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch'),
                    'is_administrator', json(CASE is_administrator WHEN 0 THEN 'false' ELSE 'true' END),
                    'blocked_at', strftime('%Y-%m-%dT%H:%M:%SZ', blocked_at / 1000, 'unixepoch'),
                    'block_reason', nullif(block_reason, ''))
            FROM account WHERE id = ?1
            """, account, now
        ) { ($0.text(0), $0.text(1)) }
        guard let head else { return nil }
        var text = "{\"exported_at\": \(head.0),\n\"account\": \(head.1)"
        for section in sections {
            let rows = try connection.all(section.sql, account) { $0.text(0) }
            text += ",\n\"\(section.name)\": [\(rows.joined(separator: ",\n"))]"
        }
        let sessions = try sessions(of: account, current: current, connection)
        return Array((text + ",\n\"sessions\": [\(sessions.joined(separator: ",\n"))]}\n").utf8)
    }

    private static func sessions(of account: AccountID, current: SessionID?, _ connection: Connection)
        throws(SQLiteError) -> [String]
    {
        try connection.all(
            """
            SELECT json_object('began_at', strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch'),
                'last_seen_at', strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_at / 1000, 'unixepoch'),
                'ends_at', strftime('%Y-%m-%dT%H:%M:%SZ', absolute_expires_at / 1000, 'unixepoch'),
                'user_agent', user_agent, 'network', network,
                'is_current', json(CASE WHEN id = ?2 THEN 'true' ELSE 'false' END))
            FROM session WHERE account_id = ?1 ORDER BY last_seen_at DESC
            """, account, current?.text
        ) { $0.text(0) }
    }
}
