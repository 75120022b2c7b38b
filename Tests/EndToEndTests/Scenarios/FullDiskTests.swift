import FoundationEssentials
import HTTP
import Support
import Testing

/// Scenario 18 of research §6: the disk fills up during a sign-in, between the answer to a refresh and its commit, and
/// during a backup. On a small file system of its own.
@Suite(.storied, .needsMounts) struct FullDiskTests {
    private func open(_ sandbox: SandboxProcess) async throws -> Stage {
        try await Stage.open(sandbox: sandbox) { OwnMounts.small($0, bytes: 6 << 20) }
    }

    /// A file in the server's own view of the folder of data.
    private func inside(_ stage: Stage, _ name: String) throws -> String {
        "/proc/\(try stage.server.processID)/root\(stage.folder.file("data"))/\(name)"
    }

    @Test func `18 · a sign-in that finds no room leaves nothing, and the same answer counts once there is some`()
        async throws
    {
        let stage = try await open(try await SandboxProcess.start())
        try await stage.visitor().signIn(as: "listener-1")
        let visitor = stage.visitor()
        let callback = try await visitor.agree(to: visitor.get("/").authorize ?? "", as: "listener-2")
        let filler = try inside(stage, "filler")
        try DiskFiller.fill(filler)
        let refused = try await visitor.get(callback)
        #expect(refused.status == 503 && refused.text.contains("Out of room"))
        #expect(refused.fields["retry-after"] != nil)
        #expect(try await stage.visitor().get("/healthz").status == 200)
        let ready = try await stage.visitor().get("/readyz")
        #expect(ready.status == 503 && !ready.text.isEmpty)
        // Room for a row or two is none.
        try DiskFiller.giveBack(65_536, of: filler)
        #expect(try await stage.visitor().get("/readyz").text.contains("no space left"))
        try FileManager.default.removeItem(atPath: filler)
        #expect(try await stage.visitor().get("/readyz").status == 200)
        #expect(try await visitor.get(callback).location == "/welcome")
        #expect(try await visitor.isConnected())
        try await stage.close()
    }

    @Test func `18 · new tokens that find no room are set aside, and are there once there is some`() async throws {
        let sandbox = try await SandboxProcess.start(tokenLifetime: 6)
        try await sandbox.post("/tokens/policy", ["rotation": "always"])
        let stage = try await open(sandbox)
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        let filler = try inside(stage, "filler")
        // Between the answer of the provider, who has revoked the old token with it, and the commit.
        stage.relay?.set(
            Relay.Trap(purpose: .refresh, place: .carriedOut) { try? DiskFiller.fill(filler) })
        try await stage.server.waitForLine(containing: "set aside in the journal")
        #expect(try await visitor.get("/").status == 200)
        try FileManager.default.removeItem(atPath: filler)
        let since = try await stage.lastRequest()
        try await waitUntil("the next refresh, with the token that was set aside") {
            try await stage.refreshes(since: since).contains { $0.status == 200 }
        }
        #expect(try await stage.refreshes().allSatisfy { $0.status == 200 })
        #expect(try await visitor.isConnected())
        #expect(!stage.log.contains { $0.contains("CRITICAL") })
        try await stage.close()
    }

    @Test func `18 · a copy that finds no room is taken away again`() async throws {
        let stage = try await Stage.open()
        try await stage.visitor().signIn(as: "listener-1")
        let place = try ScratchFolder()
        let script = "\"$2\" backup \"$1/copy\"; echo \"ended with $?\"; echo \"left: $(ls -A \"$1\")\""
        let words = OwnMounts.small(place.path, bytes: 1 << 16)
        let environment = ["FANFARE_DATA": stage.folder.file("data")]
        let arguments =
            Array(words.dropFirst()) + [
                "/bin/sh", "-c", script, "sh", place.path, try ServerProcess.product("fanfare"),
            ]
        let process = try ServerProcess(words[0], arguments, environment: environment)
        try await process.waitForExit()
        #expect(process.output == ["ended with 1", "left: "], "\(process.lines)")
        #expect(
            process.errors.contains { $0.hasPrefix("fanfare: no copy was made: no space is left") }, "\(process.errors)"
        )
        try await stage.close()
    }
}
