public import Domain
import SQLite

extension FanfareStore {
    /// One walk over the lists of one account's artists; for nobody, over a sample of all lists, however many there
    /// are.
    public func forecast(of account: AccountID?, now: Timestamp) throws(StoreFailure) -> CheckForecast {
        try read { connection in
            let figures = { (row: borrowing Row) in
                CheckForecast(
                    mean: .milliseconds(row.int64(0)), longest: .milliseconds(row.int64(1)), planned: row.int(2),
                    due: row.int(3), first: row.int(4))
            }
            // What is due and not yet done has waited longer than was planned.
            let known =
                if let account {
                    try connection.first(
                        """
                        SELECT cast(coalesce(avg(max(g.due_at, ?1) - g.complete_at), 0) AS INTEGER),
                            coalesce(max(max(g.due_at, ?1) - g.complete_at), 0), count(g.complete_at),
                            count(iif(g.complete_at IS NOT NULL AND g.due_at <= ?1, 1, NULL)),
                            count(*) - count(g.complete_at)
                        FROM follow f JOIN artist_group g ON g.artist_id = f.artist_id AND g.due_at IS NOT NULL
                        WHERE f.account_id = ?2
                        """, now, account, read: figures)
                } else {
                    try connection.first(
                        """
                        SELECT cast(coalesce(avg(max(g.due_at, ?1) - g.complete_at), 0) AS INTEGER),
                            coalesce(max(max(g.due_at, ?1) - g.complete_at), 0), count(g.complete_at),
                            count(iif(g.complete_at IS NOT NULL AND g.due_at <= ?1, 1, NULL)),
                            count(*) - count(g.complete_at)
                        FROM (SELECT due_at, complete_at FROM artist_group WHERE due_at IS NOT NULL LIMIT 20000) g
                        """, now, read: figures)
                }
            return known ?? CheckForecast(mean: .zero, longest: .zero, planned: 0, due: 0, first: 0)
        }
    }

    /// A few rows for each family.
    public func callStandings(now: Timestamp) throws(StoreFailure) -> [CallStanding] {
        try readTogether { connection in
            try CallFamily.allCases.map { family in
                CallStanding(
                    family: family,
                    used: try calls(of: family, within: FanfareStore.ledgerPeriod, of: now, connection),
                    pausedUntil: try pause(of: family, now: now, connection))
            }
        }
    }
}
