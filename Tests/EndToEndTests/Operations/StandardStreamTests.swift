import FoundationEssentials
import Support
import Testing

/// Whoever started the program may stop listening, or give it no streams at all.
@Suite(.storied) struct StandardStreamTests {
    /// Runs a program with one pipe as both its streams, reads up to a line that says where it is, and closes the pipe.
    /// A signal goes to both, and is the program's business.
    private static let leaver = """
        $| = 1; pipe(my $in, my $out); my $child = fork();
        if (!$child) { open(STDOUT, ">&", $out); open(STDERR, ">&", $out); exec @ARGV; }
        $SIG{TERM} = 'IGNORE'; close $out;
        while (my $line = <$in>) { print $line; last if $line =~ / is at /; }
        close $in; print "left\\n"; 1 while waitpid($child, 0) < 0; print "ended $?\\n";
        """

    private static func start(_ arguments: [String], _ settings: [String: String] = [:]) throws -> ServerProcess {
        try ServerProcess(
            "/usr/bin/perl", ["-e", leaver, try ServerProcess.product("fanfare")] + arguments,
            environment: Dictionary(uniqueKeysWithValues: settings.map { ("FANFARE_\($0.key)", $0.value) }))
    }

    private static func port(in line: String) throws -> UInt16 {
        try #require(line.split(separator: ":").last.flatMap { UInt16($0) })
    }

    @Test func `nobody ends serve by not reading its log`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let process = try Self.start(["serve"], Program.settings(in: folder))
        let port = try Self.port(in: try await process.waitForLine(containing: "listening address=127.0.0.1:"))
        try await process.waitForLine(containing: "left")
        for _ in 0..<3 {
            let client = RawClient(port: port)
            client.send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(await client.receiveAll().hasPrefix("HTTP/1.1 200 "))
        }
        try await process.terminate()
        #expect(process.output.last == "ended 0")
    }

    @Test func `nobody ends the sandbox by reading its first line alone`() async throws {
        let process = try Self.start([
            "sandbox", "--still", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0",
        ])
        let port = try Self.port(in: try await process.waitForLine(containing: "Sandbox is at http://127.0.0.1:"))
        try await process.waitForLine(containing: "left")
        let client = RawClient(port: port)
        client.send("GET /v1/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await client.receiveAll().hasPrefix("HTTP/1.1 401 "))
        try await process.terminate()
        #expect(process.output.last == "ended 0")
    }

    @Test func `where a stream is closed from the start, nothing else takes its place`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let settings = Program.settings(in: folder).merging(["LISTEN": "unix:\(folder.file("web"))"]) { $1 }
        let environment = Dictionary(uniqueKeysWithValues: settings.map { ("FANFARE_\($0.key)", $0.value) })
        let process = try ServerProcess(
            "/bin/sh", ["-c", "exec \"$0\" serve <&- >&- 2>&-", try ServerProcess.product("fanfare")],
            environment: environment)
        try await waitUntil("its socket", within: .seconds(30)) {
            FileManager.default.fileExists(atPath: folder.file("web"))
        }
        for stream in 0...2 {
            let place = "/proc/\(process.processID)/fd/\(stream)"
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place) == "/dev/null")
        }
        #expect(try await process.terminate() == 0)
    }
}
