import FoundationEssentials
import SQLite
import Support
import Testing

struct BrokenFileTests {
    struct Sample: Sendable {
        var name: String
        var bytes: [UInt8]?
        var mode: OpenMode
        var code: ResultCode
    }

    static let samples = [
        Sample(
            name: "a text", bytes: Array(String(repeating: "not a database\n", count: 100).utf8), mode: .existing,
            code: .notADatabase),
        Sample(name: "nothing there", bytes: nil, mode: .existing, code: .cannotOpen),
        Sample(name: "nothing there to read", bytes: nil, mode: .reader, code: .cannotOpen),
    ]

    @Test(arguments: samples)
    func `a file that is no database is told by its code`(_ sample: Sample) throws {
        let scratch = try ScratchFolder()
        let path = scratch.file("a.sqlite")
        if let bytes = sample.bytes { try Data(bytes).write(to: URL(filePath: path)) }
        let error = #expect(throws: SQLiteError.self) { _ = try Connection(path: path, mode: sample.mode) }
        #expect(error?.code.primary == sample.code)
        if let bytes = sample.bytes { #expect(FileManager.default.contents(atPath: path) == Data(bytes)) }
    }

    @Test func `damage is found`() throws {
        let scratch = try ScratchFolder()
        let path = scratch.file("a.sqlite")
        do {
            let connection = try Connection(path: path, mode: .create)
            try connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, b TEXT) STRICT; CREATE INDEX i ON t (b)")
            for number in 0..<500 { try connection.run("INSERT INTO t VALUES (?, ?)", number, "text \(number)") }
            #expect(try connection.problems() == [])
            #expect(try connection.checkpoint())
        }
        var bytes = try #require(FileManager.default.contents(atPath: path))
        for offset in 8200..<12000 { bytes[offset] = 0xA5 }
        try bytes.write(to: URL(filePath: path))
        let connection = try Connection(path: path, mode: .existing)
        let isDamaged = (try? connection.problems().isEmpty) != true
        #expect(isDamaged)
    }
}
