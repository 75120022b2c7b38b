import HTTP
import HTTPClient
import Synchronization
import Testing

struct CurlClientTests {
    let client = CurlClient()

    @Test func `an answer arrives with status, fields and content`() async throws {
        let server = ScriptedServer { _ in
            .text("HTTP/1.1 404 Nope\r\nX-One: 1\r\nx-two:  2 \r\nX-One: 3\r\nContent-Length: 5\r\n\r\nhello")
        }
        defer { server.stop() }
        let response = try await client.send(ClientRequest(.get, server.url + "/a%20b?c=d%26"))
        #expect(response.status == .notFound)
        #expect(response.body == Array("hello".utf8))
        #expect(response.fields.values(of: "x-one") == ["1", "3"])
        #expect(response.fields["x-two"] == "2")
        #expect(server.seen[0].requestLine == "GET /a%20b?c=d%26 HTTP/1.1")
        #expect(server.seen[0].head.lowercased().contains("\r\nhost: 127.0.0.1:\(server.port)\r\n"))
        #expect(server.seen[0].head.lowercased().contains("\r\nuser-agent: fanfare\r\n"))
    }

    @Test(arguments: [
        ("HTTP/1.1 204 No Content\r\nX: y\r\n\r\n", 204), ("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n", 304),
        ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 302),
        ("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200),
    ])
    func `an answer of any status is an answer`(_ reply: String, _ code: Int) async throws {
        let server = ScriptedServer { _ in .text(reply) }
        defer { server.stop() }
        let response = try await client.send(ClientRequest(.get, server.url))
        #expect(response.status.code == code)
        #expect(response.body.isEmpty)
        #expect(!response.fields.contains("link"))
        #expect(server.seen.count == 1)
    }

    @Test(arguments: [Method.post, .put, .patch, .delete, .other("PROPFIND")])
    func `content is sent whole and framed by its length`(_ method: Method) async throws {
        let server = ScriptedServer()
        defer { server.stop() }
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        _ = try await client.send(ClientRequest(method, server.url, fields: ["content-type": "a/b"], body: body))
        #expect(server.seen[0].body == body)
        #expect(server.seen[0].requestLine == "\(method) / HTTP/1.1")
        let head = server.seen[0].head.lowercased()
        #expect(head.contains("\r\ncontent-type: a/b\r\n") && !head.contains("expect") && !head.contains("chunked"))
    }

    @Test(arguments: [
        (Method.post, true), (.put, true), (.patch, true), (.get, false), (.delete, false), (.head, false),
    ])
    func `a length of zero is sent where content would have a meaning`(_ method: Method, _ isSent: Bool) async throws {
        let server = ScriptedServer { _ in .text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }
        defer { server.stop() }
        _ = try await client.send(ClientRequest(method, server.url, fields: ["x-empty": ""]))
        let head = server.seen[0].head.lowercased()
        #expect(head.contains("\r\ncontent-length: 0\r\n") == isSent)
        #expect(head.contains("\r\nx-empty:") && !head.contains("content-type"))
        #expect(server.seen[0].requestLine == "\(method) / HTTP/1.1")
    }

    @Test func `content arrives decoded, and no field says otherwise`() async throws {
        let server = ScriptedServer { _ in .bytes(zipped) }
        defer { server.stop() }
        let response = try await client.send(ClientRequest(.get, server.url))
        #expect(response.body == [UInt8](repeating: 0x78, count: 5000))
        #expect(!response.fields.contains(.contentEncoding) && !response.fields.contains(.contentLength))
        #expect(server.seen[0].head.lowercased().contains("gzip"))
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + String(repeating: "x", count: 1001),
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + String(repeating: "x", count: 100_000),
            "HTTP/1.1 200 OK\r\n" + String(repeating: "X: \(String(repeating: "y", count: 96))\r\n", count: 700)
                + "Content-Length: 0\r\n\r\n",
        ].map { Array($0.utf8) } + [zipped])
    func `an answer larger than allowed is cut off`(_ reply: [UInt8]) async throws {
        let server = ScriptedServer { _ in .bytes(reply) }
        defer { server.stop() }
        await #expect(throws: ClientFailure.tooLarge) {
            try await client.send(ClientRequest(.get, server.url, responseBytesMax: 1000))
        }
    }

    @Test func `an answer exactly as large as allowed is whole`() async throws {
        let server = ScriptedServer()
        defer { server.stop() }
        #expect(try await client.send(ClientRequest(.get, server.url, responseBytesMax: 2)).body.count == 2)
    }

    @Test func `fifty requests are under way together`() async throws {
        let gate = ThreadGate(count: 50)
        let server = ScriptedServer { _ in
            gate.enter()
            return .ok
        }
        defer { server.stop() }
        let client = CurlClient(.init(transfersMax: 50, transfersPerHostMax: 50))
        let statuses = try await withThrowingTaskGroup(of: Status.self) { group in
            for number in 0..<50 {
                group.addTask { try await client.send(ClientRequest(.get, server.url + "/\(number)")).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: .ok, count: 50))
        await client.shutdown()
    }

    @Test func `no more than allowed are under way to one host`() async throws {
        let most = Mutex((now: 0, most: 0))
        let server = ScriptedServer { _ in
            most.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            defer { most.withLock { $0.now -= 1 } }
            return .ok
        }
        defer { server.stop() }
        let client = CurlClient(.init(transfersMax: 8, transfersPerHostMax: 2))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { _ = try await client.send(ClientRequest(.get, server.url)) } }
            try await group.waitForAll()
        }
        #expect(server.seen.count == 40)
        #expect(Set(server.seen.map(\.connection)).count <= 2)
        #expect(most.withLock { $0.most } <= 2)
    }

    @Test func `connections are kept, unless a fresh one is asked for`() async throws {
        let server = ScriptedServer()
        defer { server.stop() }
        for fresh in [false, false, true, true, false] {
            _ = try await client.send(ClientRequest(.post, server.url, body: [1], usesFreshConnection: fresh))
        }
        #expect(server.seen.map(\.connection) == [1, 1, 2, 3, 1])
        #expect(server.seen.map(\.number) == [1, 2, 1, 1, 3])
    }

    @Test func `metrics say what happened, without the path`() async throws {
        let told = Mutex<[ClientMetrics]>([])
        let client = CurlClient { metrics in told.withLock { $0.append(metrics) } }
        let server = ScriptedServer()
        defer { server.stop() }
        _ = try await client.send(ClientRequest(.post, server.url + "/secret", body: [1, 2, 3]))
        _ = try? await client.send(ClientRequest(.get, server.url, responseBytesMax: 1))
        let all = told.withLock { $0 }
        #expect(all.map(\.host) == Array(repeating: "127.0.0.1:\(server.port)", count: 2))
        #expect(all.map(\.outcome) == [.success(.ok), .failure(.tooLarge)])
        #expect(all.map(\.requestBytes) == [3, 0] && all.map(\.responseBytes) == [2, 0])
        #expect(!String(describing: all).contains("secret"))
    }
}

/// 5,000 times the letter x.
private let zipped: [UInt8] =
    Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 40\r\n\r\n".utf8) + [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 1, 0, 0, 0, 194, 160, 218, 139, 111, 10, 63, 160, 0, 0, 0, 0,
        128, 183, 1, 38, 240, 219, 0, 136, 19, 0, 0,
    ]
