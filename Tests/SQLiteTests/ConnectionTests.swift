import SQLite
import Support
import Testing

struct ConnectionTests {
    static let values: [Value] = [
        .null, .integer(0), .integer(.min), .integer(.max), .text(""), .text("Sigur Rós"), .text("a\u{0}b"),
        .text("it's; DROP TABLE"), .blob([]), .blob([0, 255, 0]),
    ]

    @Test(arguments: values)
    func `what is bound comes back`(_ value: Value) throws {
        let connection = try Connection(path: ":memory:", mode: .create)
        let back = try connection.first("SELECT ?", value) { row -> Value in
            switch value {
            case .null: row.isNull(0) ? .null : .integer(-1)
            case .integer: .integer(row.int64(0))
            case .text: row.optionalText(0).map(Value.text) ?? .null
            case .blob: row.optionalBlob(0).map(Value.blob) ?? .null
            }
        }
        #expect(back == value)
    }

    @Test(arguments: [0, 1, 3])
    func `a parameter without its value is refused`(_ count: Int) throws {
        let connection = try Connection(path: ":memory:", mode: .create)
        let error = #expect(throws: SQLiteError.self) {
            switch count {
            case 0: try connection.run("SELECT ?, ?")
            case 1: try connection.run("SELECT ?, ?", 1)
            default: try connection.run("SELECT ?, ?", 1, 2, 3)
            }
        }
        #expect(error?.code == .range)
        // The statement is good for another use all the same.
        #expect(try connection.first("SELECT ?, ?", 1, 2) { $0.int(1) } == 2)
    }

    @Test func `a statement serves again, and inside itself`() throws {
        let connection = try Connection(path: ":memory:", mode: .create)
        func digits(_ depth: Int) throws -> [Int] {
            var result: [Int] = []
            let own = try connection.all("SELECT 1 UNION ALL SELECT 2") { row -> Int in
                if depth > 0 { result += (try? digits(depth - 1)) ?? [] }
                return row.int(0)
            }
            return result + own
        }
        #expect(try digits(0) == [1, 2])
        #expect(try digits(2).count == 14)
        #expect(try digits(0) == [1, 2])
    }

    @Test func `an error names statement and code and no value`() throws {
        let connection = try Connection(path: ":memory:", mode: .create)
        try connection.execute("CREATE TABLE t (a TEXT PRIMARY KEY, n INTEGER) STRICT")
        try connection.run("INSERT INTO t VALUES (?, ?)", "AQ-secret", 1)
        let twice = #expect(throws: SQLiteError.self) {
            try connection.run("INSERT INTO t VALUES (?, ?)", "AQ-secret", 1)
        }
        #expect(twice?.code.primary == .constraint)
        #expect(twice?.code.rawValue == 1555)  // SQLITE_CONSTRAINT_PRIMARYKEY
        let wrongType = #expect(throws: SQLiteError.self) {
            try connection.run("INSERT INTO t VALUES ('b', ?)", "AQ-secret")
        }
        for error in [twice, wrongType] {
            let text = try #require(error).description
            #expect(text.contains("INSERT INTO t"))
            #expect(!text.contains("AQ-secret"))
        }
    }

    @Test func `the settings are those promised`() throws {
        let scratch = try ScratchFolder()
        let writer = try Connection(path: scratch.file("a.sqlite"), mode: .create)
        try writer.execute("CREATE TABLE t (n INTEGER) STRICT")
        let reader = try Connection(path: scratch.file("a.sqlite"), mode: .reader)
        for connection in [writer, reader] {
            #expect(try connection.first("PRAGMA journal_mode") { $0.text(0) } == "wal")
            #expect(try connection.first("PRAGMA foreign_keys") { $0.int(0) } == 1)
            #expect(try connection.first("PRAGMA synchronous") { $0.int(0) } == 2)
            #expect(try connection.first("PRAGMA trusted_schema") { $0.int(0) } == 0)
            #expect(try connection.first("PRAGMA cell_size_check") { $0.int(0) } == 1)
            #expect(try connection.first("PRAGMA mmap_size") { $0.int(0) } == 0)
            #expect(try connection.first("PRAGMA wal_autocheckpoint") { $0.int(0) } == 0)
            #expect(try connection.first("PRAGMA busy_timeout") { $0.int(0) } == 5000)
        }
        #expect(try writer.first("PRAGMA query_only") { $0.int(0) } == 0)
    }

    @Test func `a reader sees what is committed and writes nothing`() throws {
        let scratch = try ScratchFolder()
        let writer = try Connection(path: scratch.file("a.sqlite"), mode: .create)
        try writer.execute("CREATE TABLE t (n INTEGER) STRICT")
        let reader = try Connection(path: scratch.file("a.sqlite"), mode: .reader)
        try writer.begin()
        try writer.run("INSERT INTO t VALUES (1)")
        #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == 0)
        try writer.commit()
        #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == 1)
        let error = #expect(throws: SQLiteError.self) { try reader.run("DELETE FROM t") }
        #expect(error?.code.primary == .readOnly)
    }
}
