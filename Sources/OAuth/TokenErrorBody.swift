/// An error of the token endpoint (RFC 6749 §5.2).
struct TokenErrorBody: Decodable {
    /// The code; `unknown` where it is none.
    let code: String
    /// For people; never shown or logged as it is.
    let description: String?

    private enum CodingKeys: String, CodingKey {
        case code = "error"
        case description = "error_description"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        // Some providers put an object here.
        code = (try? values.decode(String.self, forKey: .code)).flatMap(TokenErrorBody.code) ?? "unknown"
        description = try? values.decode(String.self, forKey: .description)
        guard values.contains(.code), try !values.decodeNil(forKey: .code) else {
            throw DecodingError.keyNotFound(
                CodingKeys.code, .init(codingPath: decoder.codingPath, debugDescription: "no error"))
        }
    }

    /// The code if it is made of the letters of RFC 6749 §5.2 and short; it ends up in logs.
    static func code(_ text: String) -> String? {
        let isCode =
            (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
        return isCode ? text : nil
    }
}
