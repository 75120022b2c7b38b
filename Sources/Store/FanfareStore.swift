public import Domain
import SQLite

/// Fanfare's persistence ports made real: one writer, and readers on the threads that ask.
///
/// One file for each subject; a statement stands beside the function that uses it.
public final class FanfareStore: Sendable {
    /// The writer.
    public let database: Database
    let readers: ReaderPool
    let settings: StoreSettings
    let keys: any Keys
    let changes: any ChangeListener
    let random: @Sendable () -> Double
    /// Which other processes live; nil where nobody can tell, and then leases end by their time.
    let roll: ProcessRoll?
    let cards = CardCache()
    /// When groups are checked.
    let plan: CheckPlan
    /// Opened when the first grant needs it, or at the start.
    let journal: GrantJournal

    /// A store over an opened database. `roll` says which owners of leases live; `random` answers from 0 to 1, and
    /// spreads what would fall due together.
    public init(
        database: Database, settings: StoreSettings, keys: any Keys, changes: any ChangeListener,
        roll: ProcessRoll? = nil, random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.database = database
        self.settings = settings
        self.keys = keys
        self.changes = changes
        self.roll = roll
        self.random = random
        plan = CheckPlan(schedule: settings.schedule, week: settings.week)
        readers = ReaderPool(path: database.path)
        journal = GrantJournal(path: database.path + ".grants") { keys.digest($0) }
    }

    /// Reads on this thread.
    func read<T>(_ body: (Connection) throws -> T) throws(StoreFailure) -> T { try readers.read(body) }

    /// Reads on this thread, all of it as of one moment: a snapshot costs less than a lock for each statement, too.
    func readTogether<T>(_ body: (Connection) throws -> T) throws(StoreFailure) -> T {
        try readers.read { connection in try connection.snapshot { try body(connection) } }
    }

    /// Writes, and returns once it is durable.
    func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws(StoreFailure) -> T {
        try await database.transaction(body)
    }

    /// Notes in the transaction that the accounts' pages change. `changes` hears of it once that is durable.
    func touchPages(of accounts: some Sequence<AccountID>, _ connection: Connection) throws {
        for account in accounts {
            try connection.run("UPDATE account SET page_version = page_version + 1 WHERE id = ?", account)
        }
    }
}
