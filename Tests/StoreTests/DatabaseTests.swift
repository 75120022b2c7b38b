import Dispatch
import Domain
import FoundationEssentials
import SQLite
import Support
import Testing

@testable import Store

struct DatabaseTests {
    private struct Refusal: Error {}

    private func open() throws -> (ScratchFolder, Database) {
        let scratch = try ScratchFolder()
        let migration = Migration(name: "0001-t.sql", sql: "CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB) STRICT;")
        return (scratch, try Database(path: scratch.file("a.sqlite"), migrations: [migration], now: Fixture.start))
    }

    private func rows(_ database: Database) throws -> [Int] {
        try SQLite.Connection(path: database.path, mode: .reader).all("SELECT n FROM t ORDER BY n") { $0.int(0) }
    }

    @Test func `those that wait share a commit, and one that fails falls alone`() async throws {
        let (scratch, database) = try open()
        let gate = DispatchSemaphore(value: 0)
        let (entered, entering) = AsyncStream<Void>.makeStream()
        let outcomes = await withTaskGroup(of: (Int, Int?).self) { group in
            // The first keeps the writer busy until the others stand in line. It blocks the writer's queue, which is
            // made for waiting.
            group.addTask {
                _ = try? await database.transaction { _ in
                    entering.finish()
                    gate.wait()
                }
                return (0, nil)
            }
            for await _ in entered {}
            for number in 1...40 {
                group.addTask {
                    let seen = try? await database.transaction { connection -> Int in
                        try connection.run("INSERT INTO t (n) VALUES (?)", number)
                        if number % 10 == 0 { throw Refusal() }
                        // What a reader sees now is what was committed before this batch.
                        let reader = try SQLite.Connection(path: connection.path, mode: .reader)
                        return try reader.first("SELECT count(*) FROM t") { $0.int(0) } ?? -1
                    }
                    return (number, seen)
                }
            }
            while database.waitingCount < 40 { await Task.yield() }
            gate.signal()
            return await group.reduce(into: [Int: Int?]()) { $0[$1.0] = $1.1 }
        }
        for number in 1...40 { #expect(outcomes[number] == .some(number % 10 == 0 ? nil : 0), "\(number)") }
        #expect(try rows(database) == (1...40).filter { $0 % 10 != 0 })
        withExtendedLifetime(scratch) {}
    }

    @Test func `one that fails alone leaves nothing, and the next finds an open door`() async throws {
        let (scratch, database) = try open()
        await #expect(throws: StoreFailure.self) {
            try await database.transaction { connection in
                try connection.run("INSERT INTO t (n) VALUES (1)")
                // A part of its own that succeeds is undone with the rest.
                try connection.savepoint { _ = try connection.run("INSERT INTO t (n) VALUES (2)") }
                throw Refusal()
            }
        }
        // A constraint that stops a statement does the same.
        await #expect(throws: StoreFailure.self) {
            try await database.transaction { connection in
                try connection.run("INSERT INTO t (n) VALUES (3)")
                try connection.run("INSERT INTO t (n) VALUES (3)")
            }
        }
        #expect(try rows(database) == [])
        try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (4)") }
        #expect(try rows(database) == [4])
        withExtendedLifetime(scratch) {}
    }

    @Test(arguments: ["moved away", "removed", "replaced"])
    func `nothing is taken for durable in a file that is no longer there`(how: String) async throws {
        let (scratch, database) = try open()
        try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (1)") }
        let elsewhere = scratch.file("elsewhere")
        let files = FileManager.default
        try files.moveItem(atPath: database.path, toPath: elsewhere)
        if how == "removed" { try files.removeItem(atPath: elsewhere) }
        if how == "replaced" {
            let other = try SQLite.Connection(path: scratch.file("other"), mode: .create)
            try other.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB) STRICT")
            try files.moveItem(atPath: scratch.file("other"), toPath: database.path)
        }
        let failure = await #expect(throws: StoreFailure.self) {
            try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (2)") }
        }
        guard case .broken(let sentence) = failure else {
            Issue.record("not broken: \(String(describing: failure))")
            return
        }
        #expect(sentence.contains("put the file back"))
        guard how == "moved away" else { return }
        try files.moveItem(atPath: elsewhere, toPath: database.path)
        try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (3)") }
        #expect(try rows(database) == [1, 3])
    }

    @Test func `an error is the caller's own`() async throws {
        let (scratch, database) = try open()
        try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (1)") }
        await #expect(throws: StoreFailure.constraint("UNIQUE constraint failed: t.n")) {
            try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (1)") }
        }
        await #expect(throws: StoreFailure.busy) {
            try await database.transaction { _ in throw StoreFailure.busy }
        }
        try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (2)") }
        #expect(try rows(database) == [1, 2])
        withExtendedLifetime(scratch) {}
    }

    @Test func `a full disk is told as such, and passes`() async throws {
        let (scratch, database) = try open()
        try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (1)") }
        try await database.setPragma("max_page_count = 8")
        await #expect(throws: StoreFailure.full) {
            try await database.transaction { _ = try $0.run("INSERT INTO t (n, b) VALUES (2, zeroblob(100000))") }
        }
        #expect(try rows(database) == [1])
        try await database.setPragma("max_page_count = 100000")
        try await database.transaction { _ = try $0.run("INSERT INTO t (n, b) VALUES (2, zeroblob(100000))") }
        #expect(try rows(database) == [1, 2])
        withExtendedLifetime(scratch) {}
    }

    @Test func `a database that cannot be written says what to do`() async throws {
        let (scratch, database) = try open()
        try await database.setPragma("query_only = ON")
        let failure = await #expect(throws: StoreFailure.self) {
            try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (1)") }
        }
        guard case .broken(let sentence) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(sentence.contains("cannot be written"))
        #expect(try rows(database) == [])
        withExtendedLifetime(scratch) {}
    }

    @Test func `another writer makes it busy, for no longer than it may`() async throws {
        let scratch = try ScratchFolder()
        let migration = Migration(name: "0001-t.sql", sql: "CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT;")
        let database = try Database(
            path: scratch.file("a.sqlite"), migrations: [migration], now: Fixture.start, busyTimeout: .milliseconds(10))
        let other = try SQLite.Connection(path: database.path, mode: .existing)
        try other.begin()
        await #expect(throws: StoreFailure.busy) {
            try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (1)") }
        }
        other.rollBack()
        try await database.transaction { _ = try $0.run("INSERT INTO t (n) VALUES (1)") }
        #expect(try rows(database) == [1])
    }

    @Test func `the log stays short, but for a reader in the way`() async throws {
        let (scratch, database) = try open()
        let reader = try SQLite.Connection(path: database.path, mode: .reader)
        try reader.run("BEGIN")
        _ = try reader.first("SELECT count(*) FROM t") { $0.int(0) }
        for number in 1...5 {
            try await database.transaction { _ = try $0.run("INSERT INTO t VALUES (?, zeroblob(1000000))", number) }
        }
        #expect(reader.logBytes > Database.logBytesMax)
        #expect(try await database.checkpoint() == false)
        try reader.run("COMMIT")
        for number in 6...15 {
            try await database.transaction { _ = try $0.run("INSERT INTO t VALUES (?, zeroblob(1000000))", number) }
        }
        #expect(reader.logBytes <= Database.logBytesMax + 1_100_000)
        #expect(try await database.checkpoint())
        #expect(reader.logBytes == 0)
        #expect(try rows(database) == Array(1...15))
        withExtendedLifetime(scratch) {}
    }
}
