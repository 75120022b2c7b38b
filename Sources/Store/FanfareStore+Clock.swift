import Domain
import SQLite

/// What is done about a clock that goes wrong, and about one that has been set right again.
extension FanfareStore {
    /// How far apart two looks at the clock may be without one of them being wrong: tasks overtake one another.
    static let clockTolerance = Duration.seconds(5)

    /// Notes since when the clock has made no leap. A clock a month ahead of itself must not end a quarantine, nor
    /// remind anybody.
    func noteClock(now: Timestamp, _ connection: Connection) throws {
        let last = try connection.first("SELECT count FROM tally WHERE name = 'tidied_at'") { $0.timestamp(0) }
        var since = now - (try steadyTime(of: now, connection))
        if let last, now < last || now - last > FanfareStore.clockTrust { since = now }
        if let last, now < last { try bringBackWhatIsFarAhead(now: now, connection) }
        try connection.run(
            """
            INSERT INTO tally (name, count) VALUES ('tidied_at', ?), ('clock_steady_since', ?)
            ON CONFLICT (name) DO UPDATE SET count = excluded.count
            """, now, since)
    }

    /// How long the clock has gone steadily, as far as is known.
    func steadyTime(of now: Timestamp, _ connection: Connection) throws -> Duration {
        let since = try connection.first("SELECT count FROM tally WHERE name = 'clock_steady_since'") {
            $0.timestamp(0)
        }
        return max(.zero, now - (since ?? now))
    }

    /// The clock was set back. What it was given to do while it was ahead is due when it will be there again, which may
    /// be in a month: nobody would be told anything until then. So all of it comes back to within the time it may take
    /// at the most, spread over that time. Tokens need nothing: one that has ended sooner than was thought is refused,
    /// and exchanged.
    private func bringBackWhatIsFarAhead(now: Timestamp, _ connection: Connection) throws {
        for (statement, longest) in [
            (
                "UPDATE artist_group SET due_at = ? + abs(random() % ?) WHERE due_at > ?" as StaticString,
                settings.schedule.intervalMax
            ),
            (
                "UPDATE connection SET follows_due_at = ? + abs(random() % ?) WHERE follows_due_at > ?",
                settings.schedule.followListInterval
            ),
        ] {
            try connection.run(statement, now, max(1, longest.wholeMilliseconds), now + longest)
        }
        // Calls that were counted in days to come count as made now: once, and not until those days are over.
        let bucket = now.milliseconds / FanfareStore.bucket.wholeMilliseconds * FanfareStore.bucket.wholeMilliseconds
        try connection.run(
            """
            INSERT INTO call_ledger (client_id, family, bucket_at, calls)
            SELECT client_id, family, ?, sum(calls) FROM call_ledger WHERE bucket_at > ? GROUP BY client_id, family
            ON CONFLICT DO UPDATE SET calls = calls + excluded.calls
            """, bucket, bucket)
        try connection.run("DELETE FROM call_ledger WHERE bucket_at > ?", bucket)
        // Nor does a session outlast its limits, or go without its use being written down, because it was used in those
        // days.
        let (idle, whole) = (now + settings.sessionIdle, now + settings.sessionAbsolute)
        try connection.run(
            """
            UPDATE session SET
                last_seen_at = min(last_seen_at, ?), idle_expires_at = min(idle_expires_at, ?),
                absolute_expires_at = min(absolute_expires_at, ?)
            WHERE last_seen_at > ? OR idle_expires_at > ? OR absolute_expires_at > ?
            """, now, idle, whole, now, idle, whole)
        // What was learned in days to come was learned now, or it would be believed in full until then.
        try connection.run("UPDATE call_ceiling SET learned_at = ? WHERE learned_at > ?", now, now)
    }
}
