/// Any JSON value, to be looked through member by member so that everything wrong can be said at once.
enum JSONTree: Decodable {
    case text(String)
    case flag(Bool)
    case array([JSONTree])
    case object([String: JSONTree])
    /// A number or null, which no setting takes.
    case other

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let array = try? value.decode([JSONTree].self) {
            self = .array(array)
        } else if let object = try? value.decode([String: JSONTree].self) {
            self = .object(object)
        } else {
            self = .other
        }
    }
}
