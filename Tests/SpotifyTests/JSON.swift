import FoundationEssentials
import Testing

/// Any JSON, to take apart what Spotify's description says its answers look like.
indirect enum JSON: Codable, Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    init(_ text: String) throws {
        self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    var bytes: [UInt8] {
        get throws { Array(try JSONEncoder().encode(self)) }
    }

    /// One change of one place in a text.
    struct Variant: Sendable, CustomTestStringConvertible {
        /// Where: `items`, `0`, `name`.
        var path: [String]
        /// What is done there.
        var change: String
        var json: JSON

        var testDescription: String { "\(path.joined(separator: ".")) \(change)" }
    }

    /// What a place is replaced by; nil removes it.
    private static let replacements: [(change: String, value: JSON?)] = [
        ("removed", nil), ("null", .null), ("a string", .string("?")), ("a number", .number(-7)), ("true", .bool(true)),
        ("an empty array", .array([])), ("an array of null", .array([.null])), ("an empty object", .object([:])),
    ]

    /// Every text that differs from this one in one place, at any depth.
    var variants: [Variant] {
        switch self {
        case .object(let fields):
            fields.keys.sorted().flatMap { key -> [Variant] in
                guard let value = fields[key] else { return [] }
                func with(_ changed: JSON?) -> JSON {
                    var fields = fields
                    fields[key] = changed
                    return .object(fields)
                }
                let here = JSON.replacements.map { Variant(path: [key], change: $0.change, json: with($0.value)) }
                let below = value.variants.map {
                    Variant(path: [key] + $0.path, change: $0.change, json: with($0.json))
                }
                return here + below
            }
        case .array(let elements):
            elements.indices.flatMap { index -> [Variant] in
                func with(_ changed: JSON?) -> JSON {
                    var elements = elements
                    if let changed { elements[index] = changed } else { elements.remove(at: index) }
                    return .array(elements)
                }
                let here = JSON.replacements.map {
                    Variant(path: [String(index)], change: $0.change, json: with($0.value))
                }
                let below = elements[index].variants.map {
                    Variant(path: [String(index)] + $0.path, change: $0.change, json: with($0.json))
                }
                return here + below
            }
        default: []
        }
    }
}
