import Domain
import SQLite

/// Whether somebody who is not known yet may join. Decided in the transaction that would store them, and before
/// anything of their grant is.
struct Admission {
    /// Requests that are kept; with more, strangers are no longer noted, so that they cannot fill the disk.
    static let requestsMax = 500
    /// How long a request is kept.
    static let requestsKept = Duration.days(30)

    var registration: Registration
    var accountsMax: Int?

    /// Nil for whoever may join. An invitation in force lets in where names on the list do, and one that makes an
    /// administrator everywhere: without it nobody could begin.
    func refusal(
        of signIn: SignIn, with invitation: Invitation?, now: Timestamp, _ connection: Connection
    ) throws(SQLiteError) -> AdmissionRefusal? {
        if try isFull(connection) { return .full }
        if let invitation, invitation.makesAdministrator { return nil }
        switch registration {
        case .open: return nil
        case .closed: return .closed
        case .allowlist, .invite:
            if invitation != nil { return nil }
            if try Admission.isListed(signIn, connection) { return nil }
            let isNoted = try Admission.note(signIn, now: now, connection)
            let userID = signIn.profile.publicID
            return registration == .invite
                ? .uninvited(userID: userID, isNoted: isNoted) : .unlisted(userID: userID, isNoted: isNoted)
        }
    }

    /// Forgets the request of somebody who has joined.
    static func settle(_ signIn: SignIn, _ connection: Connection) throws(SQLiteError) {
        try connection.run(
            "DELETE FROM join_request WHERE provider = ? AND subject = ?", signIn.provider, signIn.profile.subject)
    }

    private func isFull(_ connection: Connection) throws(SQLiteError) -> Bool {
        guard let accountsMax else { return false }
        return try connection.first("SELECT count(*) FROM account") { $0.int(0) } ?? 0 >= accountsMax
    }

    private static func isListed(_ signIn: SignIn, _ connection: Connection) throws(SQLiteError) -> Bool {
        try connection.first(
            "SELECT 1 FROM admission WHERE provider = ? AND user_id IN (?, ?)", signIn.provider, signIn.profile.subject,
            signIn.profile.publicID
        ) { _ in true } ?? false
    }

    private static func note(_ signIn: SignIn, now: Timestamp, _ connection: Connection) throws(SQLiteError) -> Bool {
        let count = try connection.first("SELECT count(*) FROM join_request") { $0.int(0) } ?? 0
        let isKnown = try connection.run(
            "UPDATE join_request SET last_at = ?, display_name = ? WHERE provider = ? AND subject = ?", now,
            signIn.profile.displayName ?? "", signIn.provider, signIn.profile.subject)
        if isKnown == 1 { return true }
        guard count < requestsMax else { return false }
        try connection.run(
            """
            INSERT INTO join_request (provider, subject, public_id, display_name, first_at, last_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """, signIn.provider, signIn.profile.subject, signIn.profile.publicID, signIn.profile.displayName ?? "",
            now,
            now)
        return true
    }

    // MARK: What administrators see and do

    static func requests(_ connection: Connection) throws(SQLiteError) -> [JoinRequest] {
        try connection.all(
            "SELECT provider, public_id, display_name, first_at, last_at FROM join_request ORDER BY last_at DESC"
        ) { row in
            JoinRequest(
                user: UserName(provider: row.text(0), id: row.text(1)), displayName: row.text(2),
                firstAt: row.timestamp(3), lastAt: row.timestamp(4))
        }
    }

    static func entries(_ connection: Connection) throws(SQLiteError) -> [AdmissionEntry] {
        try connection.all(
            "SELECT provider, user_id, note, added_at FROM admission ORDER BY added_at DESC, user_id LIMIT 1000"
        ) { row in
            AdmissionEntry(
                user: UserName(provider: row.text(0), id: row.text(1)), note: row.text(2), addedAt: row.timestamp(3))
        }
    }

    /// Lets somebody in, who may have asked before; whether that is new.
    static func allow(_ user: UserName, note: String, now: Timestamp, _ connection: Connection)
        throws(SQLiteError) -> Bool
    {
        try dismiss(user, connection)
        return try connection.run(
            "INSERT INTO admission (provider, user_id, note, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            user.provider, user.id, note, now) == 1
    }

    static func disallow(_ user: UserName, _ connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run("DELETE FROM admission WHERE provider = ? AND user_id = ?", user.provider, user.id) == 1
    }

    @discardableResult
    static func dismiss(_ user: UserName, _ connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(
            "DELETE FROM join_request WHERE provider = ? AND ? IN (public_id, subject)", user.provider, user.id) == 1
    }

    static func tidy(now: Timestamp, _ connection: Connection) throws(SQLiteError) {
        try connection.run("DELETE FROM join_request WHERE last_at <= ?", now - requestsKept)
    }
}

extension Profile {
    /// The id by which the provider's own pages name the user, as far as one was told.
    var publicID: String { formerSubject ?? subject }
}
