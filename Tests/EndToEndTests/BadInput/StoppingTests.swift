import Glibc
import Support
import Testing

/// How the program ends.
@Suite(.storied) struct StoppingTests {
    @Test func `asked to stop, every long-running command ends with 0`() async throws {
        let stage = try await Stage.open()
        let visitor = stage.visitor()
        try await visitor.signIn(as: "listener-1")
        #expect(try await stage.server.terminate() == 0)
        #expect(try await stage.sandbox.process.terminate() == 0)
        let demo = try ServerProcess(
            ServerProcess.product("fanfare"),
            ["demo", "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"])
        try await demo.waitForLine(containing: "Fanfare is at http://127.0.0.1:")
        #expect(try await demo.terminate() == 0)
    }

    @Test func `the end of its terminal asks it to stop, unless it was started to live on`() async throws {
        let program = try ServerProcess.product("fanfare")
        let arguments = ["sandbox", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"]
        let ends = try ServerProcess(program, arguments)
        try await ends.waitForLine(containing: "Sandbox is at")
        ends.signal(SIGHUP)
        #expect(try await ends.waitForExit() == 0)
        // As nohup(1) does. Were the signal heard, the next one would be the second, and no polite end.
        let livesOn = try ServerProcess("/bin/sh", ["-c", "trap '' HUP; exec \"$0\" \"$@\"", program] + arguments)
        try await livesOn.waitForLine(containing: "Sandbox is at")
        livesOn.signal(SIGHUP)
        #expect(try await livesOn.terminate() == 0)
    }

    @Test func `a request under way is answered before the end; a second signal does not wait for it`() async throws {
        let stage = try await Stage.open()
        for signals in [1, 2] {
            let visitor = stage.visitor()
            let callback = try await visitor.agree(to: visitor.get("/").authorize ?? "", as: "listener-1")
            let tokens = try #require(stage.relay).hold(.signIn, at: .carriedOut)
            let answer = Task { try await visitor.get(callback) }
            try await waitUntil("the code to be sent") { tokens.waiting == 1 }
            let server = try stage.server
            server.signal(15)
            try await server.waitForLine(containing: "stopping")
            if signals == 1 {
                tokens.open()
                #expect(try await answer.value.status == 303)
                #expect(try await server.waitForExit() == 0)
            } else {
                server.signal(15)
                #expect(try await server.waitForExit() == 128 + 15)
                await #expect(throws: (any Error).self) { try await answer.value }
                tokens.open()
            }
            try await stage.start()
        }
        try await stage.close()
    }
}
