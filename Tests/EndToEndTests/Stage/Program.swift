import FoundationEssentials
import SQLite
import Support

/// One run of the program to its end, and what tests do to its files.
enum Program {
    /// How a run ended.
    struct Ending: Sendable {
        let code: Int32
        let output: [String]
        let errors: [String]
    }

    /// Runs a command that ends by itself. The environment is what is given; names are without `FANFARE_`.
    static func run(_ arguments: [String], _ settings: [String: String] = [:]) async throws -> Ending {
        let environment = Dictionary(uniqueKeysWithValues: settings.map { ("FANFARE_\($0.key)", $0.value) })
        let process = try ServerProcess(ServerProcess.product("fanfare"), arguments, environment: environment)
        let code = try await process.waitForExit()
        return Ending(code: code, output: process.output, errors: process.errors)
    }

    /// Settings with which serve would start, if what they name were in order.
    static func settings(in folder: ScratchFolder) -> [String: String] {
        [
            "BASE_URL": "http://127.0.0.1:1", "LISTEN": "127.0.0.1:0", "DATA": folder.file("data"),
            "KEYRING_FILE": folder.file("keyring"), "SPOTIFY_CLIENT_ID": "stage",
            "SPOTIFY_CLIENT_SECRET": Stage.clientSecret, "SPOTIFY_ACCOUNTS_URL": "http://127.0.0.1:1",
            "SPOTIFY_API_URL": "http://127.0.0.1:1/v1",
        ]
    }

    /// Makes a keyring and an empty database where `settings(in:)` says.
    static func prepare(_ folder: ScratchFolder) async throws {
        let keys = try await run(["keys", "init", folder.file("keyring")])
        let schema = try await run(["migrate"], settings(in: folder))
        guard keys.code == 0, schema.code == 0 else { throw WaitedInVain("a keyring and a database") }
    }

    /// Runs a script on a database, as an operator with the sqlite3 program could.
    static func edit(_ database: String, _ script: String) throws {
        try SQLite.Connection(path: database, mode: .existing, busyTimeout: .seconds(60)).execute(script)
    }

    /// The number that a query gives.
    static func number(in database: String, _ query: StaticString) throws -> Int {
        try SQLite.Connection(path: database, mode: .reader, busyTimeout: .seconds(60)).first(query) { $0.int(0) } ?? 0
    }

    /// Changes the octets of a file.
    static func change(_ path: String, _ body: (inout [UInt8]) -> Void) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        body(&bytes)
        try Data(bytes).write(to: URL(filePath: path))
    }

    /// Writes a text file.
    static func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
}
