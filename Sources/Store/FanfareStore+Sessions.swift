public import Domain
import SQLite

extension FanfareStore {
    /// How seldom a session's use is written down.
    static let touchInterval = Duration.minutes(5)

    /// Begins a session, inside the transaction of a sign-in, and says what goes into the cookie.
    func beginSession(of account: AccountID, on device: SessionDevice, now: Timestamp, _ connection: Connection)
        throws -> Secret
    {
        let token = SessionToken(random: keys.random)
        let end = now + settings.sessionAbsolute
        try connection.run(
            """
            INSERT INTO session (id, secret_digest, account_id, created_at, last_seen_at, idle_expires_at,
                absolute_expires_at, user_agent, network)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, token.id, token.digest(with: keys), account, now, now, min(now + settings.sessionIdle, end), end,
            device.userAgent, device.network)
        return token.text
    }

    /// One read by primary key.
    public func session(_ token: Secret, now: Timestamp) throws(StoreFailure) -> Session? {
        guard let token = SessionToken(token) else { return nil }
        let found = try read { connection in
            try connection.first(
                """
                SELECT s.account_id, a.display_name, s.created_at, s.last_seen_at, s.user_agent, s.network,
                    s.secret_digest, s.idle_expires_at, s.absolute_expires_at, a.is_administrator
                FROM session s JOIN account a ON a.id = s.account_id
                WHERE s.id = ?
                """, token.id
            ) { row -> (session: Session, digest: [UInt8], end: Timestamp) in
                let session = Session(
                    id: SessionID(token.id), account: row.id(0), displayName: row.text(1), createdAt: row.timestamp(2),
                    lastSeenAt: row.timestamp(3), device: SessionDevice(userAgent: row.text(4), network: row.text(5)),
                    isAdministrator: row.bool(9))
                return (session, row.blob(6), min(row.timestamp(7), row.timestamp(8)))
            }
        }
        guard let found, SessionToken.isEqual(found.digest, token.digest(with: keys)), now < found.end else {
            return nil
        }
        return found.session
    }

    /// Writes at most every five minutes; the absolute limit stays.
    public func touch(_ session: Session, now: Timestamp) async throws(StoreFailure) {
        guard now - session.lastSeenAt >= FanfareStore.touchInterval else { return }
        let idle = now + settings.sessionIdle
        try await write { connection in
            // Several requests may come with the same old session: the first writes, the others find it done.
            _ = try connection.run(
                """
                UPDATE session SET last_seen_at = ?, idle_expires_at = min(?, absolute_expires_at)
                WHERE id = ? AND last_seen_at <= ?
                """, now, idle, session.id.text, now - FanfareStore.touchInterval)
        }
    }

    /// Newest use first, those in force.
    public func sessions(of account: AccountID, now: Timestamp) throws(StoreFailure) -> [Session] {
        try read { connection in
            try connection.all(
                """
                SELECT s.id, a.display_name, s.created_at, s.last_seen_at, s.user_agent, s.network
                FROM session s JOIN account a ON a.id = s.account_id
                WHERE s.account_id = ? AND s.idle_expires_at > ? AND s.absolute_expires_at > ?
                ORDER BY s.last_seen_at DESC, s.created_at DESC
                """, account, now, now
            ) { row in
                Session(
                    id: SessionID(row.text(0)), account: account, displayName: row.text(1), createdAt: row.timestamp(2),
                    lastSeenAt: row.timestamp(3), device: SessionDevice(userAgent: row.text(4), network: row.text(5)))
            }
        }
    }

    /// Ends a session of the account and of nobody else.
    public func endSession(_ id: SessionID, of account: AccountID) async throws(StoreFailure) -> Bool {
        try await write { connection in
            try connection.run("DELETE FROM session WHERE id = ? AND account_id = ?", id.text, account) == 1
        }
    }

    /// Ends the others.
    public func endSessions(of account: AccountID, except id: SessionID?) async throws(StoreFailure) {
        try await write { connection in
            _ = try connection.run("DELETE FROM session WHERE account_id = ? AND id IS NOT ?", account, id?.text)
        }
    }
}
