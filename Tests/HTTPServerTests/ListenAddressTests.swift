import FoundationEssentials
import Glibc
import HTTP
import Support
import Testing

@testable import HTTPServer

@Suite struct `An address to listen on` {
    static let accepted: [(String, ListenAddress)] = [
        ("127.0.0.1:3000", .tcp(host: "127.0.0.1", port: 3000)), ("[::1]:0", .tcp(host: "::1", port: 0)),
        ("unix:/run/a.sock", .unix(path: "/run/a.sock", mode: 0o660)),
        ("unix:/run/a.sock?mode=600", .unix(path: "/run/a.sock", mode: 0o600)), ("systemd", .systemd),
        ("systemd?proxy", .proxied(.systemd)),
        ("unix:/a?mode=600&proxy", .proxied(.unix(path: "/a", mode: 0o600))),
        ("unix:/a?proxy", .proxied(.unix(path: "/a", mode: 0o660))),
        ("a.example:80?proxy", .proxied(.tcp(host: "a.example", port: 80))),
    ]

    @Test(arguments: accepted)
    func `is read with its options`(text: String, address: ListenAddress) {
        #expect(ListenAddress(text) == address)
    }

    @Test(arguments: [
        "", "3000", ":3000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+80", "::1:80", "unix:", "unix:a",
        "unix:/a?mode=999", "unix:/a?mode=+7", "unix:/a?mode=1000", "unix:/a?", "unix:/a?x", "127.0.0.1:80?mode=600",
        "127.0.0.1:80?proxy&proxy", "127.0.0.1:80?proxy=v1", "systemd?mode=600", "Systemd",
        "unix:/a?mode=600&mode=600",
    ])
    func `is refused if not understood to the end`(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1:80", true), ("127.0.0.1:80", "127.0.0.1:80?proxy", true),
        ("127.0.0.1:80", "127.0.0.1:81", false), ("127.0.0.1:80", "10.0.0.1:80", false),
        ("127.0.0.1:80", "0.0.0.0:80", true), ("*:80", "10.0.0.1:80", true), ("[::1]:80", "[::]:80", true),
        ("127.0.0.1:0", "127.0.0.1:0", false), ("unix:/a", "unix:/a?mode=600", true), ("unix:/a", "unix:/b", false),
        ("systemd", "systemd?proxy", true), ("systemd", "127.0.0.1:80", false),
    ])
    func `overlaps another if clients of one would reach the other`(one: String, other: String, overlaps: Bool) throws {
        let (one, other) = (try #require(ListenAddress(one)), try #require(ListenAddress(other)))
        #expect(one.overlaps(other) == overlaps)
        #expect(other.overlaps(one) == overlaps)
    }

    /// LISTEN_PID, LISTEN_FDS, how many sockets process 7 has been handed.
    static let handovers: [(String?, String?, Int?)] = [
        ("7", "1", 1), ("7", "3", 3), ("8", "1", nil), ("7", "0", nil), ("7", "-1", nil), ("7", "+1", nil),
        ("7", "65", nil), ("7", "x", nil), (nil, "1", nil), ("7", nil, nil), ("", "", nil), ("07", "1", nil),
    ]

    @Test(arguments: handovers)
    func `comes from the service manager only if meant for this process`(pid: String?, fds: String?, count: Int?) {
        #expect(ActivatedSockets.count(processID: 7, listenPID: pid, listenFDs: fds) == count)
    }

    @Test func `is shared with whoever takes over, or with nobody`() async throws {
        func open(_ address: ListenAddress, sharing: Bool) throws -> Listener {
            try #require(Listener.open(address, loops: 1, backlog: 1, sharesAddress: sharing).first)
        }
        let first = try open(.tcp(host: "127.0.0.1", port: 0), sharing: false)
        #expect(throws: SystemCallError.self) { try open(first.address, sharing: false) }
        Socket.close(try open(first.address, sharing: true).fd)
        Socket.close(first.fd)
        Socket.close(try open(first.address, sharing: false).fd)
    }

    @Test func `takes the place of a socket that nobody answers, and of nothing else`() async throws {
        let folder = try ScratchFolder()
        let path = folder.file("web")
        let address = ListenAddress.unix(path: path, mode: 0o600)
        try Data("precious".utf8).write(to: URL(filePath: path))
        #expect(throws: SystemCallError.self) {
            _ = try Listener.open(address, loops: 1, backlog: 1)
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
        try FileManager.default.removeItem(atPath: path)
        // Closed without being removed, as by a process that was killed.
        for _ in 0..<2 {
            for listener in try Listener.open(address, loops: 1, backlog: 1) { Socket.close(listener.fd) }
        }
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `is not there where no service manager has opened it`() {
        #expect(throws: SystemCallError.self) {
            _ = try Server(listeningOn: [.systemd], settings: ServerSettings(), handler: Mirror())
        }
    }

    /// Opens a socket, says its port, and becomes the server; the socket outlives the first server for the second.
    private static let manager = """
        use Socket; $^F = 9; socket(my $s, PF_INET, SOCK_STREAM, 0); bind($s, sockaddr_in(0, INADDR_LOOPBACK));
        KIND; use POSIX; POSIX::dup2(fileno($s), 3); my ($port) = sockaddr_in(getsockname($s));
        $| = 1; print "port $port\\n"; $SIG{TERM} = 'IGNORE';
        for (1..ROUNDS) { my $child = fork();
            if (!$child) { $SIG{TERM} = 'DEFAULT'; $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1; exec @ARGV; }
            print "child $child\\n"; waitpid($child, 0); print "ended $?\\n"; }
        """

    private static func manager(kind: String, rounds: Int) throws -> ServerProcess {
        let script = manager.replacing("KIND", with: kind).replacing("ROUNDS", with: String(rounds))
        return try ServerProcess(
            "/usr/bin/perl",
            ["-e", script, try ServerProcess.product("fanfare-bench"), "peer", "--listen", "systemd"])
    }

    @Test func `is taken over from the service manager, and clients wait there for the next server`() async throws {
        let manager = try Self.manager(kind: "listen($s, 16)", rounds: 2)
        let port = try await Self.number(of: "port ", in: manager)
        let first = try await Self.number(of: "child ", in: manager)
        _ = try await manager.waitForLine(containing: "Peer is at http://127.0.0.1:\(port)")
        let request = "GET /tiny HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let one = RawClient(port: UInt16(port))
        one.send(request)
        #expect(await one.receiveAll().hasSuffix("hello"))
        _ = kill(Int32(first), SIGTERM)
        try await manager.waitForLine(containing: "ended")
        // Nobody runs, or somebody has just begun to: no connection is refused in between.
        let two = RawClient(port: UInt16(port))
        #expect(two.isConnected)
        two.send(request)
        #expect(await two.receiveAll().hasSuffix("hello"))
        for line in manager.output where line.hasPrefix("child ") {
            if let child = Int32(line.dropFirst(6)), child != first { _ = kill(child, SIGTERM) }
        }
        try await manager.waitForExit()
    }

    @Test func `is refused if it does not listen`() async throws {
        let manager = try Self.manager(kind: "1", rounds: 1)
        try await manager.waitForExit()
        #expect(!manager.lines.contains { $0.contains("Peer is at") })
        #expect(manager.output.contains { $0.hasPrefix("ended") && $0 != "ended 0" })
    }

    private static func number(of label: String, in process: ServerProcess) async throws -> Int {
        let line = try await process.waitForLine(containing: label)
        return try #require(Int(line.dropFirst(label.count)))
    }
}
