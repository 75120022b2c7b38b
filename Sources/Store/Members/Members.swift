import Domain
import SQLite

/// Accounts as administrators see them.
enum Members {
    /// Those after the account named, in order of coming.
    static func page(after id: AccountID?, limit: Int, now: Timestamp, _ connection: Connection)
        throws(SQLiteError) -> [Member]
    {
        let members = try connection.all(
            """
            SELECT a.id, a.display_name, a.created_at, a.is_administrator, a.blocked_at, a.block_reason,
                (SELECT count(*) FROM follow f WHERE f.account_id = a.id),
                (SELECT count(*) FROM session s WHERE s.account_id = a.id AND s.idle_expires_at > ?1),
                (SELECT max(s.last_seen_at) FROM session s WHERE s.account_id = a.id)
            FROM account a WHERE a.id > ?2 ORDER BY a.id LIMIT ?3
            """, now, id?.rawValue ?? 0, limit, read: member)
        return try withConnections(members, connection)
    }

    static func find(_ id: AccountID, now: Timestamp, _ connection: Connection) throws(SQLiteError) -> Member? {
        // Row ids have no gaps between a number and the one before it.
        try page(after: AccountID(id.rawValue - 1), limit: 1, now: now, connection).first { $0.id == id }
    }

    /// Accounts that a word names: an account's number, a user's id at a provider, with `provider:` before it if need
    /// be, or a display name, whichever is the first to fit.
    static func named(_ word: String, now: Timestamp, _ connection: Connection) throws(SQLiteError) -> [Member] {
        var found: [AccountID] = []
        if let number = Int64(word) {
            found = try connection.all("SELECT id FROM account WHERE id = ?", number) { $0.id(0) }
        }
        found += try connection.all(
            """
            SELECT DISTINCT account_id FROM connection
            WHERE ?1 IN (subject, public_id, provider || ':' || subject, provider || ':' || public_id)
            """, word
        ) { $0.id(0) }
        if found.isEmpty {
            found = try connection.all("SELECT id FROM account WHERE display_name = ?", word) { $0.id(0) }
        }
        var members: [Member] = []
        for id in Set(found).sorted() {
            if let member = try find(id, now: now, connection) { members.append(member) }
        }
        return members
    }

    static func counts(_ admission: Admission, _ connection: Connection) throws(SQLiteError) -> MemberCounts {
        let accounts = try connection.first("SELECT count(*) FROM account") { $0.int(0) } ?? 0
        let seats = try connection.first(
            "SELECT count(*) FROM connection WHERE provider = 'spotify' AND state <> 'disconnected'"
        ) { $0.int(0) }
        let held = try connection.first("SELECT count(*) FROM connection WHERE state = 'held'") { $0.int(0) } ?? 0
        return MemberCounts(
            accounts: accounts, accountsMax: admission.accountsMax, registration: admission.registration,
            seatsUsed: seats ?? 0, held: held)
    }

    static func hasAdministrator(_ connection: Connection) throws(SQLiteError) -> Bool {
        try connection.first("SELECT 1 FROM account WHERE is_administrator = 1 AND blocked_at IS NULL") { _ in true }
            ?? false
    }

    private static func withConnections(_ members: [Member], _ connection: Connection) throws(SQLiteError) -> [Member] {
        var members = members
        for index in members.indices {
            members[index].connections = try connection.all(
                """
                SELECT id, provider, public_id, subject, state, end_reason, authorized_at, refresh_error
                FROM connection WHERE account_id = ? ORDER BY id
                """, members[index].id
            ) { row in
                let publicID = row.text(2)
                return Member.Connection(
                    id: row.id(0),
                    user: UserName(provider: row.text(1), id: publicID.isEmpty ? row.text(3) : publicID),
                    state: row.text(4) == "disconnected"
                        ? nil : ConnectionState(rawValue: row.text(4)) ?? .needsReconnect,
                    end: row.optionalText(5).map { GrantEnd(rawValue: $0) ?? .unknown }, authorizedAt: row.timestamp(6),
                    trouble: row.optionalText(7))
            }
        }
        return members
    }

    private static func member(_ row: borrowing Row) -> Member {
        Member(
            id: row.id(0), displayName: row.text(1), createdAt: row.timestamp(2), isAdministrator: row.bool(3),
            blockedAt: row.optionalTimestamp(4), blockReason: row.text(5), follows: row.int(6), sessions: row.int(7),
            lastSeenAt: row.optionalTimestamp(8), connections: [])
    }
}
