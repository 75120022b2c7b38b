import FoundationEssentials
import Glibc
import Support
import Testing

/// Secrets stay where they are (checklist 19 of research §1.2). Every stage looks for those it has seen when it closes;
/// here the whole product is driven with all that it could log, and the search itself is put to the test.
@Suite(.storied) struct SecrecyTests {
    @Test func `after everything that can be done, and all of it logged, no secret is found anywhere`() async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 3)
        try await sandbox.post("/tokens/policy", ["rotation": "always"])
        let stage = try await Stage.open(sandbox: sandbox, settings: ["LOG_LEVEL": "trace", "LOG_FORMAT": "json"])
        let artists = Array(try await sandbox.artists().prefix(2))
        try await sandbox.setFollows(of: "listener-1", to: artists)
        let visitor = stage.visitor()
        // Sign-ins that fail in each way, and one that does not.
        for path in ["/api/token", "/v1/me"] {
            for fault: JSONValue in [
                ["path": .string(path), "status": 500, "times": 1],
                ["path": .string(path), "status": 400, "body": "{\"error\":\"invalid_grant\"}", "times": 1],
                ["path": .string(path), "status": 200, "body": "<h1>Welcome</h1>", "times": 1],
            ] {
                try await sandbox.post("/faults", fault)
                _ = try? await stage.visitor().signIn(as: "listener-2")
            }
        }
        let front = try await visitor.get("/")
        let cancelled = try await visitor.agree(to: front.authorize ?? "", as: "listener-1", action: "cancel")
        #expect(try await visitor.get(cancelled).status == 403)
        let callback = try await visitor.agree(to: visitor.get("/").authorize ?? "", as: "listener-1")
        #expect(try await visitor.get(callback).location == "/welcome")
        // The same address once more: by whoever has it, and by somebody else.
        _ = try await visitor.get(callback)
        _ = try await stage.visitor().get(callback)
        try await visitor.waitForImport()
        try await sandbox.publish("Loud", by: [artists[0]])
        try await waitUntil("the release") {
            try await visitor.get("/").announcements == ["Loud"]
        }
        // Every page, wrong addresses with the right secrets in them, forms, refreshes and their faults.
        let feed = try #require(try await visitor.get("/").feed)
        for path in [
            "/", "/artists", "/settings", "/settings/export", "/welcome", "/privacy", "/reconnect", feed, feed + "x",
            feed + "?a=1", "/readyz", "/no/such/page", "/settings/disconnect?connection=1",
        ] { _ = try await visitor.get(path) }
        let settings = try await visitor.get("/settings")
        #expect(try await visitor.post("/settings/feed/replace", from: settings).status == 303)
        #expect(try await visitor.get(feed).status == 404)
        let since = try await stage.lastRequest()
        try await waitUntil("two refreshes") { try await stage.refreshes(since: since).count > 1 }
        // One after the other: after a refresh that fails nobody has a token to read a list with for half a minute.
        for (path, status) in [("/v1/me/following", 401), ("/api/token", 502)] {
            try await sandbox.post(
                "/faults", ["path": .string(path), "status": .number(Double(status)), "body": "{}", "times": 2])
            try await waitUntil("\(status) to be met") {
                try await sandbox.requests(since: since).contains { $0.status == status }
            }
        }
        // Copies, keys, the journal, and another life.
        let copy = stage.folder.file("data/copy")
        #expect(try await Program.run(["backup", copy], stage.commandSettings).code == 0)
        #expect(try await Program.run(["keys", "add"], stage.commandSettings).code == 0)
        #expect(try await stage.server.terminate() == 0)
        try await stage.start()
        #expect(try await Program.run(["keys", "rewrap"], stage.commandSettings).code == 0)
        _ = try await visitor.get("/settings")
        try await stage.search()
        #expect(stage.canary.count > 25)
        let disconnect = try await visitor.get("/settings/disconnect?connection=1")
        _ = try await visitor.post("/settings/disconnect", from: disconnect, [("connection", "1")])
        let leave = try await visitor.get("/settings/delete-account")
        _ = try await visitor.post("/settings/delete-account", from: leave)
        try await stage.close()
    }

    @Test func `the search finds a secret in every form and place`() async throws {
        let folder = try ScratchFolder()
        let secret = "plain/secret+with=signs~and-more"
        let canary = Canary()
        canary.note([secret])
        canary.noteShown(["only-on-pages-0123456789"])
        canary.note(["too short"])
        #expect(canary.count == 2)
        func found(_ text: String) async throws -> Int {
            try Data("\u{0}\u{FF}before \(text) after".utf8).write(to: URL(filePath: folder.file("some.file")))
            return try await canary.findings(log: [], folders: [folder.path]).count
        }
        #expect(try await found("nothing at all, too short") == 0)
        for form in Canary.forms(of: secret) { #expect(try await found(form) >= 1, "\(form)") }
        #expect(try await found("only-on-pages-0123456789") == 1)
        #expect(try await canary.findings(log: ["a line with \(secret)"], folders: []).count == 1)
        // As base64 of something longer, wherever the secret begins in it.
        for prefix in ["", "a", "ab", "abc", "id:", "long-id:"] {
            let data = Data((prefix + secret + "-tail").utf8).base64EncodedString()
            #expect(try await found(data) >= 1, "\(prefix)")
        }
        canary.notePage("a page with only-on-pages-0123456789")
        #expect(try await canary.findings(log: [], folders: []).isEmpty)
        canary.notePage("a page with \(secret)")
        #expect(try await canary.findings(log: [], folders: []).count == 1)
    }

    @Test func `a crash leaves no memory behind, and files are their owner's alone`() async throws {
        let stage = try await Stage.open()
        try await stage.visitor().signIn(as: "listener-1")
        let server = try stage.server
        let limits = try String(contentsOfFile: "/proc/\(server.processID)/limits", encoding: .utf8)
        let cores = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(cores.split(separator: " ").compactMap { Int($0) } == [0, 0], "\(cores)")
        // A process that may not be dumped belongs to root in /proc, whoever runs it, and nobody but root reads its
        // memory.
        let status = try String(contentsOfFile: "/proc/\(server.processID)/status", encoding: .utf8)
        #expect(status.contains("Umask:\t0077"))
        let data = stage.folder.file("data")
        for name in try FileManager.default.contentsOfDirectory(atPath: data) {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(data)/\(name)")[.posixPermissions] as? Int
            #expect(mode.map { $0 & 0o077 } == 0, "\(name)")
        }
        server.signal(SIGABRT)
        #expect(try await server.waitForExit() == 128 + SIGABRT)
        let left = try FileManager.default.contentsOfDirectory(atPath: stage.folder.path)
        #expect(!left.contains { $0.hasPrefix("core") }, "\(left)")
        // Nor does a look at its memory stand in the log.
        #expect(!stage.log.contains { $0.contains("Program crashed") })
        try await stage.start()
        try await stage.close()
    }
}
