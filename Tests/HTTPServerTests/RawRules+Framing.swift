/// Rules of where content ends.
extension RawRule {
    private static func length(_ value: String) -> String { post("Content-Length: \(value)\r\n", "abc") }
    private static func coding(_ value: String) -> String {
        post("Transfer-Encoding: \(value)\r\n", "3\r\nabc\r\n0\r\n\r\n")
    }
    private static func trailer(_ line: String) -> String { chunked("3\r\nabc\r\n0\r\n\(line)\r\n\r\n") }

    static let framing: [RawRule] = [
        .answers(200, to: ["3", "003", " 3 ", "\t3\t"].map(length), "RFC 9110 §8.6", "Content-Length is digits"),
        .ends(
            with: 400,
            after: [
                "", "+3", "-3", "-0", "3, 3", "3,3", "3,4", "3,", ",3", "3;3", "3 3", "0x3", "3.0", "3e0", "three",
                "3\u{0}", "3\u{b}",
                "\"3\"", "1_0", "18446744073709551616", "18446744073709551619", "9223372036854775808", "%33", "3a",
                "\u{0663}",
                "3\r\n ", "\u{a0}3", "3\r\nContent-Length: 3", "3\r\nContent-Length: 4", "0\r\ncontent-length: 3",
            ].map(length), "RFC 9112 §6.3", "one number and nothing else"),
        .ends(
            with: 413, after: ["1048577", "9223372036854775807"].map(length), "RFC 9110 §15.5.14", "more than is taken"),
        .answers(
            200, to: ["GET", "HEAD"].map { get("/tiny", "Content-Length: 3\r\n", by: $0) + "abc" },
            "RFC 9110 §9.3.1", "content that means nothing is read past"),
        .answers(
            404, to: [post("Content-Length: 3\r\n", "abc", to: "/none"), chunked("1\r\na\r\n0\r\n\r\n", to: "/none")],
            "RFC 9112 §9.3", "content that nobody asked for is read past"),
        .answers(
            403,
            to: [post("Content-Length: 3\r\n", "abc", to: "/guarded/x"), chunked("0\r\nX: y\r\n\r\n", to: "/guarded")],
            "RFC 9112 §9.3", "also behind the guard"),
        .ends(
            with: 405, after: [post("Content-Length: 200000\r\n", String(repeating: "a", count: 200_000), to: "/tiny")],
            "RFC 9112 §9.3", "or the connection ends"),
        .answers(
            200, to: ["chunked", "Chunked", "CHUNKED", " chunked ", "chunked\t"].map(coding), "RFC 9112 §7",
            "codings have no case"),
        .ends(
            with: 400,
            after: [
                "chunked, chunked", "chunked,", ",chunked", "chunked, gzip", "chunked, identity", "", "\u{b}chunked",
                "chunked\u{0}",
                "chunked\r\nTransfer-Encoding: chunked", "chunked\r\nTransfer-Encoding: gzip",
                "\r\nTransfer-Encoding: chunked",
                "chunked\r\n ",
            ].map(coding), "RFC 9112 §6.3", "chunked once and last"),
        .ends(
            with: 501,
            after: [
                "gzip", "gzip, chunked", "identity", "identity, chunked", "deflate, chunked", "x-chunked", "chunkedx",
                "\"chunked\"",
                "chunked;q=1", "chun ked", "cow", "gzip\r\nTransfer-Encoding: chunked", "chun\u{212A}ed",
            ].map(coding), "RFC 9112 §6.1", "another coding"),
        .ends(
            with: 400,
            after: [
                post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
                post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                post("Content-Length: 3\r\nTransfer-Encoding: identity\r\n", "abc"),
                post("Content-Length: 3\r\nTransfer-Encoding:\r\n", "abc"),
                "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            ], "RFC 9112 §6.1", "a coding beside a length, or in 1.0"),
        .answers(
            200,
            to: [
                post("Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"),
                post("Connection: Content-Length\r\nContent-Length: 3\r\n", "abc"),
            ], "RFC 9110 §7.6.1", "framing is no option of the connection"),
    ]

    static let chunks: [RawRule] = [
        .answers(
            200,
            to: [
                "0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "03\r\nabc\r\n000\r\n\r\n", "A\r\n0123456789\r\n0\r\n\r\n",
                "a\r\n0123456789\r\n0\r\n\r\n", "3\r\n\r\n\r\r\n0\r\n\r\n", "1\r\na\r\n1\r\nb\r\n0\r\n\r\n",
                "0000000000000003\r\nabc\r\n0\r\n\r\n",
            ].map { chunked($0) }, "RFC 9112 §7.1", "sizes are hexadecimal"),
        .answers(
            200,
            to: ["a", "a=b", "a=\"b c\"", "a=\"\\\"\"", "a;b;c=d", " a = b"].map {
                chunked("3;\($0)\r\nabc\r\n0;\($0)\r\n\r\n")
            },
            "RFC 9112 §7.1.1", "extensions are passed over"),
        .ends(
            with: 400,
            after: [
                "", "g", "-3", "+3", "0x3", "3 ", " 3", "\t3", "3\t", "3_0", "3,", "3.", "\"3\"", "\u{b3}", "3\u{0}",
                "3:", "3%", "{3}",
                ";a", "3\r", "3\u{b}", "10000000000000003", "ffffffffffffffff", "FFFFFFFFFFFFFFFFF", "8000000000000000",
                "00000000000000003", "\u{ff13}",
            ].map { chunked("\($0)\r\nabc\r\n0\r\n\r\n") }, "RFC 9112 §7.1", "and nothing else"),
        .ends(
            with: 400,
            after: ["\u{0}", "a\nb", "a\rb", "a=\"\r\n\"", "\u{7f}", "a\u{b}", String(repeating: "a", count: 20_000)]
                .map {
                    chunked("3;\($0)\r\nabc\r\n0\r\n\r\n")
                } + [chunked(String(repeating: "1;aaaaaaaaaaaaaaaa\r\na\r\n", count: 1100) + "0\r\n\r\n")],
            "RFC 9112 §7.1.1",
            "extensions with control octets, or without end"),
        .ends(
            with: 400,
            after: [
                "3\nabc\r\n0\r\n\r\n", "3\r\nabc\n0\r\n\r\n", "3\r\nabc\r\n0\n\r\n", "3\r\nabc\r\n0\r\n\n",
                "3\rabc\r\n0\r\n\r\n",
                "3\r\nabc\r0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\r\nab\r\n0\r\n\r\n", "3\r\nabc0\r\n\r\n",
                "3\r\nabcXX0\r\n\r\n",
                "3\r\nabc\r\n\r\n0\r\n\r\n", "3\r\nabc\r\r\n0\r\n\r\n", "3\r\nabc\r\n0\r\r\n\r\n",
            ].map { chunked($0) }, "RFC 9112 §7.1", "every line end is checked"),
        .ends(
            with: 413, after: ["7fffffffffffffff\r\nabc", "100001\r\n", "1\r\na\r\n100000\r\n"].map { chunked($0) },
            "RFC 9110 §15.5.14",
            "a chunk that cannot be taken is not waited for"),
        .answers(
            200,
            to: ["X: y", "X:", "X: y\r\nZ: w", "Content-Length: 3", "Transfer-Encoding: chunked", "Host: b"].map(
                trailer),
            "RFC 9110 §6.5.1", "trailers mean nothing here"),
        .ends(
            with: 400,
            after: [
                "X", "X y", "X : y", " X: y", "X: y\r\n z", ": y", "X: a\u{0}", "X: a\rb", "X: a\nb", "X: y\n", "X(: y",
                "GET / HTTP/1.1",
            ]
            .map(trailer), "RFC 9112 §7.1.2", "and are field lines"),
        .ends(
            with: 400,
            after: [
                String(repeating: "X: y\r\n", count: 101), "X: " + String(repeating: "y", count: 9000),
                String(repeating: "X: \(String(repeating: "y", count: 1000))\r\n", count: 40),
            ].map(trailer), "RFC 9110 §6.5.1", "as bounded as the fields of the head"),
    ]
}
