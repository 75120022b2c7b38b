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

/// Holds a thread that is not one of the shared pool.
private final class BlockingGate: Sendable {
    private let isOpen = Atomic<Bool>(false)
    private let isReached = Atomic<Bool>(false)

    /// Whether a thread is held.
    var holds: Bool { isReached.load(ordering: .acquiring) }

    func wait() {
        isReached.store(true, ordering: .releasing)
        while !isOpen.load(ordering: .acquiring) { sched_yield() }
    }

    func open() { isOpen.store(true, ordering: .releasing) }
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

    @Test func `keeps little for a client that does not read, in the system's buffers as well`() async throws {
        let taken = Mutex(0)
        let piece = [UInt8](repeating: 0x78, count: 16 << 10)
        let (server, port) = try startServer(
            FunctionHandler { request in
                guard request.path == "/endless" else { return .text(.ok, "small") }
                return Response(
                    .ok,
                    body: .stream { writer in
                        while taken.withLock({ $0 }) < 64 << 20 {
                            try await writer.write(piece)
                            taken.withLock { $0 += piece.count }
                        }
                    })
            }
        ) { $0.loops = 1 }
        let deaf = RawClient(port: port, receiveBytes: 4096)
        deaf.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
        let honest = RawClient(port: port)
        // Each answer comes after a turn of the same loop, in which it did for the deaf one what it could.
        var unchanged = 0
        var before = 0
        while unchanged < 50 {
            honest.send(Self.hello)
            #expect(await honest.receive(until: "small").contains("200"))
            let now = taken.withLock { $0 }
            unchanged = now == before && now > 0 ? unchanged + 1 : 0
            before = now
        }
        #expect(before < 1 << 20, "\(before) octets were taken for a client that reads none")
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
            // Slowly enough to send less than the handler takes. Not by yielding, which takes minutes beside others who
            // work.
            while client.send("1\r\n"), usleep(5000) == 0, client.send("a\r\n") {}
        }
        #expect(await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 4"))
        await server.stop()
    }

    @Test func `counts the connections of an address until there are too many`() {
        let ledger = ConnectionLedger(connectionsMax: 3, perPlaceMax: 2)
        #expect(ledger.enter(1) && ledger.enter(1) && ledger.enter(2))
        #expect(!ledger.enter(1))
        ledger.leave(1)
        #expect(ledger.enter(1))
        ledger.leave(3)
        #expect(ledger.reserve() && ledger.reserve() && ledger.reserve())
        #expect(!ledger.reserve())
        #expect(ledger.count == 3)
        ledger.release()
        #expect(ledger.reserve())
    }

    private static let hello = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `lets no more in than it may, and the next when one has gone`() async throws {
        let (server, port) = try startServer {
            $0.loops = 1
            $0.connectionsMax = 2
        }
        var first: RawClient? = RawClient(port: port)
        first?.send(Self.hello)
        #expect(await first?.receive(until: "GET /").contains("200") == true)
        let second = RawClient(port: port)
        second.send(Self.hello)
        #expect(await second.receive(until: "GET /").contains("200"))
        let third = RawClient(port: port)
        third.send(Self.hello)
        // Asked by the same loop after the third has come: it is still not let in.
        second.send(Self.hello)
        #expect(await second.receive(until: "GET /").contains("200"))
        #expect(server.connectionCount == 2)
        first = nil
        #expect(await third.receive(until: "GET /").contains("200"))
        await server.stop()
    }

    @Test func `answers others between the pipelined requests of one`() async throws {
        let counter = Mutex(0)
        let seenByOther = Mutex<Int?>(nil)
        let (server, port) = try startServer(
            FunctionHandler { request in
                if request.path == "/other" {
                    seenByOther.withLock { $0 = counter.withLock { $0 } }
                } else {
                    counter.withLock { $0 += 1 }
                }
                return .text(.ok, "done")
            }
        ) {
            $0.loops = 1
            $0.pipelinedRequestsMax = 4
        }
        let greedy = RawClient(port: port)
        let other = RawClient(port: port)
        greedy.send(Self.hello)
        _ = await greedy.receive(until: "done")
        other.send(Self.hello)
        _ = await other.receive(until: "done")
        counter.withLock { $0 = 0 }
        // Both wait in the system's buffers while the loop is busy with something else.
        let gate = BlockingGate()
        let executor = server.loopExecutors[0]
        executor.perform { gate.wait() }
        try await waitUntil("the loop to be busy") { gate.holds }
        greedy.send(String(repeating: Self.hello, count: 200))
        other.send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
        gate.open()
        #expect(await other.receive(until: "done").contains("200"))
        #expect(seenByOther.withLock { $0 ?? 200 } <= 8)
        greedy.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await greedy.receiveAll().split(separator: "HTTP/1.1 200").count == 201)
        await server.stop()
    }

    /// Answers with so much that no buffer of the system holds it.
    private static let flood = FunctionHandler { _ in
        Response(.ok, body: .bytes([UInt8](repeating: 0x78, count: 64 << 20)))
    }

    @Test func `ends a client that takes an answer too slowly, however steadily`() async throws {
        let (server, port) = try startServer(Self.flood) {
            $0.writeDeadline = .milliseconds(300)
            $0.outputBytesPerSecondMin = 1 << 40
        }
        let slow = RawClient(port: port, receiveBytes: 4096)
        slow.send(Self.hello)
        let count = await BackgroundThread.result {
            var count = 0
            // So little at a time that all of it takes seconds, on any machine.
            while let bytes = slow.receive(atMost: 16) { count += bytes.count }
            return count
        }
        #expect(count < 64 << 20)
        await server.stop()
    }

    @Test func `gives a slow client time while it takes enough`() async throws {
        let (server, port) = try startServer(Self.flood) {
            $0.writeDeadline = .seconds(4)
            $0.outputBytesPerSecondMin = 1
        }
        let slow = RawClient(port: port, receiveBytes: 65_536)
        slow.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let count = await BackgroundThread.result {
            var count = 0
            let begin = MonotonicClock.milliseconds()
            while let bytes = slow.receive() {
                count += bytes.count
                // Slow until the deadline has passed, with something left.
                let now = MonotonicClock.milliseconds()
                while now - begin < 5000, MonotonicClock.milliseconds() - now < 5 { sched_yield() }
            }
            return count
        }
        #expect(count > 64 << 20)
        await server.stop()
    }

    @Test func `reads past content that comes behind its answer, and keeps the connection`() async throws {
        let (server, port) = try startServer { $0.drainDeadline = .seconds(300) }
        let client = RawClient(port: port)
        client.send("POST /else HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n")
        #expect(await client.receive(until: "POST /else").contains("200"))
        client.send("abcPOST /next HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(await client.receive(until: "POST /next").contains("200"))
        client.send("3\r\nabc\r\n0\r\n\r\nGET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await client.receiveAll().contains("GET /last"))
        await server.stop()
    }

    @Test func `does not wait long for content that nobody asked for`() async throws {
        let (server, port) = try startServer { $0.drainDeadline = .milliseconds(200) }
        let client = RawClient(port: port)
        client.send("POST /else HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n")
        #expect(await client.receiveAll().contains("POST /else"))
        await server.stop()
    }

    @Test func `refuses a chunk that is too large before it comes`() async throws {
        let (server, port) = try startServer()
        let client = RawClient(port: port)
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nFFFF\r\n")
        #expect(await client.receiveAll().hasPrefix("HTTP/1.1 413 "))
        await server.stop()
    }

    @Test func `answers all that was asked before a client ended its half`() async throws {
        let (server, port) = try startServer()
        let client = RawClient(port: port)
        client.send(String(repeating: Self.hello, count: 3))
        client.endSending()
        #expect(await client.receiveAll().split(separator: "HTTP/1.1 200").count == 3)
        await server.stop()
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
