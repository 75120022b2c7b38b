/// Length and coding (RFC 9112 §6.1, §6.3; RFC 9110 §8.6).
extension SmugglingTable {
    static let bothFramings: [SmugglingRow] = variants(
        "both framings",
        [
            ("length, then coding", post(length(tail) + chunked, tail), [400]),
            ("coding, then length", post(chunked + length(tail), tail), [400]),
            ("length too short", post("Content-Length: 4\r\n" + chunked, chunk(smuggled) + "0\r\n\r\n"), [400]),
            ("length 0", post("Content-Length: 0\r\n" + chunked, tail), [400]),
            ("between equal lengths", post(length(tail) + chunked + length(tail), tail), [400]),
            ("in 1.0", post("Connection: keep-alive\r\n\(length(tail))\(chunked)", tail, version: "HTTP/1.0"), [400]),
            ("coding in 1.0", post("Connection: keep-alive\r\n" + chunked, tail, version: "HTTP/1.0"), [400]),
            ("in a GET", get(length(tail) + chunked) + tail, [400]),
            ("in a HEAD", "HEAD /###/head HTTP/1.1\r\nHost: a\r\n\(length(tail))\(chunked)\r\n\(tail)", [400]),
        ]
    ) { $0 }

    /// Ways to write a coding that one reader sees and another does not, each beside a length.
    static let hiddenCodings: [SmugglingRow] = variants(
        "coding beside a length",
        [
            ("space before the colon", "Transfer-Encoding : chunked", [400]),
            ("tabulator before the colon", "Transfer-Encoding\t: chunked", [400]),
            ("tabulator before the value", "Transfer-Encoding:\tchunked", [400]),
            ("no space", "Transfer-Encoding:chunked", [400]),
            ("vertical tabulator", "Transfer-Encoding:\u{0b}chunked", [400]),
            ("form feed", "Transfer-Encoding: chunked\u{0c}", [400]),
            ("NUL", "Transfer-Encoding: chun\u{0}ked", [400]),
            ("no-break space", "Transfer-Encoding: chunked\u{a0}", [400]),
            ("next line", "Transfer-Encoding:\u{85}chunked", [400]),
            ("capitals", "TRANSFER-ENCODING: CHUNKED", [400]), ("quotes", "Transfer-Encoding: \"chunked\"", [400]),
            ("parameter", "Transfer-Encoding: chunked;q=1", [400]), ("letter", "Transfer-Encoding: xchunked", [400]),
            ("list with nothing", "Transfer-Encoding: ,chunked", [400]),
            ("identity first", "Transfer-Encoding: identity, chunked", [400]),
            ("identity last", "Transfer-Encoding: chunked, identity", [400]),
            ("another line behind", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", [400]),
            ("another line before", "Transfer-Encoding: x\r\nTransfer-Encoding: chunked", [400]),
            ("folded line", "X: y\r\n Transfer-Encoding: chunked", [400]),
            ("folded value", "Transfer-Encoding:\r\n chunked", [400]),
            ("folded colon", "Transfer-Encoding\r\n: chunked", [400]),
            ("behind LF", "X: y\nTransfer-Encoding: chunked", [400]),
            ("behind CR", "X: y\rTransfer-Encoding: chunked", [400]),
            ("octet above ASCII in the name", "Transfer\u{ad}Encoding: chunked", [400]),
            ("control octet before the name", "\u{0b}Transfer-Encoding: chunked", [400]),
            ("underscore", "Transfer_Encoding: chunked", [200]), ("TE", "TE: chunked", [200]),
            ("within a value", "X: Transfer-Encoding: chunked", [200]),
            ("Content-Encoding", "Content-Encoding: chunked", [200]),
        ]
    ) { post("\($0)\r\n\(length(tail))", tail) }

    static let codings: [SmugglingRow] = variants(
        "coding alone",
        [
            ("twice", "chunked, chunked", [400]), ("on two lines", "chunked\r\nTransfer-Encoding: chunked", [400]),
            ("gzip first", "gzip, chunked", [501]), ("gzip last", "chunked, gzip", [400]),
            ("identity", "identity", [501]), ("empty", "", [400]), ("comma", "chunked,", [400]),
            ("two words", "chunked x", [501]), ("unknown", "cow", [501]), ("quotes", "'chunked'", [501]),
            ("parameter", "chunked; a=b", [501]),
        ]
    ) { post("Transfer-Encoding: \($0)\r\n", tail) }

    static let count = smuggled.unicodeScalars.count

    static let lengths: [SmugglingRow] =
        variants(
            "length",
            [
                ("plus", "+\(count)", [400]), ("minus", "-\(count)", [400]),
                ("space within", "\(count / 10) \(count % 10)", [400]),
                ("hexadecimal", "0x\(String(count, radix: 16))", [400]), ("equal list", "\(count), \(count)", [400]),
                ("list", "\(count), 0", [400]), ("comma", "\(count),", [400]), ("fraction", "\(count).0", [400]),
                ("exponent", "\(count)e0", [400]), ("underscore", "\(count / 10)_\(count % 10)", [400]),
                ("empty", "", [400]), ("quotes", "\"\(count)\"", [400]),
                ("vertical tabulator", "\u{0b}\(count)", [400]), ("NUL", "\(count)\u{0}", [400]),
                ("beyond 64 bits", "184467440737095516\(16 + count)", [400]), ("semicolon", "\(count);", [400]),
                ("word", "zero", [400]), ("leading zeros", "000\(count)", [200]), ("tabulator", "\(count)\t", [200]),
                ("two equal lines", "\(count)\r\nContent-Length: \(count)", [400]),
                ("two lines", "\(count)\r\nContent-Length: 0", [400]),
                ("two lines in other letters", "0\r\ncontent-length: \(count)", [400]),
                ("folded", "\r\n \(count)", [400]),
            ]
        ) { post("Content-Length: \($0)\r\n", smuggled) }
        + variants(
            "length",
            [
                ("space before the colon", "Content-Length : \(count)", [400]),
                ("underscore in another name", "Content_Length: 0\r\nContent-Length: \(count)", [200]),
                ("behind LF", "X: y\nContent-Length: \(count)", [400]),
            ]
        ) { post("\($0)\r\n", smuggled) }
}
