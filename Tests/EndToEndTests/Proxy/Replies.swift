import HTTP
import Support

/// What a client got on one connection, taken apart by its framing.
struct Replies: Sendable {
    /// One answer.
    struct Reply: Sendable {
        let status: Int
        /// Field lines, with names in lower case.
        let fields: [(name: String, value: String)]
        let content: [UInt8]

        /// The first value of a field.
        subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
    }

    private(set) var all: [Reply] = []
    /// Octets that are no whole answer.
    private(set) var rest: ArraySlice<UInt8>

    /// The status codes in order.
    var statuses: [Int] { all.map(\.status) }

    /// Reads answers as far as there are any. Interim ones are left out; `isFirstToHead` tells that the first one final
    /// has no content whatever its fields say.
    init(_ bytes: [UInt8], isFirstToHead: Bool = false, hasEnded: Bool = false) {
        rest = bytes[...]
        while let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            let parts = lines.first?.split(separator: " ") ?? []
            guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let status = Int(parts[1]) else { return }
            let fields = lines.dropFirst().map { line in
                let colon = line.firstIndex(of: ":") ?? line.endIndex
                return (line[..<colon].lowercased(), String(line[colon...].dropFirst().drop { $0 == " " }))
            }
            var behind = rest[end.upperBound...]
            var content: [UInt8]? = []
            let hasContent = status >= 200 && status != 204 && status != 304 && !(all.isEmpty && isFirstToHead)
            if hasContent {
                content = Replies.content(of: fields, from: &behind, hasEnded: hasEnded)
            }
            guard let content else { return }
            rest = behind
            if status >= 200 { all.append(Reply(status: status, fields: fields, content: content)) }
        }
    }

    private static func content(
        of fields: [(String, String)], from bytes: inout ArraySlice<UInt8>, hasEnded: Bool
    ) -> [UInt8]? {
        if fields.contains(where: { $0.0 == "transfer-encoding" }) {
            var decoder = ChunkedDecoder()
            var content: [UInt8] = []
            let all = Array(bytes)
            guard let taken = try? decoder.decode(all.span, into: &content), decoder.isDone else { return nil }
            bytes = bytes.dropFirst(taken)
            return content
        }
        if let length = fields.first(where: { $0.0 == "content-length" }).flatMap({ Int($0.1) }) {
            guard bytes.count >= length else { return nil }
            let content = Array(bytes.prefix(length))
            bytes = bytes.dropFirst(length)
            return content
        }
        // RFC 9112 §6.3: up to the end of the connection.
        guard hasEnded else { return nil }
        let content = Array(bytes)
        bytes = bytes.suffix(0)
        return content
    }
}

extension RawClient {
    /// Sends octets and reads until the other side ends the connection, or the answers so far are enough, or it has
    /// been quiet for as long as the client has patience.
    func exchange(
        _ bytes: [UInt8], isFirstToHead: Bool = false,
        until isEnough: @escaping @Sendable (Replies) -> Bool = { _ in false }
    ) async -> Replies {
        await BackgroundThread.result { [self] in
            send(bytes)
            var received: [UInt8] = []
            var replies = Replies([], isFirstToHead: isFirstToHead)
            while !isEnough(replies) {
                guard let more = receive() else {
                    return Replies(received, isFirstToHead: isFirstToHead, hasEnded: true)
                }
                received += more
                replies = Replies(received, isFirstToHead: isFirstToHead)
            }
            return replies
        }
    }

    /// The same for a text, of which each scalar is one octet, until so many answers have come.
    func exchange(_ text: String, count: Int = 1) async -> Replies {
        await exchange(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) { $0.all.count >= count }
    }
}
