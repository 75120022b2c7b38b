import SQLite
import Support

/// What tests ask of tokens, at the database and at the sandbox.
extension Stage {
    /// The exchanges of refresh tokens that the sandbox has seen of a listener, after request number `since`.
    func refreshes(of listener: String, since: Int = 0) async throws -> [SandboxProcess.LoggedRequest] {
        try await sandbox.requests(since: since).filter { $0.user == listener && $0.grantType == "refresh_token" }
    }

    /// All exchanges of refresh tokens, also those that name nobody the sandbox knows.
    func refreshes(since: Int = 0) async throws -> [SandboxProcess.LoggedRequest] {
        try await sandbox.requests(since: since).filter { $0.grantType == "refresh_token" }
    }

    /// The number of the last request the sandbox has seen.
    func lastRequest() async throws -> Int { try await sandbox.requests().last?.number ?? 0 }

    /// A number from the database.
    func number(_ query: StaticString) throws -> Int { try Program.number(in: database, query) }

    /// Waits until a query gives a number.
    func wait(for number: Int, _ query: StaticString) async throws {
        try await waitUntil("\(number) from \(query)") { try self.number(query) == number }
    }

    /// How many connections are in a state.
    func connections(_ state: String) throws -> Int {
        try SQLite.Connection(path: database, mode: .reader).first(
            "SELECT count(*) FROM connection WHERE state = ?", state, read: { $0.int(0) }) ?? 0
    }

    /// The settings of an operator's commands.
    var commandSettings: [String: String] {
        [
            "DATA": folder.file("data"), "KEYRING_FILE": folder.file("keyring"),
            "SPOTIFY_CLIENT_ID": environment["FANFARE_SPOTIFY_CLIENT_ID"] ?? "",
        ]
    }
}

extension Visitor {
    /// Whether the settings page calls the connection connected.
    func isConnected() async throws -> Bool { try await get("/settings").text.contains("<span>Connected</span>") }
}
