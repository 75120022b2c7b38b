import FoundationEssentials
import SQLite
import Store

/// The database of a fixture, as somebody sees it who has the file.
struct SQLiteFile {
    private let connection: SQLite.Connection
    private let path: String

    init(_ fixture: Fixture) throws {
        path = fixture.database.path
        connection = try SQLite.Connection(path: path, mode: .existing)
    }

    /// The number that a query gives.
    func count(_ query: StaticString) throws -> Int { try connection.first(query) { $0.int(0) } ?? 0 }

    /// The texts that a query gives.
    func texts(_ query: StaticString) throws -> [String] { try connection.all(query) { $0.text(0) } }

    /// Runs a script.
    func execute(_ script: String) throws { try connection.execute(script) }

    /// Whether the text stands anywhere in the file or its log.
    func contains(_ text: String) -> Bool {
        ["", "-wal"].contains { suffix in
            let bytes = FileManager.default.contents(atPath: path + suffix) ?? Data()
            return Array(bytes).firstRange(of: Array(text.utf8)) != nil
        }
    }
}
