/// Heads (RFC 9112 §2.2, §3, §5).
extension SmugglingTable {
    static let heads: [SmugglingRow] = variants(
        "head",
        [
            ("LF alone", "GET /###/get HTTP/1.1\nHost: a\n\n" + smuggled, [400]),
            ("LF ends the head", "POST /###/post HTTP/1.1\r\nHost: a\r\n\(length(smuggled))\n\(smuggled)", [400]),
            ("CR ends a line", get("X: y\rHost: b\r\n"), [400]), ("CR CR LF", get("X: y\r\r\n"), [400]),
            ("LF in a value", get("X: y\n\(smuggled)"), [400]), ("CR in a value", get("X: y\r\(smuggled)"), [400]),
            ("NUL in a value", get("X: y\u{0}z\r\n"), [400]), ("NUL in a name", get("X\u{0}: y\r\n"), [400]),
            ("folded", get("X: y\r\n z\r\n"), [400]), ("folded by a tabulator", get("X: y\r\n\tz\r\n"), [400]),
            ("folded first line", "GET /###/get HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n", [400]),
            ("fold of nothing", get("X: y\r\n \r\n"), [400]), ("space before the colon", get("X : y\r\n"), [400]),
            ("no name", get(": y\r\n"), [400]), ("no colon", get("X\r\n"), [400]),
            ("space in a name", get("X Y: z\r\n"), [400]), ("DEL in a value", get("X: \u{7f}\r\n"), [400]),
            ("octet above ASCII in a value", get("X: \u{e9}\r\n"), [200]),
            ("underscores", get("X_Y: z\r\nX-Y: y\r\n"), [200]), ("no Host", get(host: ""), [400]),
            ("two Hosts", get("Host: b\r\n"), [400]), ("two equal Hosts", get("Host: a\r\n"), [400]),
            ("Host of two", get(host: "Host: a, b\r\n"), [400]),
            ("Host with a path", get(host: "Host: a/b\r\n"), [400]),
            ("Host with a user", get(host: "Host: b@a\r\n"), [400]), ("empty Host", get(host: "Host:\r\n"), [400]),
            ("space before Host's colon", get(host: "Host : a\r\n"), [400]),
            ("version in small letters", get(version: "http/1.1"), [400]),
            ("version 1.2", get(version: "HTTP/1.2"), [200]),
            ("version 2.0", get(version: "HTTP/2.0"), [505]), ("version of words", get(version: "HTTP/1.1 x"), [400]),
            ("version 0.9", "GET /###/smuggled\r\n\r\n", [400]), ("version 1.10", get(version: "HTTP/1.10"), [400]),
            ("space behind the version", get(version: "HTTP/1.1 "), [400]),
            ("tabulators for spaces", "GET\t/###/get\tHTTP/1.1\r\nHost: a\r\n\r\n", [400]),
            ("two spaces", "GET  /###/get HTTP/1.1\r\nHost: a\r\n\r\n", [400]),
            ("a line of space before", " \r\n" + get(), [400]), ("an empty line before", "\r\n" + get(), [200]),
        ]
    ) { $0 }

    static let targets: [SmugglingRow] = variants(
        "target",
        [
            ("absolute", "http://a/###/get", [200]), ("absolute, another Host", "http://b/###/get", [200]),
            ("absolute with a user", "http://u@a/###/get", [400]), ("absolute without host", "http:///###/get", [400]),
            ("another scheme", "gopher://a/###/get", [400]), ("CR", "/###/get\rX", [400]),
            ("NUL", "/###/get\u{0}", [400]),
            ("octet above ASCII", "/###/get\u{e9}", [400]), ("fragment", "/###/get#x", [400]),
            ("space", "/###/get x", [400]),
            ("asterisk", "*", [400]), ("no slash", "get/###/get", [400]), ("two slashes", "//###/get", [200]),
            ("encoded line end", "/###/get%0d%0aX:%20y", [200]), ("authority", "a:80", [400]),
        ]
    ) { get("", $0) }
}
