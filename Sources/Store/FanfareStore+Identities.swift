public import Domain
import SQLite

extension FanfareStore: IdentityStore {
    /// In order of coming.
    public func identities(of account: AccountID) throws(StoreFailure) -> [IdentityView] {
        try read { connection in
            try connection.all(
                "SELECT id, provider, display_name, authorized_at FROM connection WHERE account_id = ? ORDER BY id",
                account
            ) { row in
                IdentityView(
                    id: row.id(0), provider: row.text(1), displayName: row.optionalText(2), usedAt: row.timestamp(3))
            }
        }
    }

    /// One or two reads by a unique key.
    public func account(ofIssuer issuer: String, profile: Profile) throws(StoreFailure) -> AccountID? {
        try read { try self.find(profile, at: issuer, $0)?.account }
    }

    /// The tokens are sealed like what travels: nobody but this installation opens them, and only for this session.
    public func propose(_ link: ProposedLink, by session: SessionID, expiresAt: Timestamp, now: Timestamp)
        async throws(StoreFailure)
    {
        try await write { connection in
            try connection.run("DELETE FROM proposed_link WHERE session_id = ?", session.text)
            let grant = link.grant
            _ = try connection.run(
                """
                INSERT INTO proposed_link (session_id, provider, issuer, subject, former_subject, display_name, scopes,
                    access_token, refresh_token, access_expires_at, access_lifetime_ms, proposed_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, session.text, link.provider, link.issuer, link.profile.subject, link.profile.formerSubject,
                link.profile.displayName, grant?.scopes?.joined(separator: " "),
                try grant.map { try self.seal($0.accessToken, .accessToken, for: session) },
                try grant?.refreshToken.map { try self.seal($0, .refreshToken, for: session) }, grant?.expiresAt,
                grant?.lifetime.wholeMilliseconds, now, expiresAt)
        }
    }

    /// One read by primary key.
    public func proposal(of session: SessionID, now: Timestamp) throws(StoreFailure) -> ProposedIdentity? {
        try read { connection in
            try connection.first(
                "SELECT provider, display_name FROM proposed_link WHERE session_id = ? AND expires_at > ?",
                session.text, now
            ) { ProposedIdentity(provider: $0.text(0), displayName: $0.optionalText(1)) }
        }
    }

    /// Looks once more whose the identity is: another sign-in may have come first.
    public func confirmProposal(of session: SessionID, for account: AccountID, now: Timestamp)
        async throws(StoreFailure) -> LinkOutcome
    {
        let outcome = try await write { connection -> LinkOutcome in
            let proposal = try self.takeProposal(of: session, of: account, now: now, connection)
            guard let (signIn, proposedAt) = proposal else { return .nothingProposed }
            let known = try self.find(signIn.profile, at: signIn.issuer, connection)
            guard known == nil || known?.account == account else {
                return .belongsToAnother(provider: signIn.provider)
            }
            let others = try connection.first(
                "SELECT count(*) FROM connection WHERE account_id = ? AND provider = ? AND id IS NOT ?", account,
                signIn.provider, known?.connection
            ) { $0.int(0) }
            // Two lists of one provider would each take away what the other gives.
            guard others == 0 else { return .hasAnother(provider: signIn.provider) }
            let id = try known?.connection ?? self.addConnection(of: signIn, to: account, now: proposedAt, connection)
            // The consent counts from when it was given.
            try self.storeGrant(of: signIn, for: id, now: proposedAt, connection)
            try self.touchPages(of: [account], connection)
            return .linked(provider: signIn.provider)
        }
        if case .linked = outcome { changes.changed([account]) }
        return outcome
    }

    /// The row goes with its tokens' key. Whoever came in by that identity must not stay, so other sessions end.
    public func removeIdentity(
        _ identity: ConnectionID, of account: AccountID, keeping session: SessionID, now: Timestamp
    )
        async throws(StoreFailure) -> RemovalOutcome
    {
        let outcome = try await write { connection -> RemovalOutcome in
            let all: [ConnectionID] = try connection.all("SELECT id FROM connection WHERE account_id = ?", account) {
                $0.id(0)
            }
            guard all.contains(identity) else { return .unknown }
            guard all.count > 1 else { return .isLast }
            try connection.run("DELETE FROM connection WHERE id = ?", identity)
            try connection.run("DELETE FROM session WHERE account_id = ? AND id <> ?", account, session.text)
            try self.touchPages(of: [account], connection)
            return .removed
        }
        if outcome == .removed { changes.changed([account]) }
        return outcome
    }

    /// What waits for the session, which waits no more.
    private func takeProposal(
        of session: SessionID, of account: AccountID, now: Timestamp, _ connection: Connection
    ) throws -> (SignIn, Timestamp)? {
        let found = try connection.first(
            """
            SELECT p.provider, p.issuer, p.subject, p.former_subject, p.display_name, p.scopes, p.access_token,
                p.refresh_token, p.access_expires_at, p.access_lifetime_ms, p.proposed_at
            FROM proposed_link p JOIN session s ON s.id = p.session_id
            WHERE p.session_id = ? AND s.account_id = ? AND p.expires_at > ?
            """, session.text, account, now
        ) { row in
            (
                provider: row.text(0), issuer: row.text(1),
                profile: Profile(
                    subject: row.text(2), formerSubject: row.optionalText(3), displayName: row.optionalText(4)),
                scopes: row.optionalText(5), accessToken: row.optionalText(6), refreshToken: row.optionalText(7),
                expiresAt: row.timestamp(8), lifetime: Duration.milliseconds(row.int64(9)), at: row.timestamp(10)
            )
        }
        try connection.run("DELETE FROM proposed_link WHERE session_id = ?", session.text)
        guard let found else { return nil }
        var grant: Grant?
        if let sealed = found.accessToken {
            guard let accessToken = open(sealed, .accessToken, for: session) else { return nil }
            grant = Grant(
                accessToken: accessToken, expiresAt: found.expiresAt, lifetime: found.lifetime,
                refreshToken: found.refreshToken.flatMap { open($0, .refreshToken, for: session) },
                scopes: found.scopes?.split(separator: " ").map(String.init))
        }
        let signIn = SignIn(
            provider: found.provider, issuer: found.issuer, profile: found.profile, grant: grant, replacing: nil,
            expectedAccount: account, device: SessionDevice(userAgent: "", network: ""))
        return (signIn, found.at)
    }

    // MARK: Sealing

    private static let purpose = "proposed link"

    private func seal(_ token: Secret, _ field: TokenSealer.Field, for session: SessionID) throws(KeyFailure) -> String
    {
        let text = "\(field.rawValue) \(session.text) \(token.reveal())"
        return try keys.sealForTransit(Array(text.utf8), purpose: FanfareStore.purpose)
    }

    private func open(_ sealed: String, _ field: TokenSealer.Field, for session: SessionID) -> Secret? {
        guard let bytes = keys.openFromTransit(sealed, purpose: FanfareStore.purpose) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let start = "\(field.rawValue) \(session.text) "
        return text.hasPrefix(start) ? Secret(String(text.dropFirst(start.count))) : nil
    }
}
