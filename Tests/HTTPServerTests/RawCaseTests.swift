import Support
import Testing

/// Octets, and the status codes they must be answered with; then either the connection goes on, or nothing of it is
/// read any more. Sent to the real program: what stands here is what a proxy meets.
struct RawCase: Sendable, CustomTestStringConvertible {
    let name: String
    let message: String
    let statuses: [Int]
    let closes: Bool
    var testDescription: String { name }

    static func goesOn(_ name: String, _ message: String, _ statuses: Int...) -> RawCase {
        RawCase(name: name, message: message, statuses: statuses, closes: false)
    }

    static func ends(_ name: String, _ message: String, _ statuses: Int...) -> RawCase {
        RawCase(name: name, message: message, statuses: statuses, closes: true)
    }
}

@Suite(.serialized) struct `The bare server` {
    private static func get(_ target: String, _ lines: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n"
    }

    private static func post(_ lines: String, _ content: String = "", to target: String = "/echo") -> String {
        "POST \(target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\(content)"
    }

    private static func chunked(_ content: String) -> String { post("Transfer-Encoding: chunked\r\n", content) }

    static let framing: [RawCase] = [
        .goesOn("no content", get("/tiny"), 200), .goesOn("length", post("Content-Length: 3\r\n", "abc"), 200),
        .goesOn("length 0", post("Content-Length: 0\r\n"), 200), .goesOn("no length at all", post(""), 200),
        .goesOn("chunked", chunked("3\r\nabc\r\n0\r\n\r\n"), 200),
        .goesOn("chunk extensions", chunked("3;a;b=c;d=\"e\"\r\nabc\r\n0;f\r\n\r\n"), 200),
        .goesOn("trailers", chunked("3\r\nabc\r\n0\r\nA: b\r\nC: d\r\n\r\n"), 200),
        .goesOn("trailers that mean nothing there", chunked("0\r\nContent-Length: 5\r\nHost: b\r\n\r\n"), 200),
        .goesOn("capital digits", chunked("A\r\n0123456789\r\n00\r\n\r\n"), 200),
        .goesOn("content of a GET", get("/tiny", "Content-Length: 3\r\n") + "abc", 200),
        .goesOn(
            "chunked content of a GET", get("/tiny", "Transfer-Encoding: chunked\r\n") + "1\r\na\r\n0\r\n\r\n", 200),
        .goesOn("content of a 404", post("Content-Length: 3\r\n", "abc", to: "/none"), 404),
        .goesOn("content of a 403", post("Content-Length: 3\r\n", "abc", to: "/guarded/x"), 403),
        .goesOn("content of a 405", post("Content-Length: 3\r\n", "abc", to: "/tiny"), 405),
        .goesOn("content that looks like a request", post("Content-Length: 33\r\n", get("/smuggled/x") + ""), 200),
        .ends("LF in chunk framing", chunked("3\nabc\r\n0\r\n\r\n"), 400),
        .ends("LF behind chunk data", chunked("3\r\nabc\n0\r\n\r\n"), 400),
        .ends("CR alone in chunk framing", chunked("3\rabc\r\n0\r\n\r\n"), 400),
        .ends("LF within an extension", chunked("3;a\nabc\r\n0\r\n\r\n"), 400),
        .ends("a quote over a line end", chunked("3;a=\"\r\nabc\r\n0\"\n\r\n"), 400),
        .ends("data longer than its size", chunked("3\r\nabcd\r\n0\r\n\r\n"), 400),
        .ends("data shorter than its size", chunked("5\r\nabc\r\n0\r\n\r\n"), 400),
        .ends("a negative size", chunked("-1\r\nabc\r\n0\r\n\r\n"), 400),
        .ends("a prefix of hexadecimal", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400),
        .ends("space behind the size", chunked("3 \r\nabc\r\n0\r\n\r\n"), 400),
        .ends("space before the size", chunked(" 3\r\nabc\r\n0\r\n\r\n"), 400),
        .ends("a size beyond all numbers", chunked("FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n"), 400),
        .ends("a size that is empty", chunked("\r\nabc\r\n0\r\n\r\n"), 400),
        .ends("a bad trailer", chunked("0\r\nA b\r\n\r\n"), 400),
        .ends("a trailer with space before the colon", chunked("0\r\nA : b\r\n\r\n"), 400),
        .ends("a folded trailer", chunked("0\r\nA: b\r\n c\r\n\r\n"), 400),
        .ends("LF in trailers", chunked("0\r\nA: b\n\r\n"), 400),
        .ends("both length and coding", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400),
        .ends("coding before length", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"), 400),
        .ends("differing lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), 400),
        .ends("a list of lengths", post("Content-Length: 3, 4\r\n", "abcd"), 400),
        .ends("a signed length", post("Content-Length: +3\r\n", "abc"), 400),
        .ends("a length with a space within", post("Content-Length: 3 3\r\n", "abc"), 400),
        .ends("a hexadecimal length", post("Content-Length: 0x3\r\n", "abc"), 400),
        .ends("a coding of its own", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501),
        .ends("identity", post("Transfer-Encoding: identity\r\n"), 501),
        .ends("gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501),
        .ends("chunked, identity", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400),
        .ends("chunked with a parameter", post("Transfer-Encoding: chunked;a=b\r\n", "0\r\n\r\n"), 501),
        .ends("a coding behind a tabulator", post("Transfer-Encoding:\u{0b}chunked\r\n", "0\r\n\r\n"), 400),
        .ends("a coding in 1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        .ends("space before the colon of a length", post("Content-Length : 3\r\n", "abc"), 400),
        .ends("more than is taken", post("Content-Length: 1048577\r\n"), 413),
        .ends("more than is taken, announced", post("Content-Length: 1048577\r\nExpect: 100-continue\r\n"), 413),
        .ends("more than fits a number", post("Content-Length: 18446744073709551619\r\n", "abc"), 400),
    ]

    static let heads: [RawCase] = [
        .goesOn("HEAD", "HEAD /tiny HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        .goesOn("HEAD of nothing", "HEAD /none HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        .goesOn("204", get("/no-content"), 204),
        .goesOn("HEAD of 204", "HEAD /no-content HTTP/1.1\r\nHost: a\r\n\r\n", 204),
        .goesOn("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 204),
        .goesOn("OPTIONS of a path", "OPTIONS /tiny HTTP/1.1\r\nHost: a\r\n\r\n", 204),
        .goesOn("TRACE", "TRACE /tiny HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        .goesOn("DELETE", "DELETE /tiny HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        .goesOn("unknown", "BREW /tiny HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        .goesOn("unknown, elsewhere", "BREW /echo HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        .goesOn("get in lower case", "get /tiny HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        .ends("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        .goesOn("upgrade to h2c", get("/tiny", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"), 200),
        .goesOn(
            "upgrade to a WebSocket",
            get("/tiny", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"), 200),
        .goesOn(
            "upgrade with content", post("Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n", "abc"), 200),
        .goesOn(
            "upgrade with a request behind", get("/tiny", "Connection: Upgrade\r\nUpgrade: h2c\r\n") + get("/tiny"),
            200,
            200),
        .ends("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        .goesOn(
            "a connection option named like framing",
            post("Connection: Content-Length\r\nContent-Length: 3\r\n", "abc"),
            200),
        .goesOn(
            "a connection option named like the coding",
            post("Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 200),
        .ends("an expectation of something else", post("Expect: tea\r\nContent-Length: 3\r\n", "abc"), 417),
        .goesOn("an expectation without content", get("/tiny", "Expect: 100-continue\r\n"), 200),
        .goesOn("an expectation in 1.0 that goes on", "GET /tiny HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200),
        .ends("1.0", "GET /tiny HTTP/1.0\r\n\r\n", 200),
        .ends("1.0 with Host", "GET /tiny HTTP/1.0\r\nHost: a\r\n\r\n", 200),
        .ends("close", get("/tiny", "Connection: close\r\n"), 200),
        .ends("close in capitals, in a list", get("/tiny", "Connection: x, CLOSE\r\n"), 200),
        .ends("close on a second line", get("/tiny", "Connection: x\r\nConnection: close\r\n"), 200),
        .ends("close with content", post("Connection: close\r\nContent-Length: 3\r\n", "abc"), 200),
        .ends("LF alone", "GET /tiny HTTP/1.1\nHost: a\n\n", 400),
        .ends("CR in a value", get("/tiny", "X: a\rb\r\n"), 400), .ends("NUL", get("/tiny", "X: a\u{0}b\r\n"), 400),
        .ends("folding", get("/tiny", "X: a\r\n b\r\n"), 400), .ends("empty name", get("/tiny", ": a\r\n"), 400),
        .ends("no colon", get("/tiny", "Nothing\r\n"), 400),
        .ends("name with a space", get("/tiny", "X Y: a\r\n"), 400),
        .ends("no Host", "GET /tiny HTTP/1.1\r\n\r\n", 400), .ends("two Hosts", get("/tiny", "Host: b\r\n"), 400),
        .ends("Host with a path", "GET /tiny HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        .ends("Host with a user", "GET /tiny HTTP/1.1\r\nHost: u@a\r\n\r\n", 400),
        .ends("Host with a comma list", "GET /tiny HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        .goesOn("Host of version 6", "GET /tiny HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200),
        .goesOn("one empty line before", "\r\n" + get("/tiny"), 200),
        .ends("many empty lines before", "\r\n\r\n\r\n\r\n" + get("/tiny"), 400),
        .ends("two spaces", "GET  /tiny HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        .ends("no version", "GET /tiny\r\nHost: a\r\n\r\n", 400),
        .ends("another version", "GET /tiny HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        .goesOn("pipelined", get("/tiny") + get("/no-content") + get("/page") + get("/none"), 200, 204, 200, 404),
        .goesOn(
            "pipelined with content",
            post("Content-Length: 3\r\n", "abc") + chunked("1\r\na\r\n0\r\n\r\n") + get("/tiny"), 200, 200, 200),
        .ends("pipelined, the second refused", get("/tiny") + get("/tiny", "X : y\r\n") + get("/tiny"), 200, 400),
    ]

    static let targets: [RawCase] = [
        .goesOn("absolute form", get("http://b/tiny"), 200),
        .goesOn("absolute form, capitals", get("HTTP://B:80/tiny"), 200),
        .goesOn("absolute form without path", get("http://b"), 404), .goesOn("query", get("/tiny?a=b&/../"), 200),
        .goesOn("encoded letters", get("/%74in%79"), 200), .goesOn("encoded guard", get("/%67uarded/x"), 403),
        .goesOn("guard", get("/guarded/x"), 403), .goesOn("guard itself", get("/guarded"), 403),
        .goesOn("guard, absolute", get("http://a/guarded/x"), 403),
        .goesOn("two slashes before the guard", get("//guarded/x"), 400),
        .goesOn("dot before the guard", get("/./guarded/x"), 400),
        .goesOn("dots before the guard", get("/tiny/../guarded/x"), 400),
        .goesOn("encoded dots", get("/static/%2e%2e/guarded/x"), 400),
        .goesOn("encoded slash", get("/guarded%2fx"), 400), .goesOn("backslash", get("/static/..%5cx"), 400),
        .goesOn("encoded NUL", get("/static/app.css%00"), 400), .goesOn("half an encoding", get("/static/%4"), 400),
        .goesOn("no UTF-8", get("/static/%ff"), 400), .goesOn("traversal", get("/static/../../etc/passwd"), 400),
        .goesOn("a slash behind", get("/tiny/"), 404), .goesOn("a file", get("/static/app.css"), 200),
        .goesOn("a part", get("/static/app.css", "Range: bytes=0-3\r\n"), 206),
        .goesOn("no such part", get("/static/app.css", "Range: bytes=999999-\r\n"), 416),
        .goesOn("several parts", get("/static/app.css", "Range: bytes=0-1,3-4\r\n"), 200),
        .goesOn("unchanged", get("/static/app.css", "If-None-Match: *\r\n"), 304),
        .ends("a fragment", get("/tiny#a"), 400), .ends("a space", get("/ti ny"), 400),
        .ends("an octet above ASCII", get("/tin\u{fc}"), 400), .ends("no slash", get("tiny"), 400),
        .ends("another scheme", get("ftp://a/tiny"), 400), .ends("a user", get("http://u@a/tiny"), 400),
        .ends("no host", get("http:///tiny"), 400), .ends("asterisk", get("*"), 400),
        .ends("a target too long", get("/" + String(repeating: "a", count: 9000)), 414),
        .ends("a field too long", get("/tiny", "X: \(String(repeating: "a", count: 9000))\r\n"), 431),
        .ends("too many fields", get("/tiny", String(repeating: "X: a\r\n", count: 101)), 431),
    ]

    private static let probe = "GET /tiny HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n"

    @Test func `answers every case, and then goes on or ends as it must`() async throws {
        let process = try ServerProcess(try ServerProcess.product("fanfare-bench"), ["peer"])
        let line = try await process.waitForLine(containing: "Peer is at http://127.0.0.1:")
        let port = try #require(UInt16(line.split(separator: ":").last ?? ""))
        for sample in Self.framing + Self.heads + Self.targets {
            let client = RawClient(port: port)
            client.send(sample.message + Self.probe)
            let answer = await client.receiveAll()
            let statuses = RawReplies.statuses(in: answer, to: sample.message + Self.probe)
            let expected = sample.statuses + (sample.closes ? [] : [200])
            #expect(statuses == expected, "\(sample.name): \(answer.prefix(600))")
        }
        #expect(try await process.terminate() == 0)
    }

    @Test func `answers whoever has ended their half`() async throws {
        let process = try ServerProcess(try ServerProcess.product("fanfare-bench"), ["peer"])
        let line = try await process.waitForLine(containing: "Peer is at http://127.0.0.1:")
        let port = try #require(UInt16(line.split(separator: ":").last ?? ""))
        /// Octets before the end, the beginning of the answer.
        let cases: [(String, String)] = [
            (Self.get("/tiny"), "HTTP/1.1 200 "), (Self.post("Content-Length: 3\r\n", "abc"), "HTTP/1.1 200 "),
            (Self.post("Content-Length: 9\r\n", "abc"), "HTTP/1.1 400 "), (Self.chunked("3\r\nab"), "HTTP/1.1 400 "),
            ("", ""),
        ]
        for (message, beginning) in cases {
            let client = RawClient(port: port)
            client.send(message)
            client.endSending()
            let answer = await client.receiveAll()
            #expect(beginning.isEmpty ? answer.isEmpty : answer.hasPrefix(beginning), "\(message): \(answer)")
        }
        #expect(try await process.terminate() == 0)
    }
}

/// Takes a stream of responses apart by their framing, strictly enough for a test.
enum RawReplies {
    /// The status codes, -1 for what is no response. `requests` tells which answers are to HEAD.
    static func statuses(in text: String, to requests: String) -> [Int] {
        var rest = Array(text.utf8)[...]
        var codes: [Int] = []
        let isHead = requests.hasPrefix("HEAD ")
        while !rest.isEmpty {
            guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return codes + [-1] }
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            rest = rest[end.upperBound...]
            let parts = lines.first?.split(separator: " ") ?? []
            guard parts.count >= 2, parts[0] == "HTTP/1.1", let code = Int(parts[1]) else { return codes + [-1] }
            if code == 100 { continue }
            let isFirst = codes.isEmpty
            codes.append(code)
            let length = lines.first { $0.hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
            if isFirst, isHead { continue }
            guard rest.count >= length else { return codes + [-1] }
            rest = rest.dropFirst(length)
        }
        return codes
    }
}
