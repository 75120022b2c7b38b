public import Domain
import SQLite

/// The ledger of calls, and the pauses a provider has asked for.
extension FanfareStore {
    /// How long a row of the ledger gathers calls.
    static let bucket = Duration.minutes(1)
    /// The period over which calls are summed.
    static let ledgerPeriod = Duration.hours(24)

    /// Enters calls that no claim has entered.
    public func enterCalls(_ family: CallFamily, count: Int, now: Timestamp) async throws(StoreFailure) {
        try await write { try self.enter(count, of: family, now: now, $0) }
    }

    /// Later pauses win over earlier ones, never the other way, but for one that a clock ahead of its time has
    /// recorded. One of hours for a quota tells how large that is.
    public func pause(_ family: CallFamily, until: Timestamp, isQuota: Bool, now: Timestamp) async throws(StoreFailure)
    {
        try await write { connection in
            _ = try connection.run(
                """
                INSERT INTO call_pause (client_id, family, since, until, is_quota) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (client_id, family) DO UPDATE SET
                    since = excluded.since, until = excluded.until, is_quota = excluded.is_quota
                WHERE excluded.until > until OR since > excluded.since + ?
                """, self.settings.clientID, family.rawValue, now, until, isQuota,
                FanfareStore.clockTolerance.wholeMilliseconds)
            guard isQuota, until - now >= LearnedCeiling.pauseMin else { return }
            try self.learnCeiling(of: family, now: now, connection)
        }
    }

    /// One read by primary key.
    public func pause(of family: CallFamily, now: Timestamp) throws(StoreFailure) -> Timestamp? {
        try read { try self.pause(of: family, now: now, $0) }
    }

    /// What the pages say of calls.
    public func budget(now: Timestamp) throws(StoreFailure) -> BudgetView {
        try readTogether { connection in
            let allowed = try callsPerDay(now: now, connection)
            let used = try calls(of: .artistAlbums, within: FanfareStore.ledgerPeriod, of: now, connection)
            return BudgetView(
                used: used, allowed: allowed, pausedUntil: try pause(of: .artistAlbums, now: now, connection),
                isLearned: allowed != settings.schedule.dailyBudget,
                reserved: allowed.map { CallAllowance.reserve(of: $0) } ?? 0,
                freeAt: try allowed.flatMap { used >= $0 ? try firstCallEnds(now: now, connection) : nil })
        }
    }

    /// How many checks may be claimed now.
    func allowance(limit: Int, now: Timestamp, _ connection: Connection) throws -> CallAllowance {
        guard try pause(of: .artistAlbums, now: now, connection) == nil else {
            return CallAllowance(budget: 0, usedInDay: 0, usedInHour: 0, limit: 0)
        }
        let budget = try callsPerDay(now: now, connection)
        guard budget != nil else { return CallAllowance(budget: nil, usedInDay: 0, usedInHour: 0, limit: limit) }
        return CallAllowance(
            budget: budget,
            usedInDay: try calls(of: .artistAlbums, within: FanfareStore.ledgerPeriod, of: now, connection),
            usedInHour: try calls(of: .artistAlbums, within: .hours(1), of: now, connection), limit: limit)
    }

    /// What the operator allows, or less where the provider was seen to refuse it.
    func callsPerDay(now: Timestamp, _ connection: Connection) throws -> Int? {
        let learned = try connection.first(
            "SELECT calls, learned_at FROM call_ceiling WHERE client_id = ? AND family = ?", settings.clientID,
            CallFamily.artistAlbums.rawValue
        ) { (calls: $0.int(0), at: $0.timestamp(1)) }
        return LearnedCeiling.allowed(
            budget: settings.schedule.dailyBudget, ceiling: learned?.calls, age: now - (learned?.at ?? now))
    }

    private func learnCeiling(of family: CallFamily, now: Timestamp, _ connection: Connection) throws {
        let used = try calls(of: family, within: FanfareStore.ledgerPeriod, of: now, connection)
        let ceiling = LearnedCeiling.ceiling(used: used, budget: settings.schedule.dailyBudget)
        // Calls under way together are refused together: the first says it all, the others counted more.
        try connection.run(
            """
            INSERT INTO call_ceiling (client_id, family, calls, learned_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (client_id, family) DO UPDATE SET
                calls = iif(excluded.learned_at - learned_at < ?, min(calls, excluded.calls), excluded.calls),
                learned_at = excluded.learned_at
            """, settings.clientID, family.rawValue, ceiling, now, LearnedCeiling.pauseMin.wholeMilliseconds)
    }

    /// Strikes calls that were entered at a time and not made after all.
    func strike(_ count: Int, of family: CallFamily, enteredAt time: Timestamp, _ connection: Connection) throws {
        let length = FanfareStore.bucket.wholeMilliseconds
        try connection.run(
            """
            UPDATE call_ledger SET calls = max(0, calls - ?)
            WHERE client_id = ? AND family = ? AND bucket_at = ?
            """, count, settings.clientID, family.rawValue, time.milliseconds / length * length)
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

    func calls(
        of family: CallFamily, within period: Duration, of now: Timestamp, _ connection: Connection
    ) throws -> Int {
        // A bucket counts until its last moment is old: rather a minute too long than a call too many.
        try connection.first(
            "SELECT sum(calls) FROM call_ledger WHERE client_id = ? AND family = ? AND bucket_at > ?",
            settings.clientID, family.rawValue, now - period - FanfareStore.bucket
        ) { $0.int(0) } ?? 0
    }

    /// When the oldest call that still counts has become a day old.
    private func firstCallEnds(now: Timestamp, _ connection: Connection) throws -> Timestamp? {
        try connection.first(
            """
            SELECT min(bucket_at) FROM call_ledger
            WHERE client_id = ? AND family = ? AND bucket_at > ? AND calls > 0
            """, settings.clientID, CallFamily.artistAlbums.rawValue,
            now - FanfareStore.ledgerPeriod - FanfareStore.bucket
        ) { $0.optionalTimestamp(0) }.flatMap { $0 }.map { $0 + FanfareStore.ledgerPeriod + FanfareStore.bucket }
    }

    func pause(of family: CallFamily, now: Timestamp, _ connection: Connection) throws -> Timestamp? {
        try connection.first(
            "SELECT since, until FROM call_pause WHERE client_id = ? AND family = ? AND until > ?", settings.clientID,
            family.rawValue, now
        ) { row in
            let (since, until) = (row.timestamp(0), row.timestamp(1))
            // Recorded by a clock that has been set back since: it lasts as long as was asked for, from now at the
            // latest.
            return since > now + FanfareStore.clockTolerance ? now + (until - since) : until
        }
    }

    /// Pauses that a clock ahead of its time has recorded begin now, and last as long as was asked for: until their own
    /// time comes might be a month.
    func bringBackPauses(now: Timestamp, _ connection: Connection) throws {
        try connection.run(
            "UPDATE call_pause SET until = ? + (until - since), since = ? WHERE since > ?", now, now,
            now + FanfareStore.clockTolerance)
    }
}
