import FoundationEssentials

/// What an error's content says, in any of its forms (FACTS §0.8): an object, an OAuth error, plain text, nothing.
///
/// Nothing but `reason` decides anything; `text` is for people.
struct WireError: Sendable, Equatable {
    /// The word for programs, such as `QUOTA_EXCEEDED`.
    var reason: String?
    /// What it says to people, on one line and cut; nil for none, and for a page of HTML.
    var text: String?
    /// Whether the content is JSON of a known form.
    var isJSON: Bool

    init(_ body: [UInt8]) {
        if let known = try? JSONDecoder().decode(Body.self, from: Data(body)) {
            isJSON = true
            reason = known.reason
            text = WireError.line(known.message ?? known.description ?? known.code)
        } else {
            isJSON = false
            let start = body.first { $0 > 0x20 }
            // A gateway's page, or JSON of an unknown form: nothing that a person should read.
            let isMarkup = start == UInt8(ascii: "<") || start == UInt8(ascii: "{") || start == UInt8(ascii: "[")
            text = isMarkup ? nil : WireError.line(String(decoding: body.prefix(1024), as: UTF8.self))
        }
    }

    private static func line(_ text: String?) -> String? {
        guard let text else { return nil }
        let words = text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }
        let line = words.joined(separator: " ")
        return line.isEmpty ? nil : line.count > 200 ? line.prefix(199) + "…" : line
    }

    private struct Body: Decodable {
        var message: String?
        var reason: String?
        var code: String?
        var description: String?

        enum CodingKeys: String, CodingKey {
            case error
            case description = "error_description"
        }

        enum ErrorKeys: String, CodingKey {
            case message, reason
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            description = fields.lenient(.description)
            code = fields.lenient(.error)
            if code == nil {
                let error = try fields.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
                message = error.lenient(.message)
                reason = error.lenient(.reason)
            }
        }
    }
}
