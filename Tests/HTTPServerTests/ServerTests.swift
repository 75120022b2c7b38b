import HTTP
import HTTPServer
import Support
import Synchronization
import Testing

/// Answers with what it was asked, so that tests see what the server understood.
struct Mirror: Handler {
    func respondAtOnce(to request: Request) -> Response? {
        switch request.path {
        case "/at-once": .text(.ok, "at once")
        case "/stream-at-once":
            Response(.ok, body: .stream { for piece in ["four ", "five"] { try await $0.write(Array(piece.utf8)) } })
        default: nil
        }
    }

    func respond(to request: Request) async -> Response {
        switch request.path {
        case "/echo":
            do throws(BodyFailure) {
                return Response(.ok, body: .bytes(try await request.body.collect(upTo: 1000)))
            } catch {
                return .text(error.status, "\(error.status)")
            }
        case "/later":
            await Task.yield()
            return .text(.ok, "later")
        case "/stream":
            return Response(
                .ok,
                body: .stream { writer in
                    for piece in ["one ", "two ", "three"] { try await writer.write(Array(piece.utf8)) }
                })
        case "/cut":
            return Response(
                .ok,
                body: .stream { writer in
                    try await writer.write(Array("begun".utf8))
                    throw BodyFailure.disconnected
                })
        case "/large": return Response(.ok, body: .bytes([UInt8](repeating: 0x78, count: 3_000_000)))
        default: return .text(.ok, "\(request.method) \(request.path) \(request.client)")
        }
    }
}

@Suite struct `A server` {
    private func start(
        _ handler: any Handler = Mirror(), _ change: (inout ServerSettings) -> Void = { _ in }
    ) throws -> (Server, UInt16) {
        var settings = ServerSettings()
        settings.loops = 2
        change(&settings)
        let server = try Server(
            listeningOn: [.tcp(host: "127.0.0.1", port: 0)], settings: settings, handler: handler)
        guard case .tcp(_, let port) = server.addresses[0] else { preconditionFailure("not a TCP address") }
        return (server, port)
    }

    @Test func `answers pipelined requests in order, also those that wait`() async throws {
        let (server, port) = try start()
        let client = RawClient(port: port)
        client.send(
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let answer = await client.receiveAll()
        let places = ["GET /1", "later", "abc", "GET /2"].map { answer.firstRange(of: $0)?.lowerBound }
        #expect(places.allSatisfy { $0 != nil })
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        await server.stop()
    }

    @Test func `keeps the order of answers given at once and of those that wait`() async throws {
        let (server, port) = try start()
        let paths = ["/at-once", "/later", "/at-once", "/stream-at-once", "/at-once", "/echo", "/at-once"]
        let client = RawClient(port: port)
        for (index, path) in paths.enumerated() {
            let isLast = index == paths.count - 1
            // Content that nobody asks for is passed over, at once as well.
            client.send(
                "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\(isLast ? "Connection: close\r\n" : "")\r\nabc"
            )
        }
        let answer = await client.receiveAll()
        var rest = answer[...]
        for text in ["at once", "later", "at once", "four ", "five", "at once", "abc", "at once"] {
            let range = try #require(rest.firstRange(of: text), "\(text) in \(answer)")
            rest = rest[range.upperBound...]
        }
        #expect(answer.ranges(of: "HTTP/1.1 200 OK").count == paths.count)
        #expect(server.requestCount == 0)
        await server.stop()
    }

    @Test func `understands a message wherever it is split`() async throws {
        let (server, port) = try start()
        let message =
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: u\r\n\r\n"
        let client = RawClient(port: port)
        for split in 0...message.utf8.count {
            let bytes = Array(message.utf8)
            client.send(Array(bytes[..<split]))
            client.send(Array(bytes[split...]))
            #expect(await client.receive(until: "abcde").hasSuffix("\r\n\r\nabcde"), "split at \(split)")
        }
        await server.stop()
    }

    /// Octets, and the status line or text that must come back before the connection ends.
    static let refusals: [(String, String)] = [
        ("GET / HTTP/1.1\r\n\r\n", "400"), ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"),
        ("nonsense\r\n\r\n", "400"), ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505"),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", "413"),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n", "413"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"),
    ]

    @Test(arguments: refusals)
    func `refuses and closes`(message: String, status: String) async throws {
        let (server, port) = try start()
        let client = RawClient(port: port)
        client.send(message)
        let answer = await client.receiveAll()
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
        #expect(answer.contains("connection: close\r\n"))
        await server.stop()
    }

    @Test func `never takes the octets after a refused message for a request`() async throws {
        let (server, port) = try start()
        let client = RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await !client.receiveAll().contains("smuggled"))
        await server.stop()
    }

    @Test func `sends 100 only when the content is wanted`() async throws {
        let (server, port) = try start()
        let client = RawClient(port: port)
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        #expect(await client.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        client.send("abc")
        #expect(await client.receive(until: "abc").hasPrefix("HTTP/1.1 200 OK"))
        let other = RawClient(port: port)
        other.send("POST /ignored HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        let answer = await other.receiveAll()
        #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
        #expect(answer.contains("connection: close"))
        let silent = RawClient(port: port)
        silent.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: ,\r\n\r\nabc")
        #expect(await silent.receive(until: "abc").hasPrefix("HTTP/1.1 200 OK"))
        await server.stop()
    }

    @Test func `answers HEAD with the fields of GET and no content`() async throws {
        let (server, port) = try start()
        let client = RawClient(port: port)
        client.send("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let answer = await client.receiveAll()
        #expect(answer.contains("content-length: "))
        #expect(answer.hasSuffix("\r\n\r\n"))
        let refused = RawClient(port: port)
        refused.send("HEAD /x HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n")
        let refusal = await refused.receiveAll()
        #expect(refusal.hasPrefix("HTTP/1.1 400 ") && refusal.hasSuffix("\r\n\r\n"))
        await server.stop()
    }

    @Test func `streams in chunks, to 1.0 until the close, and never ends a cut stream as if it were whole`()
        async throws
    {
        let (server, port) = try start()
        let chunked = RawClient(port: port)
        chunked.send("GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await chunked.receiveAll().hasSuffix("4\r\none \r\n4\r\ntwo \r\n5\r\nthree\r\n0\r\n\r\n"))
        let old = RawClient(port: port)
        old.send("GET /stream HTTP/1.0\r\n\r\n")
        let plain = await old.receiveAll()
        #expect(plain.hasSuffix("\r\n\r\none two three"))
        #expect(!plain.contains("chunked"))
        let cut = RawClient(port: port)
        cut.send("GET /cut HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await cut.receiveAll().hasSuffix("5\r\nbegun\r\n"))
        await server.stop()
    }

    @Test func `hands a large answer to a slow reader whole`() async throws {
        let (server, port) = try start()
        let client = RawClient(port: port)
        client.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await client.receiveAll().utf8.count > 3_000_000)
        await server.stop()
    }

    @Test func `ends a head that takes too long with 408, and an idle connection without a word`() async throws {
        let (server, port) = try start {
            $0.headDeadline = .milliseconds(300)
            $0.idleDeadline = .milliseconds(300)
        }
        let slow = RawClient(port: port)
        slow.send("GET / HTTP/1.1\r\nHost: a")
        #expect(await slow.receiveAll().hasPrefix("HTTP/1.1 408 "))
        let idle = RawClient(port: port)
        idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = await idle.receiveAll()
        #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
        #expect(!answer.contains("408"))
        await server.stop()
    }

    @Test func `ends content that stalls with 408`() async throws {
        let (server, port) = try start { $0.bodyIdleDeadline = .milliseconds(300) }
        let client = RawClient(port: port)
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
        #expect(await client.receiveAll().hasPrefix("HTTP/1.1 408 "))
        await server.stop()
    }

    @Test func `answers a client that has ended its half`() async throws {
        let (server, port) = try start()
        let client = RawClient(port: port)
        client.send("GET /half HTTP/1.1\r\nHost: a\r\n\r\n")
        client.endSending()
        #expect(await client.receiveAll().contains("GET /half"))
        await server.stop()
    }

    /// Trusted proxies, what came in `X-Forwarded-For`, whom the handler sees.
    static let forwarded: [([String], String, String)] = [
        ([], "1.2.3.4", "127.0.0.1"), (["127.0.0.1"], "1.2.3.4", "1.2.3.4"),
        (["127.0.0.1"], "6.6.6.6, 1.2.3.4", "1.2.3.4"), (["127.0.0.1", "10.0.0.0/8"], "6.6.6.6, 10.1.1.1", "6.6.6.6"),
        (["127.0.0.1"], "1.2.3.4, nonsense", "-"), (["127.0.0.1"], "", "127.0.0.1"),
    ]

    @Test(arguments: forwarded)
    func `believes forwarding fields from trusted proxies alone`(trusted: [String], field: String, client seen: String)
        async throws
    {
        let (server, port) = try start { $0.trustedProxies = trusted.compactMap { AddressRange($0) } }
        let client = RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: \(field)\r\nConnection: close\r\n\r\n")
        #expect(await client.receiveAll().hasSuffix("GET / \(seen)"))
        await server.stop()
    }

    @Test func `lets what runs end when it stops, and closes what is idle`() async throws {
        let gate = Gate()
        let (server, port) = try start(
            FunctionHandler { _ in
                await gate.pass(); return .text(.ok, "finished")
            })
        let idle = RawClient(port: port)
        let busy = RawClient(port: port)
        busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await gate.isReached()
        let stopping = Task { await server.stop(grace: .seconds(60)) }
        let idleAnswer = await idle.receiveAll()
        #expect(idleAnswer.isEmpty)
        gate.open()
        let answer = await busy.receiveAll()
        #expect(answer.contains("connection: close"))
        #expect(answer.hasSuffix("finished"))
        await stopping.value
    }

    @Test(.timeLimit(.minutes(2))) func `ends streams and their connections when it stops`() async throws {
        let (server, port) = try start(
            FunctionHandler { _ in
                Response(
                    .ok,
                    body: .stream { writer in
                        try await writer.write(Array("begun".utf8))
                        // Ends by cancellation alone.
                        while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
                    })
            })
        let client = RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = await client.receive(until: "begun")
        // A connection left open would be waited for until the grace is over.
        await server.stop(grace: .seconds(3600))
        #expect(await client.receiveAll().hasSuffix("0\r\n\r\n"))
    }

    @Test(.timeLimit(.minutes(2))) func `closes a connection whose answer is taken only while it stops`() async throws {
        let content = [UInt8](repeating: 0x61, count: 8 << 20)
        let handler = FunctionHandler { _ in Response(.ok, body: .bytes(content)) }
        let (server, port) = try startServer(handler) { $0.loops = 1 }
        let idle = RawClient(port: port)
        let client = RawClient(port: port, receiveBytes: 4096)
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = client.receive(atMost: 1)
        let stopping = Task { await server.stop(grace: .seconds(3600)) }
        // Once this one has ended, the loop of both knows that it is to stop.
        #expect(await idle.receiveAll().isEmpty)
        let answer = await client.receiveAll()
        #expect(answer.utf8.count > content.count)
        await stopping.value
    }

    @Test func `loses no request while another server takes over its port`() async throws {
        let (first, port) = try start()
        let tally = Tally()
        for _ in 0..<4 {
            BackgroundThread.start {
                while !tally.isOver {
                    let client = RawClient(port: port)
                    client.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    tally.note(isAnswered: client.waitForAll().hasPrefix("HTTP/1.1 200 OK"))
                }
            }
        }
        try await tally.answers(200)
        var settings = ServerSettings()
        settings.loops = 2
        let second = try Server(
            listeningOn: [.tcp(host: "127.0.0.1", port: port)], settings: settings, handler: Mirror())
        try await tally.answers(200)
        await first.stop()
        try await tally.answers(200)
        tally.end()
        #expect(tally.failures == 0)
        await second.stop()
    }

    @Test func `listens on a Unix socket too`() async throws {
        let path = "/tmp/fanfare-\(UInt64.random(in: 0...UInt64.max)).sock"
        let server = try Server(listeningOn: [.unix(path: path, mode: 0o600)], handler: Mirror())
        #expect(server.addresses == [.unix(path: path, mode: 0o600)])
        await server.stop()
    }
}

/// Counts answered and unanswered requests of several threads.
final class Tally: Sendable {
    private struct Counts: Sendable {
        var answered = 0
        var failed = 0
        var isOver = false
    }

    private let counts = Mutex(Counts())

    var isOver: Bool { counts.withLock { $0.isOver } }
    var failures: Int { counts.withLock { $0.failed } }

    func note(isAnswered: Bool) {
        counts.withLock { counts in
            // What was under way at the end is nobody's loss.
            guard !counts.isOver else { return }
            if isAnswered { counts.answered += 1 } else { counts.failed += 1 }
        }
    }

    /// Waits for so many answers more; unanswered requests count as well, or a broken server would be waited for in
    /// vain.
    func answers(_ count: Int) async throws {
        let goal = counts.withLock { $0.answered + $0.failed } + count
        try await waitUntil("\(count) answers") { counts.withLock { $0.answered + $0.failed } >= goal }
    }

    func end() { counts.withLock { $0.isOver = true } }
}

/// Holds a handler until told.
final class Gate: Sendable {
    private let arrived = AsyncStream<Void>.makeStream()
    private let opened = AsyncStream<Void>.makeStream()

    func pass() async {
        arrived.continuation.yield()
        for await _ in opened.stream { break }
    }

    func isReached() async {
        for await _ in arrived.stream { break }
    }

    func open() { opened.continuation.yield() }
}
