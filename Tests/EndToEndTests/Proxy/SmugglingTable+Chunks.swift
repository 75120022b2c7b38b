/// Chunks (RFC 9112 §7.1).
extension SmugglingTable {
    static let chunks: [SmugglingRow] = variants(
        "chunks",
        [
            ("space behind the size", "3 \r\nabc\r\n0\r\n\r\n", [400]),
            ("space before the size", " 3\r\nabc\r\n0\r\n\r\n", [400]), ("plus", "+3\r\nabc\r\n0\r\n\r\n", [400]),
            ("minus", "-3\r\nabc\r\n0\r\n\r\n", [400]), ("prefix", "0x3\r\nabc\r\n0\r\n\r\n", [400]),
            ("underscore", "0_3\r\nabc\r\n0\r\n\r\n", [400]), ("no size", "\r\nabc\r\n0\r\n\r\n", [400]),
            ("32 digits", "00000000000000000000000000000003\r\nabc\r\n0\r\n\r\n", [400]),
            ("beyond 64 bits", "10000000000000003\r\nabc\r\n0\r\n\r\n", [400]),
            ("LF behind the size", "3\nabc\r\n0\r\n\r\n", [400]), ("CR behind the size", "3\rabc\r\n0\r\n\r\n", [400]),
            ("CR twice", "3\r\r\nabc\r\n0\r\n\r\n", [400]), ("LF behind the data", "3\r\nabc\n0\r\n\r\n", [400]),
            ("nothing behind the data", "3\r\nabc0\r\n\r\n", [400]),
            ("other octets behind the data", "3\r\nabcxx0\r\n\r\n" + smuggled, [400]),
            ("LF in an extension", "3;\nabc\r\n0\r\n\r\n", [400]),
            // The reader who takes the LF sees a chunk of two octets, and then one that has the smuggled request in it.
            (
                "LF ends an extension", "2;\nxx\r\n\(String(count + 5, radix: 16))\r\n0\r\n\r\n\(smuggled)0\r\n\r\n",
                [400]
            ),
            ("CR in an extension", "3;a\rb\r\nabc\r\n0\r\n\r\n", [400]),
            ("NUL in an extension", "3;\u{0}\r\nabc\r\n0\r\n\r\n", [400]),
            ("quotes over a line end", "3;a=\"\r\nabc\r\n0\r\n\"\r\n\r\n" + smuggled, [400]),
            ("semicolon alone", "3;\r\nabc\r\n0\r\n\r\n", [200]),
            ("extensions", "3;a=b;c=\"d e\"\r\nabc\r\n0;f\r\n\r\n", [200]),
            ("leading zeros", "0003\r\nabc\r\n000\r\n\r\n", [200]),
            ("a request as data", chunk(smuggled) + "0\r\n\r\n", [200]),
            ("LF ends the last size", "3\r\nabc\r\n0\n\r\n", [400]),
            ("LF ends the trailers", "3\r\nabc\r\n0\r\n\n" + smuggled, [400]),
            ("LF ends a trailer", "0\r\nA: b\n\r\n" + smuggled, [400]),
            ("a request among trailers", "0\r\n" + smuggled, [400]),
            ("a request in a trailer", "0\r\nX: " + smuggled, [200]),
            ("folded trailer", "0\r\nA: b\r\n c\r\n\r\n", [400]),
            ("space before a trailer's colon", "0\r\nA : b\r\n\r\n", [400]),
            ("framing among trailers", "0\r\nContent-Length: 39\r\nTransfer-Encoding: chunked\r\n\r\n", [200]),
            ("CR among trailers", "0\r\nA: b\rContent-Length: 0\r\n\r\n", [400]),
            ("size too large", "ff\r\n" + smuggled, [400]),
            ("size too small", "1\r\n\(smuggled)\r\n0\r\n\r\n", [400]),
        ]
    ) { post(chunked, $0) }
}
