public import Domain
public import SQLite
import Synchronization

/// The one writer. Owns the connection: nothing outside ever holds it, and the compiler agrees.
public actor Database {
    /// The file.
    public nonisolated let path: String

    private let busyTimeout: Duration
    private let executor = SerialQueueExecutor(label: "fanfare.store")
    private let connection: SQLite.Connection
    private nonisolated let waiting = Mutex<[PendingTransaction]>([])
    /// The length of the log at which the next checkpoint is tried.
    private var checkpointBytes = Database.logBytesMax

    /// How long the write-ahead log may grow before it is checkpointed.
    static let logBytesMax: Int64 = 4 << 20

    /// On the queue that commits.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        // SAFETY: the executor lives as long as the actor.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Opens the file, makes it if it is missing, readable by its owner alone, and brings its schema up to date.
    public init(path: String, migrations: [Migration], now: Timestamp, busyTimeout: Duration = .seconds(5))
        throws(MigrationFailure)
    {
        self.path = path
        self.busyTimeout = busyTimeout
        let connection: SQLite.Connection
        do throws(SQLiteError) {
            PrivateFile.makeIfMissing(at: path)
            connection = try SQLite.Connection(path: path, mode: .create, busyTimeout: busyTimeout)
        } catch {
            throw .store(StoreFailure(error, path: path))
        }
        try Migrator(migrations).migrate(connection, now: now)
        self.connection = connection
    }

    /// Runs `body` in a transaction and returns when it is durable; undone if it throws. Those that wait at the same
    /// moment share one commit, and so one wait for the disk. `body` is synchronous on purpose: what cannot suspend
    /// cannot interleave.
    public nonisolated func transaction<T: Sendable>(_ body: @escaping @Sendable (SQLite.Connection) throws -> T)
        async throws(StoreFailure) -> T
    {
        let outcome: Result<T, StoreFailure> = await withCheckedContinuation { caller in
            let pending = PendingTransaction(body, caller)
            let isFirst = waiting.withLock { waiting in
                waiting.append(pending)
                return waiting.count == 1
            }
            // Whoever comes while the first is on its way to the queue goes with it.
            if isFirst { executor.post { self.assumeIsolated { $0.commitWaiting() } } }
        }
        return try outcome.get()
    }

    /// Moves the log into the database file if it is long, or at once; false if a reader was in the way, which means
    /// later.
    @discardableResult
    public func checkpoint(ifLongerThan bytes: Int64 = 0) throws(StoreFailure) -> Bool {
        guard connection.logBytes > bytes else { return true }
        do throws(SQLiteError) {
            // A checkpoint keeps writers waiting: readers are given a moment, not the time-out.
            connection.setBusyTimeout(.milliseconds(50))
            defer { connection.setBusyTimeout(busyTimeout) }
            return try connection.checkpoint()
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// How many wait for the next commit.
    nonisolated var waitingCount: Int { waiting.withLock { $0.count } }

    /// Lets a test, or an operator's command, set a pragma of the writer.
    func setPragma(_ text: String) throws { try connection.execute("PRAGMA \(text)") }

    private func commitWaiting() {
        let batch = waiting.withLock { waiting in
            let all = waiting
            waiting.removeAll(keepingCapacity: true)
            return all
        }
        // SQLite would go on writing into the file that has no name any more, and say that it is durable.
        guard !connection.hasMoved else {
            for pending in batch { pending.fail(.broken(Database.moved(path))) }
            return
        }
        var performed: [PendingTransaction.Settle] = []
        // Whoever is alone takes nobody along when it is undone. A savepoint would copy each page it changes.
        let isAlone = batch.count == 1
        var isHeldByOthers = false
        for pending in batch {
            // Another program has had its time with the first of them: the others do not wait as long again, each in
            // turn.
            guard !isHeldByOthers else {
                pending.fail(.busy)
                continue
            }
            do {
                if !connection.isInTransaction { try connection.begin() }
                performed.append(
                    isAlone
                        ? try pending.perform(connection)
                        : try connection.savepoint { try pending.perform(connection) })
            } catch {
                let failure = StoreFailure(error, path: path)
                if isAlone { connection.rollBack() }
                isHeldByOthers = failure == .busy && !connection.isInTransaction
                if !connection.isInTransaction {
                    // On a full disk SQLite may undo everything: those before have failed as well.
                    for settle in performed { settle(failure) }
                    performed = []
                }
                pending.fail(failure)
            }
        }
        settle(performed)
        keepLogShort()
    }

    private static func moved(_ path: String) -> String {
        "\(path) was moved, removed or replaced while the program ran, and what is written now would be lost: "
            + "stop the program, put the file back, start again"
    }

    private func settle(_ performed: [PendingTransaction.Settle]) {
        var failure: StoreFailure?
        do throws(SQLiteError) {
            if connection.isInTransaction { try connection.commit() }
        } catch {
            connection.rollBack()
            failure = StoreFailure(error, path: path)
        }
        for settle in performed { settle(failure) }
    }

    private func keepLogShort() {
        let bytes = connection.logBytes
        guard bytes > checkpointBytes else { return }
        let isDone = (try? checkpoint()) ?? false
        // With a reader in the way, or a full disk, the next try comes after as much again.
        checkpointBytes = isDone ? Database.logBytesMax : bytes + Database.logBytesMax
    }
}
