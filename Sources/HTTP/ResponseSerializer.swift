/// Writes the head of a response (RFC 9112 §4, §6).
public struct ResponseSerializer: Sendable {
    /// How the content of a response is delimited.
    public enum Framing: Sendable, Equatable {
        /// `Content-Length`.
        case length(Int)
        /// The chunked transfer coding.
        case chunked
        /// By closing the connection: a stream to an HTTP/1.0 client.
        case close
        /// The status has no content: 1xx, 204, 304 (RFC 9110 §6.4.1).
        case none
    }

    /// Appends status line, fields, `Date`, framing and the empty line.
    ///
    /// - Parameters:
    ///   - date: an IMF-fixdate; `Date` stands in every answer (RFC 9110 §6.6.1).
    ///   - persists: whether the connection goes on; else `Connection: close` is said (RFC 9112 §9.6).
    ///   - toHTTP10: whether the client speaks 1.0, which needs `keep-alive` said to go on.
    public static func writeHead(
        _ status: Status, _ fields: Fields, framing: Framing, date: [UInt8], persists: Bool, toHTTP10: Bool,
        to output: inout [UInt8]
    ) {
        if status.code == 200 {
            output.append(literal: "HTTP/1.1 200 OK\r\n")
        } else {
            output.append(literal: "HTTP/1.1 ")
            output.append(contentsOf: status.description.utf8)
            output.append(literal: "\r\n")
        }
        var fields = fields
        for name in own { fields.remove(name) }
        fields.write(to: &output)
        output.append(literal: "date: ")
        output.append(contentsOf: date)
        switch framing {
        case .length(let count):
            output.append(literal: "\r\ncontent-length: ")
            output.append(decimal: count)
            output.append(literal: "\r\n")
        case .chunked: output.append(literal: "\r\ntransfer-encoding: chunked\r\n")
        case .close, .none: output.append(literal: "\r\n")
        }
        if !persists {
            output.append(literal: "connection: close\r\n")
        } else if toHTTP10 {
            output.append(literal: "connection: keep-alive\r\n")
        }
        output.append(literal: "\r\n")
    }

    /// What is written here alone. A second length, or a length beside a coding, is read differently by two readers
    /// (RFC 9112 §6.3), and a promise about the connection must be kept by whoever makes it: lines of these names are
    /// left out.
    private static let own: [FieldName] = [.contentLength, .transferEncoding, .connection, .date]

    /// Appends one chunk; an empty piece is left out, as it would end the body.
    public static func writeChunk(_ bytes: [UInt8], to output: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        output.append(contentsOf: String(bytes.count, radix: 16).utf8)
        output.append(literal: "\r\n")
        output.append(contentsOf: bytes)
        output.append(literal: "\r\n")
    }

    /// The last chunk and an empty trailer section.
    public static func writeLastChunk(to output: inout [UInt8]) {
        output.append(literal: "0\r\n\r\n")
    }
}

extension [UInt8] {
    /// Appends ASCII text known when the program was written.
    @inline(__always)
    mutating func append(literal text: StaticString) {
        // SAFETY: a StaticString's octets live as long as the program.
        unsafe append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number that is not negative, in decimal.
    mutating func append(decimal number: Int) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(0x30 + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
