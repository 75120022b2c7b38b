import Domain
import SQLite

/// Brings a database's schema up to date: forward only, each step in a transaction of its own.
struct Migrator {
    /// `FANF`, where `file` and others look for whose database it is.
    static let applicationID: Int64 = 0x4641_4E46

    private let migrations: [Migration]

    init(_ migrations: [Migration]) { self.migrations = migrations.sorted { $0.name < $1.name } }

    /// Applies what is missing, having compared what is there word for word: the table keeps each step's text.
    func migrate(_ connection: Connection, now: Timestamp) throws(MigrationFailure) {
        for (index, migration) in migrations.enumerated() where migration.version != index + 1 {
            throw .misnumbered(name: migration.name)
        }
        let foreign: Int64?
        let applied: [String]
        let version: Int
        do throws(SQLiteError) {
            foreign = try foreignID(of: connection)
            applied = try foreign == nil ? self.applied(in: connection) : []
            // A program that keeps its steps elsewhere says so in the header at least.
            version = max(applied.count, try connection.first("PRAGMA user_version") { $0.int(0) } ?? 0)
        } catch {
            throw .store(StoreFailure(error, path: connection.path))
        }
        if let foreign { throw .foreign(applicationID: foreign) }
        guard version <= migrations.count else {
            throw .newerSchema(database: version, program: migrations.count)
        }
        for (migration, text) in zip(migrations, applied) where migration.sql != text {
            throw .changed(name: migration.name)
        }
        for migration in migrations.dropFirst(applied.count) {
            do {
                try connection.transaction { try apply(migration, to: connection, now: now) }
            } catch {
                throw .failed(name: migration.name, StoreFailure(error, path: connection.path))
            }
        }
    }

    /// The application id of a database that is not ours; nil for ours and for an empty one.
    private func foreignID(of connection: Connection) throws(SQLiteError) -> Int64? {
        let applicationID = try connection.first("PRAGMA application_id") { $0.int64(0) } ?? 0
        if applicationID == Migrator.applicationID { return nil }
        let isEmpty = try connection.first("SELECT 1 FROM sqlite_schema") { _ in true } == nil
        return applicationID == 0 && isEmpty ? nil : applicationID
    }

    /// The texts of the steps already taken, in order.
    private func applied(in connection: Connection) throws(SQLiteError) -> [String] {
        let table = try connection.first("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'") { _ in true }
        guard table != nil else { return [] }
        return try connection.all("SELECT sql FROM schema_migration ORDER BY version") { $0.text(0) }
    }

    private func apply(_ migration: Migration, to connection: Connection, now: Timestamp) throws {
        // Another process may have been faster between the reading and the lock.
        if try self.applied(in: connection).count >= migration.version ?? 0 { return }
        if migration.version == 1 {
            try connection.execute(
                """
                CREATE TABLE schema_migration (
                    version INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    sql TEXT NOT NULL,
                    applied_at INTEGER NOT NULL
                ) STRICT;
                PRAGMA application_id = \(Migrator.applicationID);
                """)
        }
        try connection.execute(migration.sql)
        try connection.run(
            "INSERT INTO schema_migration (version, name, sql, applied_at) VALUES (?, ?, ?, ?)", migration.version,
            migration.name, migration.sql, now)
        try connection.execute("PRAGMA user_version = \(migration.version ?? 0)")
    }
}
