import FoundationEssentials
import HTTP
import HTTPClient
import Support
import Synchronization

/// The real thing: `fanfare serve` and `fanfare sandbox` as processes, a keyring, a database, ports and folders of
/// their own. Serve can be ended and started again; everything else stays.
final class Stage: Sendable {
    static let clientSecret = "a-stage-secret-that-nobody-else-has"

    /// Where everything is kept.
    let folder: ScratchFolder
    /// The stand-in for Spotify.
    let sandbox: SandboxProcess
    /// Where people reach Fanfare, without a slash at the end.
    let baseURL: String
    /// The environment of serve.
    let environment: [String: String]
    /// Stands between serve and the sandbox; nil where a test has put something of its own there, or nothing.
    let relay: Relay?
    /// What has been secret here.
    let canary = Canary()
    private let wrapper: [String]
    private let port: PortReservation
    private let lives = Mutex<[ServerProcess]>([])

    /// Sets everything up and starts serve. `settings` go over those of the stage, without `FANFARE_`; `spotify` is
    /// where serve finds Spotify if not behind a relay of the stage's own; `path` and `publicURL` are for a proxy in
    /// front; `clock` is serve's instead of the machine's; `wrapping` gives the words to stand before the command, for
    /// a folder of data.
    static func open(
        sandbox: SandboxProcess? = nil, spotify: String? = nil, path: String = "", publicURL: String? = nil,
        settings: [String: String] = [:], clock: FakeClock? = nil, wrapping: (String) -> [String] = { _ in [] }
    ) async throws -> Stage {
        let sandbox =
            if let sandbox { sandbox } else { try await SandboxProcess.start(redirectPath: "\(path)/callback") }
        let relay = spotify == nil ? try Relay(to: sandbox.url) : nil
        let stage = try Stage(
            sandbox: sandbox, relay: relay, spotify: spotify ?? relay?.url ?? sandbox.url, path: path,
            publicURL: publicURL, settings: settings, clock: clock, wrapping: wrapping)
        StageStories.opened?.add(stage)
        try await stage.makeKeyring()
        try await stage.start()
        return stage
    }

    private init(
        sandbox: SandboxProcess, relay: Relay?, spotify: String, path: String, publicURL: String?,
        settings: [String: String], clock: FakeClock?, wrapping: (String) -> [String]
    ) throws {
        folder = try ScratchFolder()
        port = try PortReservation()
        self.sandbox = sandbox
        self.relay = relay
        wrapper = wrapping(folder.file("data"))
        if !wrapper.isEmpty {
            try FileManager.default.createDirectory(
                atPath: folder.file("data"), withIntermediateDirectories: true, attributes: nil)
        }
        let listen = "127.0.0.1:\(port.port)"
        baseURL = (publicURL ?? "http://\(listen)") + path
        let standard = [
            "BASE_URL": baseURL, "LISTEN": listen, "DATA": folder.file("data"), "KEYRING_FILE": folder.file("keyring"),
            "SPOTIFY_CLIENT_ID": "stage", "SPOTIFY_CLIENT_SECRET": Stage.clientSecret,
            "SPOTIFY_ACCOUNTS_URL": spotify, "SPOTIFY_API_URL": "\(spotify)/v1",
            "SPOTIFY_DAILY_BUDGET": "unlimited", "CHECK_INTERVAL_MIN": "1s", "CHECK_INTERVAL_MAX": "2s",
            "METRICS_LISTEN": "127.0.0.1:0",
        ]
        let all = standard.merging(settings) { $1 }
        environment = Dictionary(uniqueKeysWithValues: all.map { ("FANFARE_\($0.key)", $0.value) })
            .merging(clock?.variables ?? [:]) { $1 }
        canary.note([Stage.clientSecret])
    }

    private func makeKeyring() async throws {
        let process = try ServerProcess(ServerProcess.product("fanfare"), ["keys", "init", folder.file("keyring")])
        guard try await process.waitForExit() == 0 else { throw WaitedInVain("a keyring: \(process.lines)") }
        let lines = String(decoding: try Data(contentsOf: URL(filePath: folder.file("keyring"))), as: UTF8.self)
        canary.note(lines.split(separator: "\n").compactMap { $0.split(separator: ":").last.map(String.init) })
    }

    /// Where serve listens itself, whatever stands in front of it.
    var directURL: String { "http://\(directAddress)" }

    /// The same as a proxy wants to be told.
    var directAddress: String { "127.0.0.1:\(port.port)" }

    /// The database file.
    var database: String { folder.file("data/fanfare.sqlite") }

    /// Starts serve and waits until it accepts requests.
    @discardableResult
    func start() async throws -> ServerProcess {
        let process = try launch()
        try await process.waitForLine(containing: "Fanfare is at ")
        return process
    }

    /// Starts serve without waiting.
    func launch() throws -> ServerProcess {
        let words = try wrapper + [ServerProcess.product("fanfare"), "serve"]
        let process = try ServerProcess(
            words[0], Array(words.dropFirst()), environment: environment, folder: folder.path)
        lives.withLock { $0.append(process) }
        return process
    }

    /// The serve started last.
    var server: ServerProcess {
        get throws {
            guard let server = lives.withLock({ $0.last }) else { throw WaitedInVain("serve, which never started") }
            return server
        }
    }

    /// Every line that any serve has written.
    var log: [String] { lives.withLock { $0 }.flatMap(\.lines) }

    /// Ends both processes in good order, having looked for secrets where none may be; the exit code is serve's.
    @discardableResult
    func close() async throws -> Int32 {
        // While the write-ahead log is there, and again when everything has been written.
        try await search()
        let code = try await server.terminate()
        try await search()
        try await sandbox.process.terminate()
        await relay?.stop()
        return code
    }

    /// Looks for every secret seen so far in logs, pages and the folder of data.
    func search() async throws {
        canary.note(relay?.secrets ?? [])
        var folders = [folder.file("data")]
        // A file system of its own is seen from outside through the process that has it.
        if !wrapper.isEmpty, try server.exitCode == nil {
            folders.append("/proc/\(try server.processID)/root\(folder.file("data"))")
        }
        try await canary.check(log: log, folders: folders)
    }

    /// A visitor without a browser.
    func visitor() -> Visitor { Visitor(baseURL: baseURL, canary: canary) }

    /// A real browser. Every page of Fanfare that is seen in it, and its cookies, the canary hears of.
    func browser(
        width: Int, height: Int, isPhone: Bool = false, acceptsAnyCertificate: Bool = false, localHosts: String? = nil
    ) async throws -> Browser {
        try await Browser.start(
            width: width, height: height, isPhone: isPhone, acceptsAnyCertificate: acceptsAnyCertificate,
            localHosts: localHosts
        ) { [canary, baseURL] page in
            guard page.url.hasPrefix(baseURL) else { return }
            canary.noteCookies(page.cookies)
            canary.notePage(page.source)
        }
    }
}
