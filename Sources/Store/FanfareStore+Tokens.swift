public import Domain
import SQLite

extension FanfareStore: TokenStore {
    /// Read and opened on this thread.
    public func tokens(of connection: ConnectionID) throws(TokenFailure) -> StoredTokens {
        let row: TokenRow?
        do throws(StoreFailure) {
            row = try read { try TokenRow.find(connection, $0) }
        } catch {
            throw TokenFailure(error)
        }
        guard let row else { throw .unknownConnection }
        return try row.open(with: keys)
    }

    /// Lease, fence and note of the attempt are durable before this returns, and so before anything is sent.
    public func claimRefresh(
        _ id: ConnectionID, ofVersion version: Int64?, owner: [UInt8], until: Timestamp, now: Timestamp
    ) async throws(TokenFailure) -> RefreshClaim? {
        let result: Result<RefreshClaim?, TokenFailure>
        do throws(StoreFailure) {
            result = try await write { connection in
                guard let row = try TokenRow.find(id, connection) else { return .failure(.unknownConnection) }
                let tokens: StoredTokens
                do throws(TokenFailure) { tokens = try row.open(with: self.keys) } catch { return .failure(error) }
                if let version, version != row.version { return .success(nil) }
                guard !self.isLeased(row, now: now) else { return .success(nil) }
                try connection.run(
                    """
                    UPDATE connection SET
                        lease_owner = ?, lease_until = ?, fence = fence + 1, attempt_version = ?, attempt_at = ?
                    WHERE id = ?
                    """, owner, until, row.version, now, id)
                return .success(
                    RefreshClaim(
                        connection: id, provider: row.provider, tokens: tokens, fence: row.fence + 1,
                        failures: row.failures, isRepeat: row.attemptVersion == row.version,
                        authorizedAt: row.authorizedAt))
            }
        } catch {
            throw TokenFailure(error)
        }
        return try result.get()
    }

    /// Whether somebody's lease stands: a living process's whatever the time, a dead one's never, and where nobody can
    /// tell, or by this very process, until its end.
    private func isLeased(_ row: TokenRow, now: Timestamp) -> Bool {
        guard let until = row.leaseUntil else { return false }
        guard let roll, let owner = row.leaseOwner, !roll.isOwn(owner) else { return until > now }
        return roll.isAlive(owner)
    }

    /// Compared and set on version and fence, in one transaction.
    public func completeRefresh(_ claim: RefreshClaim, grant: Grant, now: Timestamp) async throws(StoreFailure) -> Bool
    {
        try await write { connection in
            guard let row = try TokenRow.find(claim.connection, connection), row.version == claim.tokens.version,
                row.fence == claim.fence, let key = row.key
            else { return false }
            try self.store(grant, in: row, under: key, keeping: claim.tokens.refreshToken, connection)
            return true
        }
    }

    /// Puts a grant in the place of the tokens in a row, one version on. An omitted refresh token keeps the old one.
    func store(
        _ grant: Grant, in row: TokenRow, under key: WrappedKey, keeping old: Secret?, _ connection: Connection
    ) throws {
        let version = row.version + 1
        let sealer = TokenSealer(keys: keys, provider: row.provider, connection: row.connection)
        let refreshToken = grant.refreshToken.flatMap { $0.isEmpty ? nil : $0 } ?? old
        try connection.run(
            """
            UPDATE connection SET
                token_version = ?, access_token = ?, refresh_token = ?, access_expires_at = ?, access_lifetime_ms = ?,
                scopes = coalesce(?, scopes), refresh_due_at = ?, refresh_failures = 0, refresh_error = NULL,
                lease_owner = NULL, lease_until = NULL, attempt_version = NULL, attempt_at = NULL
            WHERE id = ?
            """, version, sealer.seal(grant.accessToken, .accessToken, version: version, under: key),
            refreshToken.map { try sealer.seal($0, .refreshToken, version: version, under: key) }, grant.expiresAt,
            grant.lifetime.wholeMilliseconds, grant.scopes?.joined(separator: " "),
            refreshDue(grant, hasRefreshToken: refreshToken != nil), row.connection)
    }

    /// Gives the lease back. The sealed tokens of an ended grant stay where they are for a time, for a sign-in that
    /// brings no refresh token; nothing refreshes them.
    public func failRefresh(_ claim: RefreshClaim, _ failure: RefreshFailure, now: Timestamp)
        async throws(StoreFailure) -> RefreshRecord
    {
        let (record, changed) = try await write { connection -> (RefreshRecord, [AccountID]) in
            guard let row = try TokenRow.find(claim.connection, connection), row.fence == claim.fence,
                row.version == claim.tokens.version
            else { return (.recorded, []) }
            switch failure {
            case .retry(let at, let reason, let isUnknown):
                try connection.run(
                    """
                    UPDATE connection SET
                        refresh_failures = refresh_failures + 1, refresh_error = ?, refresh_due_at = ?, lease_owner = NULL,
                        lease_until = NULL, attempt_version = iif(?, attempt_version, NULL),
                        attempt_at = iif(?, attempt_at, NULL)
                    WHERE id = ?
                    """, reason, at, isUnknown, isUnknown, row.connection)
                return (.recorded, [])
            case .ended(let end):
                try connection.run(
                    """
                    UPDATE connection SET
                        state = 'needs_reconnect', end_reason = ?, state_since = ?, refresh_due_at = NULL, lease_owner = NULL,
                        lease_until = NULL, attempt_version = NULL, attempt_at = NULL
                    WHERE id = ?
                    """, end.rawValue, now, row.connection)
                try AuditLog.add(
                    AuditEntry(
                        at: now, act: .connectionEnd, actor: .fanfare, account: row.account, detail: end.rawValue),
                    connection)
                let (record, others) = try self.holdIfOneOfMany(row, end, now: now, connection)
                let changed = others + [row.account]
                try self.touchPages(of: changed, connection)
                return (record, changed)
            }
        }
        if !changed.isEmpty { changes.changed(changed) }
        return record
    }

    /// Longest due first; without those that somebody is at.
    public func dueForRefresh(
        now: Timestamp, limit: Int, except providers: Set<String>
    ) throws(StoreFailure) -> [DueRefresh] {
        // Names of providers are words of the configuration; nothing in them needs escaping, and what would is no such
        // name.
        let names = providers.filter { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C } }
        let paused = "[" + names.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]"
        return try read { connection in
            try connection.all(
                """
                SELECT id, provider FROM connection
                WHERE state = 'connected' AND refresh_due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)
                    AND provider NOT IN (SELECT value FROM json_each(?))
                ORDER BY refresh_due_at LIMIT ?
                """, now, now, paused, limit
            ) { DueRefresh(connection: $0.id(0), provider: $0.text(1)) }
        }
    }

    /// A read, but for the moments after a process has died.
    public func releaseDeadLeases() async throws(StoreFailure) {
        guard let roll else { return }
        let owners = try read { connection in
            try connection.all(
                "SELECT DISTINCT lease_owner FROM connection WHERE lease_until IS NOT NULL AND lease_owner IS NOT NULL"
            ) { $0.blob(0) }
        }
        let dead = owners.filter { !roll.isAlive($0) }
        guard !dead.isEmpty else { return }
        try await write { connection in
            for owner in dead { try self.releaseLeases(of: owner, connection) }
        }
    }

    /// The note of the attempt stays: nobody knows what became of it.
    func releaseLeases(of owner: [UInt8], _ connection: Connection) throws {
        try connection.run(
            """
            UPDATE connection SET lease_owner = NULL, lease_until = NULL, fence = fence + 1
            WHERE lease_until IS NOT NULL AND lease_owner = ?
            """, owner)
    }

    /// Looked at again under the lock: a sign-in may have mended it.
    public func noteUndecryptable(_ id: ConnectionID, now: Timestamp) async throws(StoreFailure) {
        let changed = try await write { connection -> [AccountID] in
            guard let row = try TokenRow.find(id, connection), row.state == ConnectionState.connected.rawValue,
                (try? row.unseal(with: self.keys)) == nil
            else { return [] }
            try connection.run(
                "UPDATE connection SET state = 'undecryptable', state_since = ? WHERE id = ?", now, id)
            try self.touchPages(of: [row.account], connection)
            return [row.account]
        }
        if !changed.isEmpty { changes.changed(changed) }
    }
}

extension TokenFailure {
    /// The store's trouble, to somebody who asked for a token: it passes, or the operator sees to it.
    init(_ failure: StoreFailure) { self = .transient(failure.sentence, after: nil) }
}
