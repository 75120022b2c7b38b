import HTTP
import HTTPClient
import Support

/// What tests ask of the worker: a beat that finds nothing to do leaves no trace but in the figures.
extension Stage {
    /// How often the worker of a serve has looked for what is due.
    func beats(of server: ServerProcess) async throws -> Int {
        let line = try await server.waitForLine(containing: "serving metrics")
        guard let address = line.firstMatch(of: #/address=(\S+)/#)?.output.1 else { throw WaitedInVain("an address") }
        let response = try await CurlClient().send(
            ClientRequest(.get, "http://\(address)/metrics", deadline: .seconds(60)))
        let text = String(decoding: response.body, as: UTF8.self)
        return text.firstMatch(of: #/\nfanfare_worker_beats_total ([0-9]+)/#).flatMap { Int($0.output.1) } ?? 0
    }

    /// Waits until the worker of one of these has looked three times more. The serve started last unless told; one that
    /// is still exchanging tokens does not count.
    func waitForBeats(ofOneOf servers: [ServerProcess]? = nil) async throws {
        let servers = try servers ?? [server]
        var before: [Int] = []
        for server in servers { before.append(try await beats(of: server)) }
        try await waitUntil("three beats") {
            for (server, count) in zip(servers, before) where try await beats(of: server) >= count + 3 { return true }
            return false
        }
    }
}
