public import Domain
import SQLite

/// Reminders that a consent ends soon. The page says it by the clock, as long as it is so; feed and channels tell it
/// once at each stage, from the rows written here.
extension FanfareStore {
    /// How long the clock must have gone steadily before anybody is reminded by its word: one that is wrong for a
    /// moment has no consents end.
    static let reminderTrust = Duration.hours(1)

    /// Writes down the reminders that are due, each in the transaction that finds it so: the stage that stands now of
    /// each consent, and none that was passed over. Returns them.
    public func remindOfConsents(now: Timestamp) async throws(StoreFailure) -> [ConsentReminder] {
        let reminders = try await write { connection -> [ConsentReminder] in
            guard try self.steadyTime(of: now, connection) >= FanfareStore.reminderTrust else { return [] }
            let first = Duration.days(ConsentAge.reminderDays[0] + 1)
            let rows = try connection.all(
                """
                SELECT id, account_id, provider, authorized_at FROM connection
                WHERE state = 'connected' AND authorized_at > ? AND authorized_at <= ? ORDER BY authorized_at
                """, now - ConsentAge.lifetime, now - ConsentAge.lifetime + first
            ) {
                (
                    id: $0.id(0) as ConnectionID, account: $0.id(1) as AccountID, provider: $0.text(2),
                    at: $0.timestamp(3)
                )
            }
            var reminders: [ConsentReminder] = []
            for row in rows {
                let left = ConsentAge.daysLeft(authorizedAt: row.at, now: now)
                guard self.settings.expiringProviders.contains(row.provider),
                    let stage = ConsentAge.reminder(daysLeft: left)
                else { continue }
                let end = ConsentAge.end(authorizedAt: row.at)
                let isNew =
                    try connection.run(
                        """
                        INSERT INTO consent_reminder
                            (account_id, connection_id, provider, authorized_at, stage, ends_at, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """, row.account, row.id, row.provider, row.at, stage, end, now) == 1
                guard isNew else { continue }
                reminders.append(
                    ConsentReminder(
                        id: connection.lastInsertedRow, account: row.account, connection: row.id,
                        provider: row.provider, stage: stage, endsAt: end, at: now))
            }
            try self.touchPages(of: reminders.map(\.account), connection)
            return reminders
        }
        if !reminders.isEmpty { changes.changed(reminders.map(\.account)) }
        return reminders
    }

    /// Newest first. Those of a consent that has been renewed since are history, and stay in a feed as what they were.
    public func reminders(of account: AccountID, limit: Int) throws(StoreFailure) -> [ConsentReminder] {
        try read { connection in
            try connection.all(
                """
                SELECT id, connection_id, provider, stage, ends_at, created_at FROM consent_reminder
                WHERE account_id = ? ORDER BY id DESC LIMIT ?
                """, account, limit
            ) {
                ConsentReminder(
                    id: $0.int64(0), account: account, connection: $0.id(1), provider: $0.text(2), stage: $0.int(3),
                    endsAt: $0.timestamp(4), at: $0.timestamp(5))
            }
        }
    }
}
