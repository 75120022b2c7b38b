import Domain
import FoundationEssentials
import SQLite
import Store
import Support
import Testing

struct MigrationTests {
    static let first = Migration(name: "0001-one.sql", sql: "CREATE TABLE one (n INTEGER) STRICT;")
    static let second = Migration(name: "0002-two.sql", sql: "CREATE TABLE two (n INTEGER) STRICT;")
    static let broken = Migration(
        name: "0002-two.sql", sql: "CREATE TABLE two (n INTEGER) STRICT; CREATE TABLE one (n);")

    private func open(_ scratch: ScratchFolder, _ migrations: [Migration]) throws -> Database {
        try Database(path: scratch.file("a.sqlite"), migrations: migrations, now: Fixture.start)
    }

    private func tables(_ scratch: ScratchFolder) throws -> [String] {
        let reader = try SQLite.Connection(path: scratch.file("a.sqlite"), mode: .reader)
        return try reader.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") { $0.text(0) }
    }

    @Test func `what is shipped applies, twice to no effect, and is sound`() throws {
        let scratch = try ScratchFolder()
        for _ in 0..<2 { _ = try open(scratch, try Fixture.migrations()) }
        let reader = try SQLite.Connection(path: scratch.file("a.sqlite"), mode: .reader)
        #expect(try reader.problems() == [])
        #expect(try reader.first("PRAGMA user_version") { $0.int(0) } == Fixture.migrations().count)
        let loose = try reader.all(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        ) {
            $0.text(0)
        }
        #expect(loose.filter { !$0.hasPrefix("sqlite_") } == [])
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.file("a.sqlite"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `steps apply in order of number, later ones later`() throws {
        let scratch = try ScratchFolder()
        _ = try open(scratch, [Self.first])
        #expect(try tables(scratch) == ["one", "schema_migration"])
        _ = try open(scratch, [Self.second, Self.first])
        #expect(try tables(scratch) == ["one", "schema_migration", "two"])
    }

    static let refused: [(before: [Migration], now: [Migration], failure: MigrationFailure)] = [
        ([first, second], [first], .newerSchema(database: 2, program: 1)),
        ([first, second], [], .newerSchema(database: 2, program: 0)),
        ([first], [Migration(name: first.name, sql: first.sql + " "), second], .changed(name: "0001-one.sql")),
        ([], [second], .misnumbered(name: "0002-two.sql")),
        ([], [first, Migration(name: "0003-three.sql", sql: "")], .misnumbered(name: "0003-three.sql")),
        ([], [Migration(name: "one.sql", sql: "")], .misnumbered(name: "one.sql")),
    ]

    @Test(arguments: refused.indices)
    func `what does not fit is refused before anything happens`(_ index: Int) throws {
        let (before, now, failure) = Self.refused[index]
        let scratch = try ScratchFolder()
        _ = try open(scratch, before)
        let tablesBefore = try tables(scratch)
        #expect(throws: failure) { _ = try open(scratch, now) }
        #expect(try tables(scratch) == tablesBefore)
    }

    @Test func `a step that fails leaves nothing of itself`() throws {
        let scratch = try ScratchFolder()
        let failure = #expect(throws: MigrationFailure.self) { _ = try open(scratch, [Self.first, Self.broken]) }
        guard case .failed(name: "0002-two.sql", _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(try tables(scratch) == ["one", "schema_migration"])
        _ = try open(scratch, [Self.first, Self.second])
        #expect(try tables(scratch) == ["one", "schema_migration", "two"])
    }

    @Test func `another program's database is left alone`() throws {
        let scratch = try ScratchFolder()
        do {
            let other = try SQLite.Connection(path: scratch.file("a.sqlite"), mode: .create)
            try other.execute("CREATE TABLE theirs (n INTEGER)")
        }
        #expect(throws: MigrationFailure.foreign(applicationID: 0)) { _ = try open(scratch, [Self.first]) }
        #expect(try tables(scratch) == ["theirs"])
    }

    @Test func `a file that is no database, and a folder that is not there, are told with what to do`() throws {
        let scratch = try ScratchFolder()
        let bytes = Data(String(repeating: "words ", count: 500).utf8)
        try bytes.write(to: URL(filePath: scratch.file("a.sqlite")))
        let failure = #expect(throws: MigrationFailure.self) { _ = try open(scratch, [Self.first]) }
        #expect(failure?.description.contains("is not a database of Fanfare") == true)
        #expect(FileManager.default.contents(atPath: scratch.file("a.sqlite")) == bytes)
        let missing = #expect(throws: MigrationFailure.self) {
            _ = try Database(path: scratch.file("no/a.sqlite"), migrations: [Self.first], now: Fixture.start)
        }
        #expect(missing?.description.contains("cannot be opened") == true)
    }
}
