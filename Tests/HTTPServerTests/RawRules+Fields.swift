/// Rules of field lines and of what they say about the connection.
extension RawRule {
    private static func field(_ line: String) -> String { get("/tiny", line + "\r\n") }
    private static let long = String(repeating: "a", count: 1000)

    static let fieldLines: [RawRule] = [
        .answers(
            200,
            to: [
                "X: a", "X:a", "X:", "X: ", "X:\t", "X: \t a \t ", "x-Y_z.9: 1", "!#$%&'*+-.^_`|~: x",
                "X: \u{e9}\u{ff}", "X: a\tb",
                "X: \"a\\\"b\"", "X: a:b:c", "X: \(String(repeating: "a", count: 8000))", "X: ,,,", "Content-Type: a",
            ].map(field), "RFC 9112 §5", "a name, a colon, a value with white space around it"),
        .ends(
            with: 400, after: ["X : a", "X\t: a", "X\u{b}: a", "Content-Length : 3", "Host : b"].map(field),
            "RFC 9112 §5.1",
            "space before the colon"),
        .ends(
            with: 400,
            after: [" X: a", "\tX: a", "X: a\r\n b", "X: a\r\n\tb", "X: a\r\n ", "X: a\r\n \r\nY: b"].map(field)
                + ["GET /tiny HTTP/1.1\r\n Host: a\r\n\r\n", "GET /tiny HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"],
            "RFC 9112 §5.2",
            "line folding, and what looks like it"),
        .ends(
            with: 400,
            after: [
                ": a", "X", "X a", "X Y: a", "X(: a", "X): a", "X,: a", "X/: a", "X;: a", "X<: a", "X=: a", "X>: a",
                "X?: a", "X@: a",
                "X[: a", "X\\: a", "X]: a", "X{: a", "X}: a", "X\": a", "\u{e9}: a", "X\u{a0}: a", "X\u{0}: a",
                "X\u{7f}: a", "=a: b",
            ].map(field), "RFC 9110 §5.1", "a name is a token"),
        .ends(
            with: 400,
            after: [
                "X: a\u{0}b", "X: a\rb", "X: a\nb", "X: a\u{1}", "X: a\u{8}", "X: a\u{b}", "X: a\u{c}", "X: a\u{1b}",
                "X: a\u{7f}",
                "X: a\r", "\rX: a", "X:\ra", "X: \n", "\u{0}: a",
            ].map(field), "RFC 9110 §5.5", "control octets in a field"),
        .ends(
            with: 400,
            after: [
                "GET /tiny HTTP/1.1\nHost: a\n\n", "GET /tiny HTTP/1.1\nHost: a\r\n\r\n",
                "GET /tiny HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", "GET /tiny HTTP/1.1\r\nHost: a\r\n\n",
                "GET /tiny HTTP/1.1\rHost: a\r\r", "GET /tiny HTTP/1.1\r\nHost: a\r\r\n\r\n",
                "GET /tiny HTTP/1.1\n\rHost: a\n\r\n\r", "GET /tiny\r HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /tiny HTTP/1.1\r\nHost: a\r\n\r\r\n",
            ], "RFC 9112 §2.2", "only CR and LF together end a line"),
        .answers(
            200,
            to: [
                get("/tiny", String(repeating: "X: a\r\n", count: 99)),
                get("/tiny", String(repeating: "X: \(long)\r\n", count: 30)),
            ],
            "RFC 9110 §5.4", "100 fields and 32 KiB are taken"),
        .ends(
            with: 431,
            after: [
                get("/tiny", String(repeating: "X: a\r\n", count: 100)),
                get("/tiny", String(repeating: "X: \(long)\r\n", count: 40)),
                field("X: " + String(repeating: "a", count: 9000)), field(String(repeating: "X", count: 9000) + ": a"),
                get("/tiny", "X: " + String(repeating: "a", count: 300_000)),
            ], "RFC 6585 §5", "and not more"),
    ]

    static let connections: [RawRule] = [
        .ends(
            with: 200,
            after: [
                "Connection: close", "Connection: Close", "connection: CLOSE", "Connection: x, close",
                "Connection: close,x",
                "Connection: ,close,", "Connection: x\r\nConnection: close", "Connection: keep-alive, close",
                "Connection:\tclose\t",
            ].map(field), "RFC 9112 §9.6", "nothing is read after close, wherever it stands"),
        .answers(
            200,
            to: [
                "Connection: keep-alive", "Connection: closed", "Connection:", "Connection: ,,", "Connection: host",
                "Keep-Alive: 1",
            ]
            .map(field), "RFC 9112 §9.3", "else the connection goes on"),
        .ends(
            with: 200,
            after: [
                "GET /tiny HTTP/1.0\r\n\r\n", "GET /tiny HTTP/1.0\r\nHost: a\r\n\r\n",
                "GET /tiny HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n",
                "GET /tiny HTTP/1.0\r\nProxy-Connection: keep-alive\r\n\r\n",
                "POST /echo HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc",
                "POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
                "GET /tiny HTTP/1.0\r\nExpect: tea\r\n\r\n", "HEAD /tiny HTTP/1.0\r\n\r\n",
            ], "RFC 9112 §9.3", "1.0 ends after one answer, and knows no Expect"),
        .answers(
            200,
            to: ["keep-alive", "Keep-Alive", "x, keep-alive"].map { "GET /tiny HTTP/1.0\r\nConnection: \($0)\r\n\r\n" },
            "RFC 9112 §9.3", "unless it asks for more"),
        .answers(
            200,
            to: [
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13",
                "Connection: Upgrade\r\nUpgrade: TLS/1.2",
                "Upgrade: anything",
            ].map(field) + [post("Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n", "abc")],
            "RFC 9110 §7.8",
            "an upgrade that is not performed is as if it were not asked for"),
        .answers(
            200, 200, 204, 200, 404,
            to: [get() + get("/page") + get("/no-content") + post("Content-Length: 3\r\n", "abc") + get("/none")],
            "RFC 9112 §9.3.2", "pipelined requests are answered in order"),
        .ends(
            with: 200, 400,
            after: [
                get() + field("X : y") + get(), get() + "BAD\r\n\r\n" + get(), chunked("0\r\n\r\n") + "\n" + get(),
            ],
            "RFC 9112 §9.6", "nothing is read behind what is malformed"),
        .answers(
            200,
            to: [
                get("/tiny", "Expect: 100-continue\r\n"), post("Expect: 100-continue\r\nContent-Length: 3\r\n", "abc"),
                post("Expect: 100-Continue\r\nContent-Length: 3\r\n", "abc"),
                post("Expect: 100-continue\r\nContent-Length: 0\r\n"),
                post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"),
                field("Expect:"),
            ], "RFC 9110 §10.1.1", "100-continue"),
        .ends(
            with: 417,
            after: ["tea", "100-continue, tea", "100-continue;a=b", "200-ok"].map {
                post("Expect: \($0)\r\nContent-Length: 3\r\n", "abc")
            },
            "RFC 9110 §10.1.1", "another expectation"),
        .ends(
            with: 404, after: [post("Expect: 100-continue\r\nContent-Length: 3\r\n", to: "/none")], "RFC 9110 §10.1.1",
            "a final status instead of 100"),
        .ends(
            with: 413, after: [post("Expect: 100-continue\r\nContent-Length: 1048577\r\n")], "RFC 9110 §10.1.1",
            "no 100 before 413"),
        .ends(
            with: 400, after: [post("Expect: 100-continue\r\nContent-Length: x\r\n")], "RFC 9110 §10.1.1",
            "no 100 before 400"),
    ]
}
