/// The parts of a request line (RFC 9112 §3), before the fields have their say.
struct RequestLine: Sendable {
    var method: Method
    var target: RequestTarget
    /// The authority of an absolute-form target.
    var authority: String?
    var version: Version

    /// Reads one line without its CRLF.
    static func parse(_ line: Span<UInt8>) throws(MalformedMessage) -> RequestLine {
        let count = line.count
        var index = 0
        while index < count, ASCII.isToken(line[index]) { index += 1 }
        guard index > 0, index < count, line[index] == ASCII.sp else {
            throw MalformedMessage("the method is no token followed by one space")
        }
        let method = method(line.extracting(first: index))
        let targetStart = index + 1
        index = targetStart
        // RFC 9112 §3.2: no whitespace is allowed in the target; visible ASCII only (RFC 3986).
        while index < count, line[index] > 0x20, line[index] < 0x7F { index += 1 }
        guard index > targetStart, index < count, line[index] == ASCII.sp else {
            throw MalformedMessage("the request target is empty or has an octet that no URI has")
        }
        let version = try version(line.extracting((index + 1)..<count))
        let (target, authority) = try target(line.extracting(targetStart..<index), method: method)
        return RequestLine(method: method, target: target, authority: authority, version: version)
    }

    private static func method(_ token: Span<UInt8>) -> Method {
        // The two that nearly all requests have, without making a String first.
        if token.count == 3, token[0] == 0x47, token[1] == 0x45, token[2] == 0x54 { return .get }
        if token.count == 4, token[0] == 0x50, token[1] == 0x4F, token[2] == 0x53, token[3] == 0x54 { return .post }
        return Method(token: token.string(0..<token.count))
    }

    /// RFC 9112 §2.3: `HTTP/` DIGIT `.` DIGIT, in that case.
    private static func version(_ text: Span<UInt8>) throws(MalformedMessage) -> Version {
        guard text.count == 8, text[0] == 0x48, text[1] == 0x54, text[2] == 0x54, text[3] == 0x50,
            text[4] == ASCII.slash, ASCII.isDigit(text[5]), text[6] == 0x2E, ASCII.isDigit(text[7])
        else { throw MalformedMessage("the request line does not end with an HTTP version") }
        guard text[5] == 0x31 else { throw MalformedMessage(.versionNotSupported, "the major version is not 1") }
        return text[7] == 0x30 ? .http10 : .http11
    }

    private static func target(
        _ text: Span<UInt8>, method: Method
    ) throws(MalformedMessage) -> (RequestTarget, authority: String?) {
        if method == .connect {
            // RFC 9112 §3.2.3: authority-form, with a port.
            let authority = text.string(0..<text.count)
            guard Authority.isValid(authority.utf8), authority.utf8.contains(ASCII.colon) else {
                throw MalformedMessage("CONNECT needs host and port as its target")
            }
            return (.authority(authority), authority)
        }
        if text[0] == ASCII.slash { return (try origin(text, from: 0), nil) }
        if text.count == 1, text[0] == 0x2A {
            guard method == .options else { throw MalformedMessage("only OPTIONS has * as its target") }
            return (.asterisk, nil)
        }
        return try absolute(text)
    }

    /// RFC 9112 §3.2.2. Accepted of http and https; userinfo is refused (RFC 9110 §4.2.4).
    private static func absolute(_ text: Span<UInt8>) throws(MalformedMessage) -> (RequestTarget, authority: String?) {
        var colon = 0
        while colon < text.count, text[colon] != ASCII.colon { colon += 1 }
        let scheme = ASCII.lowercased(text.string(0..<colon))
        guard scheme == "http" || scheme == "https", colon + 2 < text.count, text[colon + 1] == ASCII.slash,
            text[colon + 2] == ASCII.slash
        else { throw MalformedMessage("the request target has none of the four forms") }
        let start = colon + 3
        var end = start
        while end < text.count, text[end] != ASCII.slash, text[end] != 0x3F, text[end] != 0x23 { end += 1 }
        let authority = text.string(start..<end)
        guard Authority.isValid(authority.utf8) else {
            throw MalformedMessage("the authority of the request target is not host [\":\" port]")
        }
        return (try origin(text, from: end), authority)
    }

    private static func origin(_ text: Span<UInt8>, from start: Int) throws(MalformedMessage) -> RequestTarget {
        var mark = start
        while mark < text.count, text[mark] != 0x3F {
            // RFC 9112 §3.2.1: a target has no fragment.
            guard text[mark] != 0x23 else { throw MalformedMessage("the request target has a fragment") }
            mark += 1
        }
        let path = mark == start ? "/" : text.string(start..<mark)
        guard mark < text.count else { return .origin(path: path, query: nil) }
        for index in mark..<text.count where text[index] == 0x23 {
            throw MalformedMessage("the request target has a fragment")
        }
        return .origin(path: path, query: text.string((mark + 1)..<text.count))
    }
}
