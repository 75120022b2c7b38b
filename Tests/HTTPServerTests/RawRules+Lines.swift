/// Rules of the request line, its target, and `Host`.
extension RawRule {
    private static func line(_ line: String) -> String { "\(line)\r\nHost: a\r\n\r\n" }
    private static func host(_ value: String) -> String { "GET /tiny HTTP/1.1\r\nHost: \(value)\r\n\r\n" }

    static let requestLines: [RawRule] = [
        .ends(
            with: 400,
            after: [
                "", "G(T", "G\tT", "GE\u{0}T", "\"GET\"", "GET:", "GET/", "G\u{e9}T", "GET\u{7f}", "{GET}", "GET,GET",
                "G@T",
            ].map { get(by: $0) }, "RFC 9110 §9.1", "a method is a token"),
        .answers(
            501, to: ["BREW", "get", "Get", "GET!", "PROPFIND", "M-SEARCH", "QUERY"].map { get(by: $0) },
            "RFC 9110 §9.1",
            "a method that means nothing here is answered with 501, and methods have case"),
        .answers(
            405, to: ["POST", "PUT", "DELETE", "PATCH", "TRACE"].map { get("/tiny", "Content-Length: 0\r\n", by: $0) },
            "RFC 9110 §15.5.6", "a method that has no meaning for the resource"),
        .answers(
            405, to: ["GET", "HEAD", "PUT"].map { get("/echo", by: $0) }, "RFC 9110 §15.5.6", "the same of /echo"),
        .answers(
            405, to: ["POST", "PUT", "DELETE"].map { get("/static/app.css", "Content-Length: 0\r\n", by: $0) },
            "RFC 9110 §15.5.6", "the same of files"),
        .answers(
            204, to: ["/tiny", "/page", "/echo", "/no-content", "/static/app.css", "*"].map { get($0, by: "OPTIONS") },
            "RFC 9110 §9.3.7", "OPTIONS tells what there is"),
        .ends(
            with: 501, after: ["CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"], "RFC 9110 §9.3.6",
            "CONNECT is for proxies"),
        .ends(
            with: 400, after: ["/tiny", "a", "http://a/", "*", "a:b"].map { get($0, by: "CONNECT") },
            "RFC 9112 §3.2.3", "authority-form is host and port"),
        .ends(
            with: 400, after: ["GET", "POST", "HEAD", "TRACE"].map { get("*", by: $0) }, "RFC 9112 §3.2.4",
            "only OPTIONS has *"),
        .ends(
            with: 400,
            after: [
                "GET  /tiny HTTP/1.1", "GET /tiny  HTTP/1.1", "GET\t/tiny HTTP/1.1", "GET /tiny\tHTTP/1.1",
                "GET /tiny HTTP/1.1 ", " GET /tiny HTTP/1.1", "GET\u{b}/tiny\u{b}HTTP/1.1", "GET /tiny HTTP/1.1 x",
                "GET /ti ny HTTP/1.1", "GET /tiny", "GET", "GET ", "/tiny HTTP/1.1", "GET HTTP/1.1",
            ].map(line), "RFC 9112 §3", "one SP between the three parts, and none elsewhere"),
        .ends(
            with: 400,
            after: [
                "http/1.1", "Http/1.1", "HTTP 1.1", "HTTP/", "HTTPS/1.1", "HTP/1.1", "/1.1", "XHTTP/1.1", "HTTP/1.1/",
                "HTTP//1.1", "HTTP\\1.1", "HTTP/1", "HTTP/1.", "HTTP/1.10", "HTTP/01.1", "HTTP/1,1", "HTTP/ 1.1",
                "HTTP/1.a",
                "HTTP/a.1", "HTTP/-1.1", "HTTP/+1.1", "HTTP/11", "HTTP/1..1",
            ].map { line("GET /tiny \($0)") }, "RFC 9112 §2.3", "the version is HTTP, slash, digit, dot, digit"),
        .ends(
            with: 505, after: ["0.9", "2.0", "3.0", "9.9"].map { line("GET /tiny HTTP/\($0)") }, "RFC 9110 §15.6.6",
            "another major version"),
        .answers(
            200, to: ["1.1", "1.2", "1.9"].map { line("GET /tiny HTTP/\($0)") }, "RFC 9110 §6.2",
            "a later minor version"),
        .ends(with: 505, after: ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], "RFC 9113 §3.4", "the preface of HTTP/2"),
        .ends(
            with: 400,
            after: [
                "\u{16}\u{3}\u{1}\u{2}\u{0}", "SSH-2.0-OpenSSH_9.2\r\n", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n",
                "\r\n\r\n\u{0}\r\nQUIT\n", "\u{0}\u{0}", "GET /tiny\r\n", "GET /tiny\n", "{}\r\n",
            ], "RFC 9112 §3", "another protocol"),
        .answers(
            200, to: ["\r\n", "\r\n\r\n"].map { $0 + get() }, "RFC 9112 §2.2", "empty lines before the request line"),
        .ends(
            with: 400, after: ["\n", "\r", " ", "\t", "\r\n ", "\n\r\n", "\r\n\r\n\r\n"].map { $0 + get() },
            "RFC 9112 §2.2", "anything else before it"),
        .ends(
            with: 414,
            after: [get("/" + String(repeating: "a", count: 9000)), "GET /" + String(repeating: "a", count: 100_000)],
            "RFC 9112 §3", "a request line too long"),
        .answers(
            200, to: [get("/tiny?" + String(repeating: "a", count: 7990))], "RFC 9112 §3",
            "8,000 octets of it are taken"),
    ]

    static let targets: [RawRule] = [
        .answers(
            200,
            to: [
                "http://a/tiny", "HTTP://A/tiny", "https://a/tiny", "http://b:80/tiny", "http://a/tiny?x",
                "http://[::1]/tiny",
                "http://a:/tiny",
            ].map { get($0) }, "RFC 9112 §3.2.2", "absolute-form, whose authority need not be that of Host"),
        .ends(
            with: 400,
            after: [
                "http:/a/tiny", "http:a", "http:///tiny", "http://", "http://@/tiny", "http://u@a/tiny",
                "http://u:p@a/tiny",
                "http://a:b/tiny", "http://a:99999/tiny", "http://[::1/tiny", "http://a\\b/tiny", "http://a%/tiny",
                "ftp://a/tiny",
                "file:///etc/passwd", "javascript:x", "://a/tiny", "urn:a", "a:80", "tiny", "a/tiny", "?a", "\\tiny",
                "#",
            ].map { get($0) }, "RFC 9112 §3.2", "none of the four forms"),
        .ends(
            with: 400, after: ["/tiny#f", "/tiny?a#f", "http://a/tiny#f", "http://a#f", "/#"].map { get($0) },
            "RFC 9112 §3.2.1", "a target has no fragment"),
        .ends(
            with: 400,
            after: [
                "/ti\tny", "/ti\u{0}ny", "/ti\u{7f}ny", "/ti\u{ff}ny", "/tiny\u{b}", "/tiny\u{c}", "/tiny\u{1f}",
                "/tiny?\u{e9}",
            ]
            .map { get($0) }, "RFC 9112 §3.2", "an octet that no URI has"),
        .answers(
            200,
            to: [
                "/tiny?", "/tiny?a=b", "/tiny?/../..", "/tiny?%", "/tiny??", "/tiny?%00", "/tiny?a=[b]",
                "/tiny?a|b{c}^`\"",
            ]
            .map { get($0) }, "RFC 3986 §3.4", "a query is passed on as it is"),
        .answers(
            200, to: ["/%74iny", "/t%69ny", "/%74%69%6e%79"].map { get($0) }, "RFC 3986 §6.2.2.2",
            "letters may be encoded"),
        .answers(
            400,
            to: [
                "//tiny", "//", "/./tiny", "/tiny/.", "/tiny/..", "/x/../tiny", "/%2e/tiny", "/%2e%2e/tiny", "/%2ftiny",
                "/tiny%2f",
                "/tiny%00", "/tiny%0d%0a", "/tiny%", "/tiny%4", "/tiny%zz", "/tiny\\", "/tiny%5c", "/tiny%ff",
                "/tiny%c0%ae", "/..",
            ].map { get($0) }, "RFC 3986 §6.2.2", "what another reader may take for another path"),
        .answers(
            404, to: ["/tiny/", "/TINY", "/tiny;a=b", "/tiny/x", "/%2574iny", "/", "/none"].map { get($0) },
            "RFC 9110 §15.5.5",
            "another path"),
        .answers(
            403,
            to: ["/guarded", "/guarded/", "/guarded/x", "/%67uarded/x", "/guarded?x", "http://b/guarded/x"].map {
                get($0)
            },
            "RFC 9110 §15.5.4", "the guard sees every spelling of its path"),
        .answers(
            400,
            to: [
                "//guarded/x", "/./guarded/x", "/tiny/../guarded/x", "/guarded/../tiny", "/guarded%2fx", "/guarded//x",
                "/guarded\\x", "/guarded/%2e%2e/tiny", "/guarded/x%00", "http://a//guarded/x",
                "/static/%2e%2e/guarded/x",
            ].map { get($0) }, "RFC 3986 §6.2.2", "and nothing leads around it"),
    ]

    static let hosts: [RawRule] = [
        .answers(
            200,
            to: [
                "a", "a:80", "a:", "A.B", "a.b.c.", "127.0.0.1:8080", "[::1]", "[::1]:80", "[::ffff:1.2.3.4]",
                "a-b_c~d", "%41",
                "a!$&'()*+;=", "a:0", "a:65535", "  a  ", "\ta\t",
            ].map(host), "RFC 9110 §7.2", "Host is uri-host [\":\" port]"),
        .ends(
            with: 400,
            after: [
                "", "a b", "a/b", "u@a", "u:p@a", "a:b", "a:80:80", "a:-1", "a:+80", "a:65536", "a:8 0", "[::1", "::1",
                "[::1]80",
                "[]", "[:]", "[gg::1]", "[1.2.3.4]", "[1:2:3:4:5:6:7:8:9]", "[fe80::1%25eth0]", "a#b", "a?b", "a\\b",
                "a<b", "a\"b",
                "a^b", "a{b", "a|b", "%", "%4", "%zz", "a\u{0}b", "\u{e9}", "http://a", ":80", ":", "a\u{7f}",
            ].map(host), "RFC 9112 §3.2", "any other value"),
        .ends(
            with: 400,
            after: [
                "GET /tiny HTTP/1.1\r\n\r\n", "GET /tiny HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET /tiny HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", "GET http://a/tiny HTTP/1.1\r\n\r\n",
                "GET http://a/tiny HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET http://a/tiny HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET /tiny HTTP/1.2\r\n\r\n", "GET /tiny HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET /tiny HTTP/1.0\r\nHost: a b\r\n\r\n", "GET /tiny HTTP/1.1\r\nHost: a, b c\r\n\r\n",
            ], "RFC 9112 §3.2", "exactly one Host, in 1.0 at most one"),
    ]
}
