import Support
import Testing

struct ServerProcessTests {
    private func shell(_ script: String, environment: [String: String] = [:], folder: String? = nil) throws
        -> ServerProcess
    {
        try ServerProcess("/bin/sh", ["-c", script], environment: environment, folder: folder)
    }

    @Test func `lines of both streams are collected, and the exit code`() async throws {
        let process = try shell("echo one; echo two >&2; printf three; exit 7")
        #expect(try await process.waitForExit() == 7)
        #expect(process.output == ["one", "three"] && process.errors == ["two"])
        #expect(try await process.waitForLine(containing: "thr") == "three")
    }

    @Test func `the environment is what is given, and path and home`() async throws {
        let process = try shell("/usr/bin/env | /usr/bin/cut -d= -f1", environment: ["MINE": "1"])
        try await process.waitForExit()
        #expect(Set(process.output).subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == ["MINE", "PATH", "HOME"])
    }

    @Test func `it starts in the folder given, without our descriptors`() async throws {
        let scratch = try ScratchFolder()
        let process = try shell("pwd; ls /proc/self/fd", folder: scratch.path)
        try await process.waitForExit()
        // The last descriptor is the folder that ls reads.
        #expect(process.output == [scratch.path, "0", "1", "2", "3"])
    }

    @Test func `a process is asked to end, or ended`() async throws {
        let willing = try shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do read -r line; sleep 0.01; done")
        try await willing.waitForLine(containing: "ready")
        #expect(willing.exitCode == nil)
        #expect(try await willing.terminate() == 3)
        #expect(willing.output.last == "bye")
        let unwilling = try shell("trap '' TERM; echo ready; while :; do sleep 0.01; done")
        try await unwilling.waitForLine(containing: "ready")
        try await unwilling.kill()
        #expect(unwilling.exitCode == 137)
    }

    @Test func `a line that never comes is an error that shows what came`() async throws {
        let process = try shell("echo other")
        let error = await #expect(throws: WaitedInVain.self) { try await process.waitForLine(containing: "this") }
        #expect(error?.description.contains("other") == true && error?.description.contains("ended with 0") == true)
    }

    @Test func `a program that is not there cannot be started`() {
        #expect(throws: (any Error).self) { try ServerProcess("/nowhere/program") }
        #expect(throws: (any Error).self) { try ServerProcess("/bin/sh", folder: "/nowhere") }
    }

    @Test func `the package's own programs lie beside the tests`() throws {
        #expect(try ServerProcess.product("fanfare").hasSuffix("/debug/fanfare"))
    }
}
