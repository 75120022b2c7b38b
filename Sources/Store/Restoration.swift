public import Domain
import Glibc
import SQLite

/// Puts a copy of the database in the place of the database, while nobody uses it.
///
/// A copy is older than the world: what it knows of tokens may have been used up since (research §1.3, rule 7),
/// sessions that people have ended stand in it again, and numbers that were given away since would be given away twice.
/// All of that is put right in the copy before it takes the place; the database that was there is kept beside it.
public struct Restoration {
    /// Why nothing was replaced.
    public enum Failure: Error, Sendable, CustomStringConvertible {
        /// Somebody uses the database, or nobody can be kept from it.
        case inUse
        /// The copy is of a newer program, another one's, or cannot be read.
        case unusable(MigrationFailure)
        /// A key is not the one that sealed what is in the copy.
        case otherKey(keyID: String)
        /// A sentence about a file.
        case file(String)

        /// A sentence for the operator.
        public var description: String {
            switch self {
            case .inUse: "Fanfare is running with this database: stop it first"
            case .unusable(let failure): "the copy cannot be used: \(failure)"
            case .otherKey(let keyID):
                "the copy was sealed with another key \(keyID) than the one in the keyring: put the right file back"
            case .file(let sentence): sentence
            }
        }
    }

    /// What was found and done.
    public struct Report: Sendable, Hashable {
        /// Where the database that was there is now; nil if there was none.
        public var replaced: String?
        /// Connections that will be tried once.
        public var connections = 0
        /// Connections whose key is not in the keyring.
        public var undecryptable = 0
    }

    private let path: String
    private let migrations: [Migration]
    private let keys: any Keys
    private let now: Timestamp

    /// Numbers given away since the copy was made are passed over: nobody gives away so many in between.
    private static let leap: Int64 = 1_000_000
    /// What a copy for trying things out is marked with: the client ids with which it must make no calls.
    static let cloneMark = "clone_of"

    /// A restoration of the database at `path`. The `keys` need not be those of the copy; what they do not open is
    /// counted.
    public init(path: String, migrations: [Migration], keys: any Keys, now: Timestamp) {
        self.path = path
        self.migrations = migrations
        self.keys = keys
        self.now = now
    }

    /// Replaces the database by the copy, or leaves everything as it is and throws. `asClone` is for a second
    /// installation: it gets no tokens and no sessions, and makes no calls with the apps that `clientIDs` and the copy
    /// itself name.
    public func run(from copy: String, asClone: Bool, clientIDs: [String] = []) throws(Failure) -> Report {
        let roll: ProcessRoll
        do throws(ProcessRoll.Refusal) {
            roll = try ProcessRoll(path: path, own: keys.random(16), use: .alone)
        } catch .taken {
            throw .inUse
        } catch {
            throw .file("no lock can be made beside \(path): see to its folder and its disk")
        }
        defer { withExtendedLifetime(roll) {} }
        let draft = path + ".restoring"
        RestoredFile.remove(draft)
        defer { RestoredFile.remove(draft) }
        try RestoredFile.copy(copy, to: draft)
        var report = try amend(draft, asClone: asClone, clientIDs: clientIDs)
        report.replaced = try RestoredFile.takePlace(of: path, draft, now: now)
        // Grants that the old database did not take belong to the original alone.
        if asClone { RestoredFile.remove(path + ".grants") }
        return report
    }

    /// Reads the draft through, brings its schema up to date, and puts right what is not true any more.
    private func amend(_ draft: String, asClone: Bool, clientIDs: [String]) throws(Failure) -> Report {
        let connection: Connection
        let isEmpty: Bool
        do throws(SQLiteError) {
            connection = try Connection(path: draft, mode: .existing)
            if let problem = try connection.problems().first { throw SQLiteError(code: .corrupt, message: problem) }
            isEmpty = try connection.first("SELECT 1 FROM sqlite_schema") { _ in true } == nil
        } catch {
            throw Restoration.failure(of: draft, error)
        }
        // A file without any octets is a database to SQLite, and would be brought up to date like a new one.
        if isEmpty { throw .file("the copy cannot be used: there is nothing in it") }
        do throws(MigrationFailure) { try Migrator(migrations).migrate(connection, now: now) } catch {
            throw .unusable(error)
        }
        do {
            if let keyID = try connection.changedKey(of: keys) { throw Failure.otherKey(keyID: keyID) }
            var report = Report()
            try connection.transaction {
                report.undecryptable =
                    try connection.first(
                        "SELECT count(*) FROM data_key WHERE key_id NOT IN (SELECT value FROM json_each(?))",
                        keys.keyIDsAsJSON, read: { $0.int(0) }) ?? 0
                try passOverNumbers(connection)
                if asClone {
                    try wipe(connection, clientIDs: clientIDs)
                } else {
                    report.connections = try haveTriedOnce(connection)
                }
            }
            // Into the one file: the log is not taken along.
            _ = try connection.checkpoint()
            return report
        } catch let error as Failure {
            throw error
        } catch {
            throw Restoration.failure(of: draft, error)
        }
    }

    /// What is wrong with the copy is mended by another copy, and not by what mends the database.
    private static func failure(of draft: String, _ error: any Error) -> Failure {
        let words =
            switch (error as? SQLiteError)?.code.primary {
            case .notADatabase: "it is not a database of Fanfare: name a file that fanfare backup has written"
            case .corrupt: "it is damaged: name an earlier one"
            default: StoreFailure(error, path: draft).sentence
            }
        return .file("the copy cannot be used: \(words)")
    }

    /// Ids of accounts are in feed addresses, ids of announcements and reminders in feeds: a number means one thing for
    /// ever.
    private func passOverNumbers(_ connection: Connection) throws {
        for table in ["account", "connection", "consent_reminder"] {
            let known = try connection.run(
                "UPDATE sqlite_sequence SET seq = seq + ? WHERE name = ?", Restoration.leap, table)
            guard known == 0 else { continue }
            try connection.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, Restoration.leap)
        }
        try connection.run("UPDATE tally SET count = count + ? WHERE name = 'announcements'", Restoration.leap)
        try connection.run("UPDATE account SET page_version = page_version + ?", Restoration.leap)
        // Somebody may have ended theirs since.
        try connection.run("DELETE FROM session")
    }

    /// Notes an attempt for every connection whose outcome nobody knows, which is how it stands: the next exchange is
    /// made soon, and if it is refused, it was the last.
    private func haveTriedOnce(_ connection: Connection) throws -> Int {
        try connection.run("DELETE FROM meta WHERE key = ?", Restoration.cloneMark)
        return try connection.run(
            """
            UPDATE connection SET
                attempt_version = token_version, attempt_at = ?, refresh_due_at = ?, refresh_failures = 0,
                refresh_error = NULL, lease_owner = NULL, lease_until = NULL, fence = fence + 1
            WHERE state = 'connected' AND refresh_token IS NOT NULL
            """, now, now)
    }

    /// Takes out what would let a second installation act for the people of the first.
    private func wipe(_ connection: Connection, clientIDs: [String]) throws {
        try connection.run("DELETE FROM data_key")
        try connection.run(
            """
            UPDATE connection SET
                state = 'disconnected', end_reason = NULL, state_since = ?, scopes = '',
                token_version = token_version + 1, access_token = NULL, refresh_token = NULL, access_expires_at = NULL,
                access_lifetime_ms = NULL, refresh_due_at = NULL, refresh_failures = 0, refresh_error = NULL,
                lease_owner = NULL, lease_until = NULL, fence = fence + 1, attempt_version = NULL, attempt_at = NULL,
                follows_due_at = NULL, follows_error = NULL, follows_failures = 0, follows_lease_until = NULL,
                follows_fence = follows_fence + 1, follows_quarantine = NULL
            """, now)
        // The original's feed addresses are not answered by anybody else.
        try connection.run(
            "UPDATE account SET feed_digest = NULL, feed_sealed = NULL, feed_generation = feed_generation + 1")
        let known = try connection.all(
            "SELECT client_id FROM call_ledger UNION SELECT client_id FROM call_pause", read: { $0.text(0) })
        let all = Set(known + clientIDs).sorted().joined(separator: "\n")
        try connection.run(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            Restoration.cloneMark, Array(all.utf8))
    }
}

extension FanfareStore {
    /// Whether this is a copy of another installation with that one's app: it must make no calls by itself.
    public func isClone() throws(StoreFailure) -> Bool {
        let mark = try read { connection in
            try connection.first("SELECT value FROM meta WHERE key = ?", Restoration.cloneMark) { $0.blob(0) }
        }
        guard let mark else { return false }
        let apps = String(decoding: mark, as: UTF8.self).split(separator: "\n").map(String.init)
        // A copy of one that never made a call belongs to nobody in particular.
        return apps.isEmpty || apps.contains(settings.clientID)
    }
}
