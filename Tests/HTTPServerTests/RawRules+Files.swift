/// Rules of files: which there are, when they are sent, and which part of them.
extension RawRule {
    private static func file(_ lines: String) -> String { get("/static/app.css", lines + "\r\n") }
    private static let past = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let future = "Fri, 01 Jan 2100 00:00:00 GMT"

    static let files: [RawRule] = [
        .answers(
            200, to: ["/static/app.css", "/static/app%2Ecss", "/static/app.css?v=1"].map { get($0) }, "RFC 9110 §9.3.1",
            "a file"),
        .answers(
            404,
            to: [
                "/static", "/static/", "/static/none", "/static/APP.CSS", "/static/app.css/", "/static/app.css;x",
                "/static/..;/x",
                "/static/.git/config", "/static/%2egit", "/static/...", "/static/~root", "/static/app.css~",
                "/static/app.css%20",
                "/static/%252e%252e/etc/passwd", "/static/C:/x", "/static/app.css::$DATA", "/static/app.css.gz",
            ].map { get($0) }, "RFC 9110 §15.5.5", "no file, and no folder"),
        .answers(
            400,
            to: [
                "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fetc/passwd",
                "/static/..%5c..%5cetc",
                "/static/app.css%00.png", "/static//app.css", "/static/app.css/.", "/static/x/../app.css",
                "/static/%u002e",
                "/static/%c0%ae%c0%ae/", "/static/%e0%80%ae", "/static/.", "/static/%2e%2e%2f",
            ].map { get($0) }, "RFC 3986 §6.2.2.3", "no way out, however it is spelt"),
        .answers(
            304,
            to: ["If-None-Match: *", "If-None-Match: \"x\"\r\nIf-None-Match: *", "If-Modified-Since: \(future)"].map(
                file)
                + [
                    file("If-Modified-Since: Friday, 01-Jan-49 00:00:00 GMT"),
                    file("If-Modified-Since: Fri Jan  1 00:00:00 2100"),
                ],
            "RFC 9110 §13.1", "not changed, by tag or by any of the three forms of dates"),
        .answers(
            200,
            to: [
                "If-None-Match: \"x\"", "If-None-Match: x", "If-None-Match:", "If-Modified-Since: \(past)",
                "If-Modified-Since: soon",
                "If-Modified-Since:", "If-Modified-Since: 99999999999",
                "If-Modified-Since: Fri, 31 Feb 2100 00:00:00 GMT",
                "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 PST",
                "If-Modified-Since: \(future)\r\nIf-Modified-Since: \(past)",
                "If-None-Match: \"x\"\r\nIf-Modified-Since: \(future)", "If-None-Match: \"a,*,b\"",
                "If-Modified-Since: Nor, 01 Jan 2100 00:00:00 GMT", "If-Modified-Since: Fri, 1 Jan 2100 00:00:00 GMT",
                "If-Modified-Since: Fri, 01 Jan 2100 0:0:0 GMT", "If-Modified-Since: Fri 01 Jan 2100 00:00:00 GMT",
                "If-Modified-Since: Fri, 01-Jan-49 00:00:00 GMT", "If-Modified-Since: Fri Jan 1 00:00:00 2100",
            ].map(file), "RFC 9110 §13.1.3", "else it is sent; a tag decides alone"),
        .answers(
            412,
            to: [
                "If-Match: \"x\"", "If-Match: W/\"x\"", "If-Match: \"a,*,b\"", "If-Match:",
                "If-Unmodified-Since: \(past)",
                "If-Match: \"x\"\r\nIf-None-Match: *",
                "If-Match: \"x\"\r\nRange: bytes=0-1", "If-Unmodified-Since: \(past)\r\nIf-None-Match: *",
            ].map(file), "RFC 9110 §13.2.2", "preconditions come first"),
        .answers(
            200,
            to: [
                "If-Match: *", "If-Unmodified-Since: \(future)", "If-Unmodified-Since: soon",
                "If-Match: *\r\nIf-Unmodified-Since: \(past)",
            ]
            .map(file), "RFC 9110 §13.1.1", "and let pass what holds"),
        .answers(
            304, to: [file("If-Match: *\r\nIf-None-Match: *"), file("Range: bytes=0-1\r\nIf-None-Match: *")],
            "RFC 9110 §13.2.2",
            "in their order"),
        .answers(
            206,
            to: [
                "0-0", "0-", "-1", "-999999", "0-999999", "00-01", "0-9223372036854775807", "0-99999999999999999999",
                "-99999999999999999999", " 0-0", "0-0,", "0-0, 999999-",
            ].map { file("Range: bytes=\($0)") } + [file("Range: BYTES=0-0")], "RFC 9110 §14.1.2", "a part"),
        .answers(
            416,
            to: ["999999-", "999999-9999999", "-0", "99999999999999999999-", "999999-,999998-"].map {
                file("Range: bytes=\($0)")
            },
            "RFC 9110 §15.5.17", "a part that is not there"),
        .answers(
            200,
            to: [
                "bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes 0-1", "bytes=0", "lines=0-1", "bytes=0-0,2-2",
                "bytes=0-,0-,0-",
                "bytes=+0-1", "bytes=0x0-1", "bytes=--1", "bytes=0-1-2", "", "bytes =0-0",
                "bytes=0-0\r\nRange: bytes=1-1",
                "bytes=" + (0..<200).map { "\($0)-\($0)" }.joined(separator: ","), "bytes=0-0\r\nIf-Range: \"x\"",
                "bytes=0-0\r\nIf-Range: W/\"x\"", "bytes=0-0\r\nIf-Range: \(past)", "bytes=0-0\r\nIf-Range:",
                "bytes=999999-\r\nIf-Range: \"x\"",
            ].map { file("Range: \($0)") }, "RFC 9110 §14.2",
            "the whole, where a part is not understood or not asked in earnest"),
        .answers(
            200,
            to: [
                "gzip", "GZIP", "*", "gzip;q=0", "*;q=0", "identity;q=0", "gzip;q=2", "gzip;q=", "", ",",
                "br;q=1.000, gzip;q=0.001",
                "gzip;level=9", "\u{e9}", "deflate, compress",
            ].map { get("/static/app.css", "Accept-Encoding: \($0)\r\n", by: "HEAD") }, "RFC 9110 §12.5.3",
            "whatever codings are asked for"),
    ]
}
