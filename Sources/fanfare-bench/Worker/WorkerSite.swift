import FoundationEssentials
import Glibc
import SQLite

/// The program and the stand-in, each a process of its own, with one listener signed in.
struct WorkerSite {
    let sandbox: String
    let admin: String
    private let folder: String
    private let processes: [Int32]
    private let ledger: Connection
    /// The process that is measured.
    private let server: Int32

    init(program: String, artists: Int) throws {
        let folder = "\(FileManager.default.temporaryDirectory.path)/fanfare-bench-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.folder = folder
        let ports = (0..<3).map { _ in FreePort.any() }
        let site = "http://127.0.0.1:\(ports[0])"
        sandbox = "http://127.0.0.1:\(ports[1])"
        admin = "http://127.0.0.1:\(ports[2])"
        let stand = Shell.start(
            "\(program) sandbox --still --artists \(max(60, artists)) --listen 127.0.0.1:\(ports[1])"
                + " --admin-listen 127.0.0.1:\(ports[2]) --redirect-uri \(site)/callback")
        _ = Shell.output("\(program) keys init \(folder)/keyring")
        Shell.wait(for: "\(admin)/clock")
        for family in ["*", "artist-albums"] {
            Shell.post(#"{"family":"\#(family)","per_day":null,"per_30s":null}"#, to: "\(admin)/quota")
        }
        WorkerSite.follow(artists, admin: admin, folder: folder)
        let environment = [
            "BASE_URL=\(site)", "LISTEN=127.0.0.1:\(ports[0])", "DATA=\(folder)", "KEYRING_FILE=\(folder)/keyring",
            "SPOTIFY_CLIENT_ID=fanfare-demo", "SPOTIFY_CLIENT_SECRET=fanfare-demo-secret",
            "SPOTIFY_ACCOUNTS_URL=\(sandbox)", "SPOTIFY_API_URL=\(sandbox)/v1", "SPOTIFY_DAILY_BUDGET=unlimited",
            "CHECK_INTERVAL_MIN=1s", "CHECK_INTERVAL_MAX=1h", "LOG_LEVEL=warning",
        ].map { "FANFARE_\($0)" }.joined(separator: " ")
        guard let stand, let server = Shell.start("env \(environment) \(program) serve") else { throw NotStarted() }
        self.server = server
        processes = [stand, server]
        Shell.wait(for: "\(site)/healthz")
        WorkerSite.signIn(at: site, sandbox: sandbox, folder: folder)
        ledger = try Connection(path: "\(folder)/fanfare.sqlite", mode: .reader)
    }

    /// How many artist-album calls the program has entered into its ledger.
    func checks() throws -> Int {
        try ledger.first("SELECT sum(calls) FROM call_ledger WHERE family = 'artist-albums'") { $0.int(0) } ?? 0
    }

    /// How many lists have not been read to their end; all of them while nobody follows anybody.
    func unread(ofArtists artists: Int) throws -> Int {
        let read =
            try ledger.first("SELECT count(*) FROM artist_group WHERE baseline_at IS NOT NULL AND sweep_offset IS NULL")
        {
            $0.int(0)
        } ?? 0
        return 2 * artists - read
    }

    /// Seconds of the processor that the program has used.
    var processorSeconds: Double { OtherProcess.processorSeconds(of: server) }

    /// KiB of memory in use.
    var memory: Int {
        let line = Shell.output("grep VmRSS /proc/\(server)/status").split(separator: " ")
        return line.count > 1 ? Int(line[1].filter(\.isNumber)) ?? 0 : 0
    }

    /// Runs something while the program stands still.
    func pausing<T>(_ body: () -> T) -> T {
        kill(server, SIGSTOP)
        defer { kill(server, SIGCONT) }
        return body()
    }

    func stop() {
        for process in processes { kill(-process, SIGTERM) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The first listener follows so many artists.
    private static func follow(_ count: Int, admin: String, folder: String) {
        let ids = Shell.output("curl -s '\(admin)/artists?limit=\(count)' | grep -o '\"id\":\"[^\"]*\"'")
        let list = ids.split(whereSeparator: \.isNewline).map { $0.dropFirst(5) }.joined(separator: ",")
        let path = "\(folder)/follows.json"
        _ = FileManager.default.createFile(atPath: path, contents: Data("{\"artist_ids\":[\(list)]}".utf8))
        _ = Shell.output("curl -s --data-binary @\(path) \(admin)/users/listener-1/follow")
    }

    /// The way of a browser: the link, the consent, the callback.
    private static func signIn(at site: String, sandbox: String, folder: String) {
        let jar = "-b \(folder)/cookies -c \(folder)/cookies"
        let page = Shell.output("curl -s \(jar) \(site)/ | grep -o '/authorize?[^\"]*' | head -1 | sed 's/&amp;/\\&/g'")
        guard let query = page.split(separator: "?").last?.split(whereSeparator: \.isNewline).first else { return }
        let back = Shell.output(
            "curl -s -o /dev/null -w '%{redirect_url}' --data '\(query)&user=listener-1&action=agree' \(sandbox)/authorize"
        )
        _ = Shell.output("curl -s -o /dev/null \(jar) '\(back)'")
    }
}

private struct NotStarted: Error {}
