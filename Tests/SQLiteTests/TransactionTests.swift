import Support
import Testing

@testable import SQLite

struct TransactionTests {
    private struct Refusal: Error {}

    private func scratchTable() throws -> (ScratchFolder, Connection) {
        let scratch = try ScratchFolder()
        let connection = try Connection(
            path: scratch.file("a.sqlite"), mode: .create, busyTimeout: .milliseconds(20))
        try connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB) STRICT")
        return (scratch, connection)
    }

    private func rows(_ connection: Connection) throws -> [Int] {
        try connection.all("SELECT n FROM t ORDER BY n") { $0.int(0) }
    }

    @Test func `a transaction that throws leaves nothing`() throws {
        let (scratch, connection) = try scratchTable()
        #expect(throws: Refusal.self) {
            try connection.transaction {
                try connection.run("INSERT INTO t (n) VALUES (1)")
                throw Refusal()
            }
        }
        #expect(!connection.isInTransaction)
        try connection.transaction { _ = try connection.run("INSERT INTO t (n) VALUES (2)") }
        #expect(try rows(connection) == [2])
        withExtendedLifetime(scratch) {}
    }

    @Test func `the library was told before its first use to keep what undoes a savepoint in memory`() throws {
        _ = try scratchTable()
        // It takes such settings only before the first connection, and says so.
        #expect(Library.isSetUp)
    }

    @Test func `a savepoint that throws takes only its own part with it`() throws {
        let (scratch, connection) = try scratchTable()
        try connection.begin()
        try connection.savepoint { _ = try connection.run("INSERT INTO t (n) VALUES (1)") }
        // Not inside a closure: Swift 6.3 confuses closures nested around and inside `#expect(throws:)`.
        #expect(throws: Refusal.self) {
            try connection.savepoint {
                try connection.run("INSERT INTO t (n) VALUES (2)")
                throw Refusal()
            }
        }
        try connection.savepoint { _ = try connection.run("INSERT INTO t (n) VALUES (3)") }
        try connection.commit()
        #expect(try rows(connection) == [1, 3])
        withExtendedLifetime(scratch) {}
    }

    @Test func `a savepoint may change more than is kept in memory to undo it`() throws {
        let (scratch, connection) = try scratchTable()
        try connection.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO t (n, b) SELECT i, zeroblob(3000) FROM n
            """)
        try connection.begin()
        #expect(throws: Refusal.self) {
            try connection.savepoint {
                try connection.run("UPDATE t SET b = x'01'")
                throw Refusal()
            }
        }
        #expect(try connection.first("SELECT count(*) FROM t WHERE length(b) = 3000") { $0.int(0) } == 3000)
        try connection.savepoint { _ = try connection.run("UPDATE t SET b = x'02' WHERE n > 1") }
        try connection.commit()
        #expect(try connection.first("SELECT count(*) FROM t WHERE b = x'02'") { $0.int(0) } == 2999)
        withExtendedLifetime(scratch) {}
    }

    @Test func `a second writer is told to wait`() throws {
        let (scratch, connection) = try scratchTable()
        let other = try Connection(path: connection.path, mode: .existing, busyTimeout: .milliseconds(20))
        try connection.begin()
        let error = #expect(throws: SQLiteError.self) { try other.begin() }
        #expect(error?.code.primary == .busy)
        connection.rollBack()
        try other.transaction { _ = try other.run("INSERT INTO t (n) VALUES (1)") }
        #expect(try rows(connection) == [1])
        withExtendedLifetime(scratch) {}
    }

    @Test func `a full disk undoes the transaction and harms nothing`() throws {
        let (scratch, connection) = try scratchTable()
        try connection.run("INSERT INTO t (n) VALUES (1)")
        let pages = try #require(try connection.first("PRAGMA page_count") { $0.int(0) })
        try connection.execute("PRAGMA max_page_count = \(pages)")
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                try connection.run("INSERT INTO t (n) VALUES (2)")
                try connection.run("INSERT INTO t (n, b) VALUES (3, zeroblob(100000))")
            }
        }
        #expect(error?.code.primary == .full)
        #expect(!connection.isInTransaction)
        #expect(try rows(connection) == [1])
        try connection.execute("PRAGMA max_page_count = 100000")
        try connection.transaction { _ = try connection.run("INSERT INTO t (n) VALUES (4)") }
        #expect(try rows(connection) == [1, 4])
        #expect(try connection.problems() == [])
        withExtendedLifetime(scratch) {}
    }

    @Test func `a checkpoint empties the log, or waits for a reader's end`() throws {
        let (scratch, connection) = try scratchTable()
        try connection.run("INSERT INTO t (n, b) VALUES (1, zeroblob(100000))")
        #expect(connection.logBytes > 100_000)
        let reader = try Connection(path: connection.path, mode: .reader)
        try reader.run("BEGIN")
        #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == 1)
        try connection.run("INSERT INTO t (n) VALUES (2)")
        #expect(try connection.checkpoint() == false)
        try reader.run("COMMIT")
        #expect(try connection.checkpoint())
        #expect(connection.logBytes == 0)
        withExtendedLifetime(scratch) {}
    }

    @Test func `a copy holds what was there`() throws {
        let (scratch, connection) = try scratchTable()
        try connection.run("INSERT INTO t (n) VALUES (1)")
        try connection.backUp(to: scratch.file("copy.sqlite"))
        let copy = try Connection(path: scratch.file("copy.sqlite"), mode: .existing)
        #expect(try rows(copy) == [1])
        #expect(throws: SQLiteError.self) { try connection.backUp(to: scratch.file("copy.sqlite")) }
    }
}
