import Domain
import FoundationEssentials
import Glibc
import SQLite
import Store
import Vault
import Web

/// A store over a database of its own, removed at the end.
struct ScratchStore {
    let store: FanfareStore
    private let folder: String

    /// The moment at which every benchmark's clock stands.
    static let now = Timestamp(seconds: 1_795_262_400)

    init() throws {
        folder = "\(FileManager.default.temporaryDirectory.path)/fanfare-bench-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let keyring = KeyringFile(path: "\(folder)/keyring")
        try keyring.make()
        let migrations = try SampleSite.texts("Migrations", ".sql").map { Migration(name: $0.0, sql: $0.1) }
        let database = try Database(path: "\(folder)/fanfare.sqlite", migrations: migrations, now: Self.now)
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: nil)
        store = FanfareStore(
            database: database, settings: StoreSettings(schedule: schedule, clientID: "bench"),
            keys: KeyringKeys(try keyring.read()), changes: ChangeHub())
    }

    /// Runs a script in one transaction.
    func execute(_ script: String) async throws {
        _ = try await store.database.transaction { connection in try connection.execute(script) }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Seconds of the processor that this process has used.
    static var processorSeconds: Double {
        var usage = rusage()
        // SAFETY: the structure is a local variable which the call fills.
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        return Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000
    }

    /// The most memory that this process has had in use, in megabytes.
    static var peakMegabytes: Int {
        var usage = rusage()
        // SAFETY: as above.
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}
