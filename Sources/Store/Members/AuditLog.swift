import Domain
import SQLite

/// The audit log's rows. Only ever added, and tidied away when they are old; a trigger refuses changes.
enum AuditLog {
    /// Rows looked at in one tidying, so that it never keeps others waiting.
    private static let tidiedMax = 5000

    /// Adds a line, inside the transaction of what it tells of.
    static func add(_ entry: AuditEntry, _ connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO audit_entry (at, act, is_refused, actor, actor_id, account_id, network, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, entry.at, entry.act.rawValue, entry.isRefused, entry.actor.part.rawValue, entry.actor.account,
            entry.account, entry.actor.network, entry.detail)
    }

    /// Newest first.
    static func read(of account: AccountID?, before id: Int64?, limit: Int, _ connection: Connection)
        throws(SQLiteError) -> [AuditRecord]
    {
        let before = id ?? .max
        // Two statements, since each is answered from another index.
        guard let account else {
            return try connection.all(
                """
                SELECT e.id, e.at, e.act, e.is_refused, e.actor, e.actor_id, e.account_id, e.network, e.detail,
                    actor.display_name, account.display_name
                FROM audit_entry e LEFT JOIN account actor ON actor.id = e.actor_id
                    LEFT JOIN account ON account.id = e.account_id
                WHERE e.id < ? ORDER BY e.id DESC LIMIT ?
                """, before, limit, read: record)
        }
        return try connection.all(
            """
            SELECT e.id, e.at, e.act, e.is_refused, e.actor, e.actor_id, e.account_id, e.network, e.detail,
                actor.display_name, account.display_name
            FROM audit_entry e LEFT JOIN account actor ON actor.id = e.actor_id
                LEFT JOIN account ON account.id = e.account_id
            WHERE e.account_id = ? AND e.id < ? ORDER BY e.id DESC LIMIT ?
            """, account, before, limit, read: record)
    }

    /// Drops what is older than `end`. Rows are in order of time but for a clock that was set, which costs a later
    /// turn.
    static func tidy(before end: Timestamp, _ connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            DELETE FROM audit_entry
            WHERE id IN (SELECT id FROM audit_entry ORDER BY id LIMIT ?) AND at <= ?
            """, tidiedMax, end)
    }

    private static func record(_ row: borrowing Row) -> AuditRecord {
        AuditRecord(
            id: row.int64(0), act: row.text(2), at: row.timestamp(1), isRefused: row.bool(3),
            actor: Actor(
                part: Actor.Part(rawValue: row.text(4)) ?? .fanfare,
                account: row.optionalInt64(5).map { AccountID($0) }, network: row.text(7)),
            actorName: row.optionalText(9), account: row.optionalInt64(6).map { AccountID($0) },
            accountName: row.optionalText(10), detail: row.text(8))
    }
}
