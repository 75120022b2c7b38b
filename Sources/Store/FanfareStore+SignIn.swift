public import Domain
import SQLite

extension FanfareStore: SessionStore {
    /// One row for each flow: inserting it twice is what a second callback cannot do.
    public func consumeFlow(_ id: [UInt8], expiresAt: Timestamp, now: Timestamp) async throws(StoreFailure) -> Bool {
        try await write { connection in
            try connection.run(
                "INSERT INTO consumed_flow (id, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING", id, expiresAt) == 1
        }
    }

    /// Identity, tokens and session in one transaction.
    public func signIn(_ signIn: SignIn, now: Timestamp) async throws(StoreFailure) -> SignInOutcome {
        let outcome = try await write { connection in try self.store(signIn, now: now, connection) }
        if case .signedIn(let account, _, _) = outcome { changes.changed([account]) }
        return outcome
    }

    /// An identity that is somebody's.
    struct Known {
        var connection: ConnectionID
        var account: AccountID
    }

    private func store(_ signIn: SignIn, now: Timestamp, _ connection: Connection) throws -> SignInOutcome {
        let known = try find(signIn.profile, at: signIn.issuer, connection)
        if let expected = signIn.expectedAccount, known?.account != expected { return .otherIdentity }
        if let known, let reason = try blockReason(of: known.account, connection) {
            return .notAdmitted(.blocked(known.account, reason: reason))
        }
        let invitation = try signIn.invitation.flatMap { token in
            try Invitations.find(self.digest(of: token), now: now, connection)
        }
        if let name = signIn.profile.displayName, let known {
            // The account is called by its first identity: it must not change its name with every way in.
            try connection.run(
                """
                UPDATE account SET display_name = ?
                WHERE id = ? AND NOT EXISTS (SELECT 1 FROM connection WHERE account_id = account.id AND id < ?)
                """, name, known.account, known.connection)
        }
        let isNew = known == nil
        let user: Known
        if let known {
            user = known
        } else {
            if let refusal = try admission.refusal(of: signIn, with: invitation, now: now, connection) {
                return .notAdmitted(refusal)
            }
            user = try register(signIn, now: now, connection)
            try Admission.settle(signIn, connection)
        }
        try storeGrant(of: signIn, for: user.connection, now: now, connection)
        try touchPages(of: [user.account], connection)
        if let replaced = signIn.replacing { try connection.run("DELETE FROM session WHERE id = ?", replaced.text) }
        let token = try beginSession(of: user.account, on: signIn.device, now: now, connection)
        let actor = Actor.person(user.account, network: signIn.device.network)
        let act: AuditEntry.Act = signIn.expectedAccount == nil ? .signIn : .reconnect
        try AuditLog.add(
            AuditEntry(at: now, act: act, actor: actor, account: user.account, detail: isNew ? "a new account" : ""),
            connection)
        // One that lets in is of no use to somebody who was in; one that makes an administrator is.
        if let invitation, isNew || invitation.makesAdministrator {
            _ = try Invitations.use(invitation, by: actor, now: now, connection)
        }
        return .signedIn(user.account, token: token, isNew: isNew)
    }

    /// Whose identity it is; looked for under its former key where the lasting one is unknown.
    func find(_ profile: Profile, at issuer: String, _ connection: Connection) throws -> Known? {
        if let known = try find(profile.subject, at: issuer, connection) { return known }
        return try profile.formerSubject.flatMap { try find($0, at: issuer, connection) }
    }

    private func find(_ subject: String, at issuer: String, _ connection: Connection) throws -> Known? {
        try connection.first("SELECT id, account_id FROM connection WHERE issuer = ? AND subject = ?", issuer, subject)
        {
            Known(connection: $0.id(0), account: $0.id(1))
        }
    }

    /// Why the account is blocked; nil if it is not.
    private func blockReason(of account: AccountID, _ connection: Connection) throws -> String? {
        try connection.first(
            "SELECT block_reason FROM account WHERE id = ? AND blocked_at IS NOT NULL", account
        ) { $0.text(0) }
    }

    private func register(_ signIn: SignIn, now: Timestamp, _ connection: Connection) throws -> Known {
        try connection.run(
            "INSERT INTO account (display_name, created_at) VALUES (?, ?)", signIn.profile.displayName ?? "", now)
        let account = AccountID(connection.lastInsertedRow)
        return Known(
            connection: try addConnection(of: signIn, to: account, now: now, connection), account: account)
    }

    /// A row for an identity that is nobody's yet. The tokens follow in the same transaction; sealing them takes the
    /// row's key.
    func addConnection(of signIn: SignIn, to account: AccountID, now: Timestamp, _ connection: Connection) throws
        -> ConnectionID
    {
        try connection.run(
            """
            INSERT INTO connection
                (account_id, provider, issuer, subject, state, state_since, authorized_at, scopes, token_version)
            VALUES (?, ?, ?, ?, 'connected', ?, ?, '', 0)
            """, account, signIn.provider, signIn.issuer, signIn.profile.subject, now, now)
        return ConnectionID(connection.lastInsertedRow)
    }

    /// Notes the sign-in of an identity, and keeps what was granted where something will be asked with it.
    func storeGrant(of signIn: SignIn, for id: ConnectionID, now: Timestamp, _ connection: Connection) throws {
        try connection.run(
            """
            UPDATE connection SET
                provider = ?, subject = ?, public_id = ?, display_name = coalesce(?, display_name), state = 'connected', end_reason = NULL,
                state_since = ?, authorized_at = ?
            WHERE id = ?
            """, signIn.provider, signIn.profile.subject, signIn.profile.publicID, signIn.profile.displayName, now, now,
            id)
        if let grant = signIn.grant { try store(grant, of: signIn, for: id, now: now, connection) }
    }

    /// Puts the grant in place of whatever tokens there were, under a new data key. A refresh or a reading of the
    /// follow list that is under way loses its lease and its version, and so cannot overwrite them.
    private func store(
        _ grant: Grant, of signIn: SignIn, for id: ConnectionID, now: Timestamp, _ connection: Connection
    ) throws {
        let before = try TokenRow.find(id, connection)
        let version = (before?.version ?? 0) + 1
        // An omitted or empty refresh token keeps the old one (research §1.3, rule 5). One that cannot be opened any
        // more is none: this sign-in is how its owner gets out of that.
        let kept = grant.refreshToken.flatMap { $0.isEmpty ? nil : $0 }
        let refreshToken = kept ?? before?.salvageRefreshToken(with: keys)

        let sealer = TokenSealer(keys: keys, provider: signIn.provider, connection: id)
        let key = try sealer.makeDataKey()
        try connection.run(
            """
            INSERT INTO data_key (connection_id, key_id, wrapped) VALUES (?, ?, ?)
            ON CONFLICT (connection_id) DO UPDATE SET key_id = excluded.key_id, wrapped = excluded.wrapped
            """, id, key.keyID, key.bytes)
        let readsFollows = settings.followListProviders.contains(signIn.provider)
        try connection.run(
            """
            UPDATE connection SET
                scopes = coalesce(?, scopes), token_version = ?, access_token = ?, refresh_token = ?,
                access_expires_at = ?, access_lifetime_ms = ?, refresh_due_at = ?, refresh_failures = 0,
                refresh_error = NULL, lease_owner = NULL, lease_until = NULL, fence = fence + 1, attempt_version = NULL,
                attempt_at = NULL, follows_due_at = ?, follows_failures = 0, follows_error = NULL,
                follows_lease_until = NULL, follows_fence = follows_fence + 1
            WHERE id = ?
            """, grant.scopes?.joined(separator: " "), version,
            sealer.seal(grant.accessToken, .accessToken, version: version, under: key),
            refreshToken.map { try sealer.seal($0, .refreshToken, version: version, under: key) },
            grant.expiresAt, grant.lifetime.wholeMilliseconds,
            refreshDue(grant, hasRefreshToken: refreshToken != nil), readsFollows ? now : nil, id)
    }

    /// When tokens are exchanged next. Without a refresh token there is nothing to exchange, and the connection is
    /// looked at again when its access token ends.
    func refreshDue(_ grant: Grant, hasRefreshToken: Bool) -> Timestamp {
        guard hasRefreshToken else { return grant.expiresAt }
        return RefreshTiming.due(expiresAt: grant.expiresAt, lifetime: grant.lifetime, random: random())
    }
}
