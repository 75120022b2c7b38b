public import Domain
import SQLite

/// The ledger of calls, and the pauses a provider has asked for.
extension FanfareStore {
    /// How long a row of the ledger gathers calls.
    static let bucket = Duration.minutes(10)
    /// The period over which calls are summed.
    static let ledgerPeriod = Duration.hours(24)

    /// Enters calls that no claim has entered.
    public func enterCalls(_ family: CallFamily, count: Int, now: Timestamp) async throws(StoreFailure) {
        try await write { try self.enter(count, of: family, now: now, $0) }
    }

    /// Later pauses win over earlier ones, never the other way.
    public func pause(_ family: CallFamily, until: Timestamp, isQuota: Bool, now: Timestamp) async throws(StoreFailure)
    {
        try await write { connection in
            _ = try connection.run(
                """
                INSERT INTO call_pause (client_id, family, until, is_quota) VALUES (?, ?, ?, ?)
                ON CONFLICT (client_id, family) DO UPDATE SET until = excluded.until, is_quota = excluded.is_quota
                WHERE excluded.until > until
                """, self.settings.clientID, family.rawValue, until, isQuota)
        }
    }

    /// One read by primary key.
    public func pause(of family: CallFamily, now: Timestamp) throws(StoreFailure) -> Timestamp? {
        try read { try self.pause(of: family, now: now, $0) }
    }

    /// What the artists page says of calls.
    public func budget(now: Timestamp) throws(StoreFailure) -> BudgetView {
        try readTogether { connection in
            BudgetView(
                used: try callsInPeriod(of: .artistAlbums, now: now, connection),
                allowed: settings.schedule.dailyBudget,
                pausedUntil: try pause(of: .artistAlbums, now: now, connection))
        }
    }

    /// How many checks may be claimed now.
    func checksAllowed(limit: Int, now: Timestamp, _ connection: Connection) throws -> Int {
        guard try pause(of: .artistAlbums, now: now, connection) == nil else { return 0 }
        guard let budget = settings.schedule.dailyBudget else { return limit }
        let used = try callsInPeriod(of: .artistAlbums, now: now, connection)
        return min(limit, max(0, budget - settings.reservedCalls - used))
    }

    func enter(_ count: Int, of family: CallFamily, now: Timestamp, _ connection: Connection) throws {
        guard count > 0 else { return }
        let length = FanfareStore.bucket.wholeMilliseconds
        try connection.run(
            """
            INSERT INTO call_ledger (client_id, family, bucket_at, calls) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET calls = calls + excluded.calls
            """, settings.clientID, family.rawValue, now.milliseconds / length * length, count)
    }

    private func callsInPeriod(of family: CallFamily, now: Timestamp, _ connection: Connection) throws -> Int {
        // A bucket counts until its last moment is a day old: rather a few minutes too long than a call too many.
        try connection.first(
            "SELECT sum(calls) FROM call_ledger WHERE client_id = ? AND family = ? AND bucket_at > ?",
            settings.clientID, family.rawValue, now - FanfareStore.ledgerPeriod - FanfareStore.bucket
        ) { $0.int(0) } ?? 0
    }

    private func pause(of family: CallFamily, now: Timestamp, _ connection: Connection) throws -> Timestamp? {
        try connection.first(
            "SELECT until FROM call_pause WHERE client_id = ? AND family = ? AND until > ?", settings.clientID,
            family.rawValue, now
        ) { $0.timestamp(0) }
    }
}
