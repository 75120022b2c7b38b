import Domain
import Glibc
import HTTP
import HTTPServer
import Sandbox
import Vault

/// A `fanfare serve` as a process, and the stand-in for Spotify in this one.
struct SignInSite {
    /// Where serve is.
    let url: String
    /// Answers for the stand-in without a socket, to whoever agrees in people's place.
    let provider: HandlerClient
    private let process: Int32
    private let server: Server

    struct NoStart: Error, CustomStringConvertible {
        let description: String
    }

    static func start(_ program: String, in folder: String) async throws -> SignInSite {
        let slot = HandlerSlot()
        var settings = ServerSettings()
        settings.loops = 1
        let server = try Server(listeningOn: [.tcp(host: "127.0.0.1", port: 0)], settings: settings, handler: slot)
        let spotify = "http://\(server.addresses[0])"
        let secret = "a-secret-of-the-benchmark-alone"
        let client = try SandboxClient(
            id: "bench", secret: secret, redirectURIs: ["http://127.0.0.1/callback"])
        let sandbox = Sandbox(
            options: SandboxOptions(clients: [client], isStill: true, hasLimits: false, publicURL: spotify)
        ) { milliseconds() }
        slot.fill(with: sandbox.service)
        try KeyringFile(path: "\(folder)/keyring").make()
        let port = FreePort.any()
        let url = "http://127.0.0.1:\(port)"
        let environment = [
            "BASE_URL=\(url)", "LISTEN=127.0.0.1:\(port)", "DATA=\(folder)/data", "KEYRING_FILE=\(folder)/keyring",
            "SPOTIFY_CLIENT_ID=bench", "SPOTIFY_CLIENT_SECRET=\(secret)", "SPOTIFY_ACCOUNTS_URL=\(spotify)",
            "SPOTIFY_API_URL=\(spotify)/v1", "LOG_LEVEL=error",
            // People come from many addresses, as behind a proxy, and faster than any network may.
            "TRUSTED_PROXIES=127.0.0.1", "RATE_LIMIT=off",
        ]
        let words = environment.map { "'FANFARE_\($0)'" }.joined(separator: " ")
        guard let process = Shell.start("env \(words) '\(program)' serve") else {
            throw NoStart(description: "\(program) cannot be started")
        }
        let ready = Shell.output(
            "for i in $(seq 200); do curl -sf -o /dev/null \(url)/healthz && echo yes && break; sleep 0.05; done")
        guard ready.hasPrefix("yes") else {
            kill(-process, SIGKILL)
            throw NoStart(description: "\(program) serve does not answer: build it, or name it with --fanfare")
        }
        return SignInSite(url: url, provider: HandlerClient(sandbox.service), process: process, server: server)
    }

    func stop() { kill(-process, SIGTERM) }

    private static func milliseconds() -> Int64 {
        var time = timespec()
        // SAFETY: the call fills a local variable.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
