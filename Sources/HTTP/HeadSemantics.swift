/// What the fields of a request mean for the connection: host, framing, persistence (RFC 9112 §3.2, §6, §9).
enum HeadSemantics {
    static func check(_ line: RequestLine, _ fields: Fields) throws(MalformedMessage) -> RequestHead {
        if case .connect = line.method {
            throw MalformedMessage(.notImplemented, "CONNECT is for proxies")
        }
        let authority = try authority(line, fields)
        let framing = try framing(line, fields)
        var persists = line.version == .http11
        if fields.contains(.connection) {
            let options = fields.list(.connection).map { ASCII.lowercased($0) }
            if options.contains("close") {
                persists = false
            } else if line.version == .http10 {
                persists = options.contains("keep-alive")
            }
        }
        var expectsContinue = false
        if line.version == .http11, fields.contains(.expect) {
            // RFC 9110 §10.1.1: an expectation other than 100-continue may be answered with 417.
            let expectations = fields.list(.expect)
            guard expectations.allSatisfy({ ASCII.lowercased($0) == "100-continue" }) else {
                throw MalformedMessage(.expectationFailed, "an expectation other than 100-continue")
            }
            // An empty field expects nothing, and its client may not know what 100 is.
            expectsContinue = !expectations.isEmpty && framing != .none && framing != .length(0)
        }
        return RequestHead(
            method: line.method, target: line.target, version: line.version, authority: authority, fields: fields,
            framing: framing, persists: persists, expectsContinue: expectsContinue)
    }

    /// RFC 9112 §3.2: exactly one valid `Host` in HTTP/1.1, at most one before; an authority in the target wins.
    private static func authority(_ line: RequestLine, _ fields: Fields) throws(MalformedMessage) -> String {
        var host: String?
        for index in fields.lines.indices where fields.lines[index].matches(.host, in: fields.bytes) {
            guard host == nil else { throw MalformedMessage("more than one Host") }
            let place = fields.lines[index]
            let value = fields.bytes[Int(place.valueStart)..<Int(place.valueEnd)]
            guard Authority.isValid(value) else { throw MalformedMessage("Host is not host [\":\" port]") }
            host = String(decoding: value, as: UTF8.self)
        }
        guard host != nil || line.version == .http10 else { throw MalformedMessage("no Host") }
        return line.authority ?? host ?? ""
    }

    private static func framing(_ line: RequestLine, _ fields: Fields) throws(MalformedMessage) -> BodyFraming {
        let hasCoding = fields.contains(.transferEncoding)
        let hasLength = fields.contains(.contentLength)
        if hasCoding {
            // RFC 9112 §6.1: both together ought to be handled as an error; it is how requests are smuggled.
            guard !hasLength else { throw MalformedMessage("Content-Length beside Transfer-Encoding") }
            guard line.version == .http11 else { throw MalformedMessage("Transfer-Encoding in HTTP/1.0") }
            let lines = fields.values(of: .transferEncoding)
            if lines.count == 1, ASCII.lowercased(lines[0]) == "chunked" { return .chunked }
            let codings = fields.list(.transferEncoding).map { ASCII.lowercased($0) }
            // RFC 9112 §6.1: a coding the server does not understand SHOULD be answered with 501. Chunked twice, not
            // last, or written so that another reader may miss it, is wrong whatever else stands there.
            let understood = codings.allSatisfy { $0 == "chunked" }
            let chunkedIsLast = codings.firstIndex(of: "chunked").map { $0 == codings.count - 1 } ?? true
            guard !understood, chunkedIsLast else { throw MalformedMessage("Transfer-Encoding is not just chunked") }
            throw MalformedMessage(.notImplemented, "a transfer coding other than chunked")
        }
        guard hasLength else { return .none }
        let lengths = fields.values(of: .contentLength)
        // RFC 9112 §6.3: repeated equal values MAY be accepted; refused here like differing ones.
        guard lengths.count == 1, let length = decimal(lengths[0].utf8) else {
            throw MalformedMessage("Content-Length is not one decimal number")
        }
        return .length(length)
    }

    /// 1*DIGIT without sign, space or overflow (RFC 9110 §8.6). `Int(_:)` would take a sign.
    static func decimal(_ digits: some Collection<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var value = 0
        for digit in digits {
            guard ASCII.isDigit(digit) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(digit - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }
}
