import Glibc
import HTTP
import HTTPClient
import Synchronization
import Testing

/// What a caller may conclude when there is no answer.
struct FailureTests {
    enum Kind { case notSent, outcomeUnknown, refusedAddress, invalid, tooLarge, answered }

    private func kind(_ request: ClientRequest, with client: CurlClient = CurlClient()) async -> Kind {
        do throws(ClientFailure) {
            _ = try await client.send(request)
            return .answered
        } catch {
            return switch error {
            case .notSent: .notSent
            case .outcomeUnknown: .outcomeUnknown
            case .refusedAddress: .refusedAddress
            case .invalid: .invalid
            case .tooLarge: .tooLarge
            }
        }
    }

    @Test func `a refused connection sent nothing`() async {
        let (socket, port) = ScriptedServer.bind(listening: false)
        defer { close(socket) }
        #expect(await kind(ClientRequest(.post, "http://127.0.0.1:\(port)/", body: [1])) == .notSent)
    }

    @Test func `a name without an address sent nothing`() async {
        #expect(await kind(ClientRequest(.get, "http://nowhere.invalid/", deadline: .seconds(5))) == .notSent)
    }

    @Test(arguments: [true, false])
    func `a TLS handshake that fails or never ends sent nothing`(_ answers: Bool) async {
        let server = ScriptedServer(answersTLS: answers)
        defer { server.stop() }
        let request = ClientRequest(.post, "https://127.0.0.1:\(server.port)/", body: [1], deadline: .milliseconds(300))
        #expect(await kind(request) == .notSent)
    }

    @Test(arguments: [
        ScriptedServer.Reply.close, .silence, .last(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".utf8)),
        .last(Array("HTTP/1.1 200 OK\r\n".utf8)), .last(Array("220 mail.example ESMTP\r\n".utf8)),
        .text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
        .text("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"),
    ])
    func `whatever goes wrong after the request was written leaves the outcome unknown`(
        _ reply: ScriptedServer.Reply
    ) async {
        for method in [Method.get, .post] {
            let server = ScriptedServer { _ in reply }
            defer { server.stop() }
            // Where the machine had no time to write the request before the deadline, it gets more.
            var deadline = Duration.milliseconds(300)
            var outcome = Kind.notSent
            while outcome == .notSent, server.seen.isEmpty, deadline < .seconds(60) {
                outcome = await kind(ClientRequest(method, server.url, body: [1], deadline: deadline))
                deadline *= 4
            }
            #expect(outcome == .outcomeUnknown)
        }
    }

    @Test func `a deadline that has passed before the start sends nothing`() async {
        let server = ScriptedServer()
        defer { server.stop() }
        #expect(await kind(ClientRequest(.get, server.url, deadline: .zero)) == .notSent)
        #expect(server.seen.isEmpty)
    }

    @Test func `a deadline that passes while waiting for a place sends nothing`() async throws {
        let (seen, tell) = AsyncStream<Void>.makeStream()
        let server = ScriptedServer { _ in
            tell.yield()
            return .silence
        }
        defer { server.stop() }
        let client = CurlClient(.init(transfersMax: 1))
        async let first = kind(ClientRequest(.get, server.url), with: client)
        var arrivals = seen.makeAsyncIterator()
        await arrivals.next()
        #expect(await kind(ClientRequest(.get, server.url, deadline: .milliseconds(50)), with: client) == .notSent)
        await client.shutdown()
        #expect(await first == .outcomeUnknown)
        #expect(server.seen.count == 1)
    }

    @Test func `on a kept connection that breaks, a GET is sent again and a POST is not`() async {
        let server = ScriptedServer { $0.number == 1 ? .ok : .close }
        defer { server.stop() }
        let client = CurlClient()
        #expect(await kind(ClientRequest(.get, server.url), with: client) == .answered)
        #expect(await kind(ClientRequest(.post, server.url, body: [1, 2]), with: client) == .outcomeUnknown)
        #expect(server.seen.map(\.connection) == [1, 1])
        #expect(await kind(ClientRequest(.get, server.url), with: client) == .answered)
        #expect(await kind(ClientRequest(.put, server.url, body: [1, 2]), with: client) == .answered)
        #expect(server.seen.map(\.number) == [1, 2, 1, 2, 1])
        #expect(server.seen.last?.body == [1, 2])
        // Without content there is nothing whose rewinding curl could be refused: the connection is a new one.
        #expect(await kind(ClientRequest(.post, server.url), with: client) == .answered)
        #expect(server.seen.count == 6 && server.seen.last?.number == 1)
    }

    @Test(arguments: [
        "", "/path", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://", "http:///x",
        "http://user:word@127.0.0.1/", "http://127.0.0.1/\r\nX: y", "http://127.0.0.1/a b", "http://127.0.0.1/\0",
        "http://127.0.0.1:99999/", "127.0.0.1/", "http:/127.0.0.1/",
    ])
    func `a URL that is none, or of another kind, is the caller's mistake`(_ url: String) async {
        #expect(await kind(ClientRequest(.get, url)) == .invalid)
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nX: y\r\n", "G T", "CONNECT"])
    func `a method that is no token is the caller's mistake`(_ name: String) async {
        let server = ScriptedServer()
        defer { server.stop() }
        #expect(await kind(ClientRequest(Method(token: name), server.url)) == .invalid)
        #expect(server.seen.isEmpty)
    }

    @Test(arguments: ["host", "content-length", "transfer-encoding", "connection", "expect", "upgrade"])
    func `fields that frame a message are the client's own`(_ name: String) async throws {
        let server = ScriptedServer()
        defer { server.stop() }
        var fields = Fields()
        fields.append(try #require(FieldName(name)), "1")
        #expect(await kind(ClientRequest(.post, server.url, fields: fields, body: [1])) == .invalid)
        #expect(server.seen.isEmpty)
    }

    @Test func `an address that the guard refuses is not connected to`() async throws {
        let server = ScriptedServer()
        defer { server.stop() }
        let strict = CurlClient(.init(addressGuard: .publicOnly(allowing: [])))
        for host in ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"] {
            #expect(await kind(ClientRequest(.get, "http://\(host):\(server.port)/"), with: strict) == .refusedAddress)
        }
        #expect(server.seen.isEmpty)
        let loopback = try #require(AddressRange("127.0.0.0/8"))
        let lenient = CurlClient(.init(addressGuard: .publicOnly(allowing: [loopback])))
        #expect(await kind(ClientRequest(.get, server.url), with: lenient) == .answered)
    }
}
