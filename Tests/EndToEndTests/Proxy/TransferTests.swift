import HTTP
import HTTPServer
import Support
import Testing

/// Contents of all sizes and paces through proxies.
@Suite(.serialized, .storied) struct TransferTests {
    private static func post(_ path: String, _ fields: String, _ content: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(content)"
    }

    private static func chunked(_ pieces: [String]) -> String {
        pieces.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
    }

    /// Whether the proxy collects content before it hands it on, as it does by default, or streams it.
    static let manners = [false, true]

    @Test(arguments: ReverseProxy.allCases, manners)
    func `uploads arrive whole, with a length or in chunks`(proxy: ReverseProxy, streams: Bool) async throws {
        let backend = try Backend.start()
        var plan = ProxyPlan(upstream: backend.upstream)
        plan.streamsUploads = streams
        let (front, process) = try await ProxyFront.start(proxy, plan)
        let pieces = (0..<16).map { String(repeating: Character(UnicodeScalar(0x61 + $0)), count: 3999) }
        let whole = pieces.joined()
        let messages = [
            Self.post("/length", "Content-Length: \(whole.count)\r\n", whole),
            Self.post("/chunks", "Transfer-Encoding: chunked\r\n", Self.chunked(pieces)),
            Self.post("/one", "Content-Length: 1\r\n", "a"), Self.post("/empty", "Content-Length: 0\r\n"),
            Self.post("/none", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
            Self.post("/expected", "Content-Length: \(whole.count)\r\nExpect: 100-continue\r\n", whole),
        ]
        let client = RawClient(port: front.port)
        for message in messages {
            let replies = await client.exchange(message)
            #expect(replies.statuses == [200], "\(message.prefix(80))")
        }
        #expect(backend.seen.map(\.path) == ["/length", "/chunks", "/one", "/empty", "/none", "/expected"])
        #expect(backend.seen.map(\.content.count) == [63984, 63984, 1, 0, 0, 63984])
        #expect(backend.seen[1].content == Array(whole.utf8))
        try await process.terminate()
        await backend.stop()
    }

    @Test(arguments: ReverseProxy.allCases, manners)
    func `content too large is 413, never 502`(proxy: ReverseProxy, streams: Bool) async throws {
        // Long enough for a proxy that is late to read it.
        let backend = try Backend.start { $0.lingerDeadline = .seconds(60) }
        var plan = ProxyPlan(upstream: backend.upstream)
        plan.streamsUploads = streams
        let (front, process) = try await ProxyFront.start(proxy, plan)
        for size in [65_537, 400_000, 6_000_000] {
            let content = String(repeating: "a", count: size)
            for message in [
                Self.post("/length", "Content-Length: \(size)\r\n", content),
                Self.post("/chunks", "Transfer-Encoding: chunked\r\n", Self.chunked([content])),
            ] {
                let replies = await RawClient(port: front.port).exchange(message)
                #expect(replies.statuses == [413], "\(message.prefix(80))")
            }
        }
        #expect(backend.seen.isEmpty)
        let replies = await RawClient(port: front.port).exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(replies.statuses == [200])
        try await process.terminate()
        await backend.stop()
    }

    @Test(arguments: ReverseProxy.allCases)
    func `slow senders and slow readers get all of it, and hold nobody up`(proxy: ReverseProxy) async throws {
        let backend = try Backend.start { $0.loops = 1 }
        var plan = ProxyPlan(upstream: backend.upstream)
        plan.streamsUploads = true
        let (front, process) = try await ProxyFront.start(proxy, plan)
        let port = front.port
        let reader = RawClient(port: port, receiveBytes: 4096)
        reader.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let sender = RawClient(port: port)
        let content = String(repeating: "abcdefgh", count: 8)
        let message = Self.post("/slow", "Content-Length: \(content.utf8.count)\r\n", content)
        async let sent = BackgroundThread.result {
            // A piece at a time, each behind an exchange of somebody else: no clock, and yet slow.
            for byte in message.utf8 {
                guard sender.send([byte]) else { return false }
            }
            return true
        }
        for number in 0..<50 {
            let replies = await RawClient(port: port).exchange("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(replies.statuses == [200])
        }
        #expect(await sent)
        #expect(await sender.exchange("").statuses == [200])
        #expect(backend.seen.first { $0.path == "/slow" }?.content == Array(content.utf8))
        let count = await BackgroundThread.result {
            var count = 0
            while let bytes = reader.receive(atMost: 4000) { count += bytes.count }
            return count
        }
        #expect(count > 8 << 20 && count < (8 << 20) + 1000)
        try await process.terminate()
        await backend.stop()
    }

    @Test(arguments: ReverseProxy.allCases)
    func `events pass one by one`(proxy: ReverseProxy) async throws {
        let backend = try Backend.start()
        let (front, process) = try await ProxyFront.start(proxy, ProxyPlan(upstream: backend.upstream))
        let client = RawClient(port: front.port)
        client.send("GET /stream HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n")
        for number in 1...3 {
            // The server says nothing more before it is told: what comes was not held back.
            #expect(await client.receive(until: "data: \(number)\n\n").contains("data: \(number)\n\n"))
            await backend.untilStreaming()
            backend.release()
        }
        #expect(await client.receive(until: "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
        try await process.terminate()
        await backend.stop()
    }

    @Test(arguments: ReverseProxy.allCases)
    func `a reader that goes away ends the stream`(proxy: ReverseProxy) async throws {
        let backend = try Backend.start()
        let (front, process) = try await ProxyFront.start(proxy, ProxyPlan(upstream: backend.upstream))
        do {
            let client = RawClient(port: front.port)
            client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await client.receive(until: "data: 1\n\n")
            await backend.untilStreaming()
        }
        backend.release()
        let replies = await RawClient(port: front.port).exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(replies.statuses == [200])
        try await process.terminate()
        await backend.stop()
    }
}
