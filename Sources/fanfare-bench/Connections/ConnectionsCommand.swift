import ArgumentParser
import Glibc

/// `fanfare-bench connections`: what many slow or idle clients cost, and what the others notice of them.
struct ConnectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections",
        abstract: "Holds slow and idle connections against our server, a process of its own. Needs wrk in the path.")

    @Option(help: "Connections that send their head octet by octet.") var slowHeads = 500
    @Option(help: "Connections that ask for much and hardly read.") var slowReaders = 200
    @Option(help: "Idle keep-alive connections.") var idle = 10_000
    @Option(help: "Seconds of each measurement.") var seconds = 10
    @Option(help: "Honest clients.") var connections = 16

    func run() async throws {
        guard Shell.has("wrk") else {
            throw ValidationError("wrk is not installed; on Debian: apt-get install wrk")
        }
        try ClientSocket.raiseLimit(to: idle + slowHeads + slowReaders + 100)
        let port = FreePort.any()
        guard let process = Shell.start("\(CommandLine.arguments[0]) peer --listen 127.0.0.1:\(port)") else { return }
        defer { kill(-process, SIGTERM) }
        let url = "http://127.0.0.1:\(port)/tiny"
        _ = Shell.output("for i in $(seq 100); do curl -s -o /dev/null \(url) && break; sleep 0.1; done")
        _ = Load.run(url, cookie: nil, connections: connections, seconds: 1)
        // First: memory that a crowd has left behind would hold the idle ones, too.
        measureIdle(url, port: port, process: process)
        measureSlow(url, port: port)
    }

    private func measureSlow(_ url: String, port: UInt16) {
        let alone = Load.run(url, cookie: nil, connections: connections, seconds: seconds)
        let crowd = SlowCrowd(port: port, heads: slowHeads, readers: slowReaders)
        crowd.start()
        let beside = Load.run(url, cookie: nil, connections: connections, seconds: seconds)
        crowd.stop()
        print(
            "\(slowHeads) slow heads and \(slowReaders) slow readers, \(crowd.reconnections) of them had to come again:"
        )
        guard let alone, let beside, let one = alone.p99Milliseconds, let other = beside.p99Milliseconds else {
            print("  honest clients: no answer")
            return
        }
        print("  honest clients alone: \(Int(alone.perSecond)) requests/s, 99 % within \(alone.p99)")
        print("  honest clients beside them: \(Int(beside.perSecond)) requests/s, 99 % within \(beside.p99)")
        print("  99th percentile, beside ÷ alone = \(HTTPCommand.decimal(other / one))")
    }

    private func measureIdle(_ url: String, port: UInt16, process: Int32) {
        let before = OtherProcess.resident(of: process)
        var held: [ClientSocket] = []
        for _ in 0..<idle {
            guard let socket = ClientSocket(port: port), socket.send("GET /tiny HTTP/1.1\r\nHost: a\r\n\r\n"),
                socket.receive(upTo: 1024) > 0
            else { break }
            held.append(socket)
        }
        let after = OtherProcess.resident(of: process)
        print("\(held.count) idle connections, each after one request:")
        if let before, let after, !held.isEmpty {
            print(
                "  resident before \(before >> 10) KiB, after \(after >> 10) KiB: \((after - before) / held.count) octets each"
            )
        }
        var alive = 0
        for socket in held where socket.send("GET /tiny HTTP/1.1\r\nHost: a\r\n\r\n") && socket.receive(upTo: 1024) > 0
        {
            alive += 1
        }
        print("  answered once more: \(alive)")
        for socket in held { socket.close() }
    }
}
