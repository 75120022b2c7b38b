import HTTP
import Testing

/// One head, and what becomes of it.
struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: String
    var testDescription: String { name }

    init(_ name: String, _ bytes: String) {
        self.name = name
        self.bytes = bytes
    }
}

@Suite struct `A request head` {
    static let accepted = [
        Sample("plain", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Sample("several fields", "GET /a?b=c HTTP/1.1\r\nHost: a.example:80\r\nAccept: */*\r\nX-Empty:\r\n\r\n"),
        Sample("space around values", "GET / HTTP/1.1\r\nHost: \t a \t\r\nX:\tb c\t \r\n\r\n"),
        Sample("one empty line before", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Sample("content of known length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"),
        Sample("chunked content", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"),
        Sample("absolute form", "GET http://b.example/x?y HTTP/1.1\r\nHost: a\r\n\r\n"),
        Sample("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
        Sample("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n"),
        Sample("a later minor version", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
        Sample("IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:3000\r\n\r\n"),
        Sample("octets above ASCII in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: caf\u{e9}\r\n\r\n"),
        Sample("an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
    ]

    @Test(arguments: accepted)
    func `answers the same wherever the bytes were split`(_ sample: Sample) throws {
        let bytes = Array(sample.bytes.utf8)
        var whole = RequestHeadParser()
        let expected = try whole.parse(bytes.span)
        guard case .done(_, let consumed) = expected else {
            Issue.record("not a whole head")
            return
        }
        #expect(consumed == bytes.count)
        for end in 0..<bytes.count {
            // A fresh parser, and one that goes on from here: both must agree with the whole.
            var parser = RequestHeadParser()
            let progress = try parser.parse(bytes.span.extracting(first: end))
            #expect(progress == .needsMore, "after \(end) bytes")
            let finished = try parser.parse(bytes.span)
            #expect(finished == expected, "split after \(end) bytes")
        }
        var drip = RequestHeadParser()
        var last = HeadProgress.needsMore
        for end in 1...bytes.count { last = try drip.parse(bytes.span.extracting(first: end)) }
        #expect(last == expected)
    }

    @Test func `leaves what follows it alone`() throws {
        let head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        let bytes = Array((head + "GET /next").utf8)
        var parser = RequestHeadParser()
        guard case .done(_, let consumed) = try parser.parse(bytes.span) else {
            Issue.record("not done")
            return
        }
        #expect(consumed == head.utf8.count)
    }

    /// Name, octets, status code. The clause stands in the name.
    static let refused: [(String, String, Int)] = [
        ("9112 §2.2 bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400),
        ("9112 §2.2 bare CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n", 400),
        ("9110 §5.5 NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: b\u{0}c\r\n\r\n", 400),
        ("9110 §5.5 DEL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: b\u{7f}c\r\n\r\n", 400),
        ("9112 §3 no target", "GET  HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §3 two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §3 space after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
        ("9112 §3 tab between", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §3 no version", "GET /\r\nHost: a\r\n\r\n", 400),
        ("9112 §2.3 lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §2.3 two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400),
        ("9112 §2.3 major version 2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("9113 §3.4 preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ("9110 §9.1 method no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §3.2 no form", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §3.2.1 fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §3.2.4 asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §3.2.3 CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("9110 §4.2.4 userinfo", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9110 §4.2.1 empty host", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("3986 octet above ASCII in the target", "GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("9112 §3.2 no Host", "GET / HTTP/1.1\r\n\r\n", 400),
        ("9112 §3.2 two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        ("9110 §7.2 Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        ("9110 §7.2 Host with userinfo", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400),
        ("9110 §7.2 empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
        ("9110 §7.2 port no number", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400),
        ("9110 §7.2 port too large", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", 400),
        ("9112 §5.1 space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("9112 §5.2 folded value", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", 400),
        ("9112 §2.2 space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
        ("9110 §5.1 empty name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400),
        ("9112 §5 no colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400),
        ("9110 §8.6 signed length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", 400),
        ("9110 §8.6 empty length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
        ("9110 §8.6 length list", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n", 400),
        (
            "9110 §8.6 length beyond Int", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
            400
        ),
        ("9112 §6.3 two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        (
            "9112 §6.1 length beside coding",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400
        ),
        ("9112 §6.1 coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("9112 §6.1 chunked twice", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n", 400),
        (
            "9112 §6.1 chunked on two lines",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400
        ),
        ("9112 §6.1 chunked not last", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", 400),
        ("9112 §6.1 other coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (
            "9112 §6.1 coding before chunked", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            501
        ),
        ("9112 §6.1 disguised coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u{0b}chunked\r\n\r\n", 400),
        ("9112 §6.1 Kelvin sign", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chun\u{212A}ed\r\n\r\n", 501),
        ("9112 §6.1 empty coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n", 400),
        (
            "9110 §10.1.1 unknown expectation",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: tea\r\n\r\n", 417
        ),
        ("9112 §2.2 three empty lines", "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("first octets of TLS", "\u{16}\u{03}\u{01}", 400),
    ]

    @Test(arguments: refused)
    func `is refused where two servers could read it differently`(name: String, text: String, status: Int) {
        let bytes = Array(text.utf8)
        var parser = RequestHeadParser()
        do throws(MalformedMessage) {
            let progress = try parser.parse(bytes.span)
            Issue.record("\(name): accepted as \(progress)")
        } catch {
            #expect(error.status.code == status, "\(name): \(error.reason)")
        }
    }

    @Test(arguments: refused)
    func `is refused just the same when it comes octet by octet`(name: String, text: String, status: Int) {
        let bytes = Array(text.utf8)
        var parser = RequestHeadParser()
        do throws(MalformedMessage) {
            for end in 0...bytes.count {
                if case .done = try parser.parse(bytes.span.extracting(first: end)) {
                    Issue.record("\(name): accepted")
                    return
                }
            }
            Issue.record("\(name): waits for more")
        } catch {
            #expect(error.status.code == status, "\(name): \(error.reason)")
        }
    }

    static let limits: [(String, String, Int)] = [
        ("long target", "GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("long target without an end", "GET /\(String(repeating: "a", count: 9000))", 414),
        ("long field", "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 9000))\r\n\r\n", 431),
        ("long field without an end", "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 9000))", 431),
        (
            "101 fields",
            "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: 100) + "\r\n", 431
        ),
        (
            "large head",
            "GET / HTTP/1.1\r\nHost: a\r\n"
                + String(repeating: "X: \(String(repeating: "a", count: 4000))\r\n", count: 9) + "\r\n", 431
        ),
    ]

    @Test(arguments: limits)
    func `is refused past its limits, never shortened`(name: String, text: String, status: Int) {
        let bytes = Array(text.utf8)
        var parser = RequestHeadParser()
        do throws(MalformedMessage) {
            _ = try parser.parse(bytes.span)
            Issue.record("\(name): accepted")
        } catch {
            #expect(error.status.code == status, "\(name): \(error.reason)")
        }
    }

    @Test func `is accepted with 8,000 octets of target and 100 fields`() throws {
        let target = String(repeating: "a", count: 8000)
        let fields = String(repeating: "X: a\r\n", count: 99)
        let bytes = Array("GET /\(target) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8)
        var parser = RequestHeadParser()
        guard case .done(let head, _) = try parser.parse(bytes.span) else {
            Issue.record("not done")
            return
        }
        #expect(head.fields.count == 100)
        #expect(head.target.path.utf8.count == 8001)
    }

    /// Fields and version, whether the connection goes on.
    static let persistence: [(String, Bool)] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", true),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, CLOSE\r\n\r\n", false),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo\r\nConnection: close\r\n\r\n", false),
        ("GET / HTTP/1.0\r\n\r\n", false),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true),
        ("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", false),
    ]

    @Test(arguments: persistence)
    func `says whether the connection goes on`(text: String, persists: Bool) throws {
        let bytes = Array(text.utf8)
        var parser = RequestHeadParser()
        guard case .done(let head, _) = try parser.parse(bytes.span) else {
            Issue.record("not done")
            return
        }
        #expect(head.persists == persists)
    }

    @Test func `takes its authority from the target before Host`() throws {
        let bytes = Array("GET http://b.example:8080/x HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var parser = RequestHeadParser()
        guard case .done(let head, _) = try parser.parse(bytes.span) else {
            Issue.record("not done")
            return
        }
        #expect(head.authority == "b.example:8080")
        #expect(head.target == .origin(path: "/x", query: nil))
    }
}
