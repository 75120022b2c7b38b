import HTTP
import Support
import Testing

/// Limits that the operator sets act in the real program.
@Suite(.storied) struct ServerLimitTests {
    private static let end = "\r\n\r\n"

    private static func status(of head: String, at stage: Stage) async -> String {
        let port = stage.directURL.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
        let client = RawClient(port: port)
        client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\(head)Connection: close\r\n\r\n")
        return String(await client.receiveAll().prefix(12))
    }

    @Test func `a smaller head is the most that is read`() async throws {
        let stage = try await Stage.open(settings: ["LIMIT_HEAD": "4k", "LIMIT_LINE": "2k", "LIMIT_FIELDS": "10"])
        let line = "X-A: \(String(repeating: "a", count: 1500))\r\n"
        let short = "X-B: b\r\n"
        /// What comes beside `Host` and `Connection`, and what is answered.
        for (head, status) in [
            (line, "200"), (line + line, "200"), (line + line + line, "431"),
            ("X-A: \(String(repeating: "a", count: 2100))\r\n", "431"),
            (String(repeating: short, count: 8), "200"), (String(repeating: short, count: 9), "431"),
        ] {
            #expect(await Self.status(of: head, at: stage) == "HTTP/1.1 \(status)", "\(head.count) octets")
        }
        #expect(try await stage.close() == 0)
    }

    @Test func `a deadline ends a head that drips`() async throws {
        let stage = try await Stage.open(settings: ["TIMEOUT_HEAD": "1s"])
        let client = RawClient(port: stage.directURL.split(separator: ":").last.flatMap { UInt16($0) } ?? 0)
        client.send("GET /healthz HTTP/1.1\r\nHost:")
        #expect(await client.receiveAll().hasPrefix("HTTP/1.1 408 "))
        #expect(try await stage.close() == 0)
    }

    @Test func `one address has no more connections than it may, and others have theirs`() async throws {
        let port = try PortReservation()
        let stage = try await Stage.open(settings: [
            "LISTEN": "127.0.0.1:\(port.port)?proxy", "TRUSTED_PROXIES": "127.0.0.1",
            "LIMIT_CONNECTIONS_PER_ADDRESS": "2",
        ])
        func connect(as address: String) async -> (client: RawClient, answer: String) {
            let client = RawClient(port: port.port)
            client.send("PROXY TCP4 \(address) 192.0.2.1 4000 80\r\n")
            client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            return (client, await client.receive(until: Self.end))
        }
        var open = [await connect(as: "203.0.113.7"), await connect(as: "203.0.113.7")]
        #expect(open.allSatisfy { $0.answer.hasPrefix("HTTP/1.1 200 ") })
        let third = await connect(as: "203.0.113.7")
        #expect(third.answer.hasPrefix("HTTP/1.1 503 "))
        #expect(await connect(as: "203.0.113.8").answer.hasPrefix("HTTP/1.1 200 "))
        // Who was there is served on, and whose place is free again is taken by the next.
        open[0].client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await open[0].client.receive(until: Self.end).hasPrefix("HTTP/1.1 200 "))
        open.removeLast()
        try await waitUntil("the place") { await connect(as: "203.0.113.7").answer.hasPrefix("HTTP/1.1 200 ") }
        #expect(try await stage.close() == 0)
    }

    @Test func `check shows what is set`() async throws {
        let folder = try ScratchFolder()
        try await Program.prepare(folder)
        let changes = ["LIMIT_CONNECTIONS": "4000", "LIMIT_HEAD": "16k", "TIMEOUT_IDLE": "75s"]
        let ending = try await Program.run(["check"], Program.settings(in: folder).merging(changes) { $1 })
        #expect(ending.code == 0)
        #expect(ending.output.contains { $0.contains("4000 connections") && $0.contains("a head of 16k") })
        #expect(ending.output.contains { $0.contains("idle 75s") })
    }
}
