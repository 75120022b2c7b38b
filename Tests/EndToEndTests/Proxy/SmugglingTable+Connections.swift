/// Connections (RFC 9110 §7.6.1, §7.8, §10.1.1; RFC 9112 §9).
extension SmugglingTable {
    static let connections: [SmugglingRow] =
        variants(
            "connection",
            [
                ("drops the length", "Connection: Content-Length\r\n", [200]),
                ("drops Host", "Connection: keep-alive, Host\r\n", [200]),
                ("close", "Connection: close\r\n", [200]), ("close in a list", "Connection: x,CLOSE\r\n", [200]),
                ("Proxy-Connection", "Proxy-Connection: keep-alive\r\n", [200]),
                ("Keep-Alive", "Keep-Alive: timeout=9\r\n", [200]),
                ("expects", "Expect: 100-continue\r\n", [200]),
                ("expects twice", "Expect: 100-continue, 100-continue\r\n", [200]),
                ("expects more", "Expect: 100-continue, x\r\n", [417]),
                ("expects something else", "Expect: x\r\n", [417]),
                ("expects, folded", "Expect:\r\n 100-continue\r\n", [400]),
                ("expects in other letters", "EXPECT: 100-CONTINUE\r\n", [200]),
                ("expects with a space", "Expect : 100-continue\r\n", [400]),
                (
                    "h2c",
                    "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
                    [200]
                ),
                ("h2c not nominated", "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n", [200]),
                (
                    "WebSocket",
                    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                    [200]
                ),
                ("trailers announced", "TE: trailers\r\nConnection: TE\r\n", [200]),
            ]
        ) { post($0 + length(smuggled), smuggled) }
        + variants(
            "connection",
            [
                (
                    "drops the coding",
                    post("Connection: Transfer-Encoding\r\n" + chunked, chunk(smuggled) + "0\r\n\r\n"), [200]
                ),
                ("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + smuggled, [505]),
                (
                    "h2c and its preface",
                    get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")
                        + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [200, 505]
                ),
                ("CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", [501]),
            ]
        ) { $0 }

    /// What follows a message. Requests to `/second` are requests of their own to everybody.
    static let pipelines: [SmugglingRow] = variants(
        "pipeline",
        [
            ("two", get() + second, [200, 200]),
            ("behind content", post("Content-Length: 3\r\n", "abc") + second, [200, 200]),
            ("behind chunks", post(chunked, chunk("abc") + "0\r\n\r\n") + second, [200, 200]),
            ("behind length 0", post("Content-Length: 0\r\n") + second, [200, 200]),
            ("behind no length", post("") + second, [200, 200]),
            ("behind the content of a GET", get(length(smuggled)) + smuggled + second, [200, 200]),
            ("behind the chunks of a GET", get(chunked) + chunk(smuggled) + "0\r\n\r\n" + second, [200, 200]),
            (
                "behind the content of a HEAD",
                "HEAD /###/head HTTP/1.1\r\nHost: a\r\n\(length(smuggled))\r\n\(smuggled)\(second)", [200, 200]
            ),
            ("behind a HEAD", "HEAD /###/head HTTP/1.1\r\nHost: a\r\n\r\n" + second, [200, 200]),
            ("behind an empty line", post("Content-Length: 3\r\n", "abc\r\n") + second, [200, 200]),
            ("behind LF", post("Content-Length: 3\r\n", "abc\n") + second, [200, 400]),
            ("behind close", get("Connection: close\r\n") + smuggled, [200]),
            ("behind 1.0", get(version: "HTTP/1.0") + smuggled, [200]),
            ("behind 1.0 that goes on", get("Connection: keep-alive\r\n", version: "HTTP/1.0") + second, [200, 200]),
            ("behind a refused one", get() + get("X : y\r\n") + smuggled, [200, 400]),
            ("length longer than what comes", post("Content-Length: 999\r\n", smuggled), [400]),
            ("content too large", post("Content-Length: 70000\r\n", smuggled), [413]),
            ("half a head", "GET /###/get HTTP/1.1\r\nHost: a\r\nX: " + smuggled, [400]),
        ]
    ) { $0 }
}
