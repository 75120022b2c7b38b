import Mustache

/// Makes text safe to stand between tags and inside quoted attributes, of HTML and of XML.
public enum MarkupEscaping {
    /// The text with `& < > " '` as character references. What XML 1.0 §2.2 has no place for (most control characters,
    /// U+FFFE, U+FFFF) is dropped: a title may hold it, and one would make a whole feed unreadable.
    ///
    /// Works on UTF-8: all that needs a reference is ASCII, and no octet of a longer sequence is.
    public static func escape(_ text: String) -> String {
        if isPlain(text) { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + text.utf8.count / 4 + 16)
        escape(text, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Adds the same to what is there.
    static func escape(_ text: String, to output: inout [UInt8]) {
        if isPlain(text) {
            output += text.utf8
            return
        }
        let bytes = text.utf8Span.span
        let actions = actions
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch actions[Int(byte)] {
            case .keep: output.append(byte)
            case .drop: break
            case .look:
                // EF BF BE and EF BF BF are U+FFFE and U+FFFF.
                if index + 2 < bytes.count, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE {
                    index += 2
                } else {
                    output.append(byte)
                }
            case .refer: output += references[Int(byte)]
            }
            index += 1
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        let actions = actions
        var isPlain = true
        for index in bytes.indices where actions[Int(bytes[index])] != .keep { isPlain = false }
        return isPlain
    }

    private enum Action: UInt8 { case keep, drop, look, refer }

    private static let references: [[UInt8]] = (0...255).map { (byte: UInt8) in
        switch byte {
        case 0x26: Array("&amp;".utf8)
        case 0x3C: Array("&lt;".utf8)
        case 0x3E: Array("&gt;".utf8)
        case 0x22: Array("&quot;".utf8)
        case 0x27: Array("&#39;".utf8)
        default: []
        }
    }

    /// What to do with each octet.
    private static let actions: [Action] = (0...255).map { (byte: UInt8) in
        switch byte {
        case 0x26, 0x3C, 0x3E, 0x22, 0x27: .refer
        case 0x09, 0x0A, 0x0D: .keep
        case 0..<0x20, 0x7F: .drop
        case 0xEF: .look
        default: .keep
        }
    }
}

/// Has the library escape as above: its own way walks over `Character`s, at a quarter of a page's cost (design §2).
struct MarkupContent: MustacheContentType {
    /// The word for the pragma that every template begins with: a partial falls back to the library's own type.
    static let name = "MARKUP"

    func escapeText(_ text: String) -> String { MarkupEscaping.escape(text) }

    /// Makes the word known to the library, once in a process.
    static let isRegistered: Bool = {
        MustacheContentTypes.register(MarkupContent(), named: name)
        return true
    }()
}
