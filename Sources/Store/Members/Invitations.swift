import Domain
import SQLite

/// One-time links. Whoever reads the database cannot use one: it has their digests alone.
enum Invitations {
    /// How long one that is over stays, for the operator to see in the database.
    static let kept = Duration.days(30)

    /// What is said of an invitation when it is made.
    struct Draft: Sendable {
        var digest: [UInt8]
        var note: String
        var makesAdministrator: Bool
        /// Whether it is the one that a start without an administrator prints.
        var isOfStart = false
        var createdAt: Timestamp
        var endsAt: Timestamp
    }

    static func add(_ draft: Draft, by actor: Actor, _ connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO invitation (digest, note, makes_administrator, is_of_start, created_at, ends_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """, draft.digest, draft.note, draft.makesAdministrator, draft.isOfStart, draft.createdAt, draft.endsAt)
        let what = draft.makesAdministrator ? "for an administrator" : ""
        try AuditLog.add(
            AuditEntry(at: draft.createdAt, act: .invitation, actor: actor, account: nil, detail: what), connection)
    }

    /// The one in force that has this digest.
    static func find(_ digest: [UInt8], now: Timestamp, _ connection: Connection) throws(SQLiteError) -> Invitation? {
        try connection.first(
            """
            SELECT id, note, makes_administrator, created_at, ends_at FROM invitation
            WHERE digest = ? AND used_at IS NULL AND ends_at > ?
            """, digest, now, read: invitation)
    }

    /// Those in force, newest first. The one that a start printed is nobody's business but the terminal's.
    static func inForce(now: Timestamp, _ connection: Connection) throws(SQLiteError) -> [Invitation] {
        try connection.all(
            """
            SELECT id, note, makes_administrator, created_at, ends_at FROM invitation
            WHERE used_at IS NULL AND ends_at > ? AND is_of_start = 0 ORDER BY id DESC LIMIT 200
            """, now, read: invitation)
    }

    /// Uses it up, and makes an administrator if that is what it is for. Once: the row says so from the same commit on.
    static func use(_ invitation: Invitation, by actor: Actor, now: Timestamp, _ connection: Connection)
        throws(SQLiteError) -> Bool
    {
        let isUsed = try connection.run(
            "UPDATE invitation SET used_at = ? WHERE id = ? AND used_at IS NULL", now, invitation.id)
        guard isUsed == 1 else { return false }
        try AuditLog.add(
            AuditEntry(
                at: now, act: .invitationUse, actor: actor, account: actor.account, detail: invitation.note), connection
        )
        guard invitation.makesAdministrator else { return true }
        try connection.run(
            "UPDATE account SET is_administrator = 1, page_version = page_version + 1 WHERE id = ?", actor.account)
        try AuditLog.add(
            AuditEntry(
                at: now, act: .administratorGain, actor: actor, account: actor.account, detail: "by an invitation"),
            connection)
        return true
    }

    /// Ends one that nobody has used; whether there was one.
    static func withdraw(_ id: Int64, now: Timestamp, _ connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run("DELETE FROM invitation WHERE id = ? AND used_at IS NULL AND ends_at > ?", id, now) == 1
    }

    /// Ends those that earlier starts printed.
    static func withdrawThoseOfStarts(_ connection: Connection) throws(SQLiteError) {
        try connection.run("DELETE FROM invitation WHERE is_of_start = 1 AND used_at IS NULL")
    }

    static func tidy(now: Timestamp, _ connection: Connection) throws(SQLiteError) {
        try connection.run("DELETE FROM invitation WHERE ends_at <= ?", now - kept)
    }

    private static func invitation(_ row: borrowing Row) -> Invitation {
        Invitation(
            id: row.int64(0), note: row.text(1), makesAdministrator: row.bool(2), createdAt: row.timestamp(3),
            endsAt: row.timestamp(4))
    }
}
