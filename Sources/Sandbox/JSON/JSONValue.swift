/// A JSON value that was read: bodies of the admin side, and of the few API calls that take JSON.
enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// Members in the order read; a name that stands twice is refused when reading.
    case object([Member])

    /// One member of an object.
    struct Member: Equatable, Sendable {
        let name: String
        let value: JSONValue
    }

    /// The member of that name; nil where there is none, or no object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text, if it is one.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The whole number, if it is one.
    var wholeNumber: Int? {
        if case .number(let number) = self { Int(exactly: number) } else { nil }
    }

    /// The truth value, if it is one.
    var truth: Bool? { if case .bool(let truth) = self { truth } else { nil } }

    /// The elements, if it is an array.
    var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The texts, if it is an array of nothing else.
    var texts: [String]? {
        guard let elements else { return nil }
        let texts = elements.compactMap(\.text)
        return texts.count == elements.count ? texts : nil
    }
}

extension JSONWriter {
    /// A value as it was read.
    mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let truth): bool(truth)
        case .number(let number): if let whole = Int(exactly: number) { self.number(whole) } else { decimal(number) }
        case .string(let text): string(text)
        case .array(let elements): array(elements) { $0.value($1) }
        case .object(let members):
            object { json in
                for member in members {
                    json.anyName(member.name)
                    json.value(member.value)
                }
            }
        }
    }
}
