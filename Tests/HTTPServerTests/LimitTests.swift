import Glibc
import HTTP
import Support
import Synchronization
import Testing

@testable import HTTPServer

/// Answers each request with 3 MB, and counts.
private final class Flood: Handler {
    private let counter = Mutex(0)
    var count: Int { counter.withLock { $0 } }

    func respond(to request: Request) async -> Response {
        guard request.path == "/large" else { return .text(.ok, "small") }
        counter.withLock { $0 += 1 }
        return Response(.ok, body: .bytes([UInt8](repeating: 0x78, count: 3_000_000)))
    }
}

@Suite struct `A server under pressure` {
    @Test func `begins no further request of a client that does not read`() async throws {
        let flood = Flood()
        let (server, port) = try startServer(flood) { $0.loops = 1 }
        let greedy = RawClient(port: port)
        let request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
        greedy.send(String(repeating: request, count: 50))
        // Answered by the same thread afterwards: by then it has done for the greedy one what it could.
        let honest = RawClient(port: port)
        honest.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await honest.receiveAll().hasSuffix("small"))
        #expect((1..<10).contains(flood.count), "\(flood.count) were begun")
        greedy.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await greedy.receiveAll().hasSuffix("small"))
        #expect(flood.count == 50)
        await server.stop()
    }

    @Test func `answers 503 for a handler that does not come back, and closes`() async throws {
        let gate = Support.Gate()
        let (server, port) = try startServer(
            FunctionHandler { _ in
                await gate.pass()
                return .text(.ok, "late")
            }
        ) { $0.requestDeadline = .milliseconds(300) }
        let client = RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = await client.receiveAll()
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
        #expect(answer.contains("connection: close"))
        gate.open()
        await server.stop()
    }

    @Test func `answers 408 for content that never ends, however steadily it comes`() async throws {
        let (server, port) = try startServer { $0.requestDeadline = .milliseconds(400) }
        let client = RawClient(port: port)
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        BackgroundThread.start {
            while client.send("1\r\n") {
                for _ in 0..<20_000 { sched_yield() }
                if !client.send("a\r\n") { break }
            }
        }
        #expect(await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 4"))
        await server.stop()
    }

    @Test func `counts the connections of an address until there are too many`() {
        let ledger = AddressLedger(countMax: 2)
        #expect(ledger.enter(1) && ledger.enter(1) && ledger.enter(2))
        #expect(!ledger.enter(1))
        ledger.leave(1)
        #expect(ledger.enter(1))
        ledger.leave(3)
    }

    /// An address, and with which other it is counted; nil if it is not counted.
    static let places: [(String, String?)] = [
        ("1.2.3.4", "1.2.3.4"), ("2001:db8::1", "2001:db8::ffff"), ("127.0.0.1", nil), ("127.9.9.9", nil), ("::1", nil),
        ("", nil), ("10.1.2.3", nil),
    ]

    @Test(arguments: places)
    func `counts strangers by their address, and no proxy`(address: String, same: String?) {
        var settings = ServerSettings()
        settings.trustedProxies = [AddressRange("10.0.0.0/8")].compactMap { $0 }
        let place = Peer(host: address, settings: settings).place
        #expect((place == nil) == (same == nil))
        if let same { #expect(Peer(host: same, settings: settings).place == place) }
        #expect(Peer(host: "9.9.9.9", settings: settings).place != place)
    }

    @Test func `survives the lack of descriptors`() async throws {
        let program = try ServerProcess.product("fanfare-bench")
        let process = try ServerProcess(
            "/bin/sh", ["-c", "ulimit -n 48; exec \"$0\" peer --loops 1", program])
        let line = try await process.waitForLine(containing: "Peer is at http://127.0.0.1:")
        let port = try #require(UInt16(line.split(separator: ":").last ?? ""))
        var crowd = (0..<100).map { _ in RawClient(port: port) }
        // One of those who were let in is still served.
        crowd[0].send("GET /tiny HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await crowd[0].receiveAll().hasSuffix("hello"))
        crowd.removeAll()
        let next = RawClient(port: port)
        next.send("GET /tiny HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await next.receiveAll().hasSuffix("hello"))
        #expect(try await process.terminate() == 0)
    }
}
