import Mustache

/// A value as templates see it: names and what they stand for.
///
/// The library would reflect on the value anew for every name in a template, and on everything around it for a name
/// that is nil there: a hundred times the work of doing it once.
enum TemplateRecord {
    /// What a nil property becomes: nothing, and found, so that nobody looks for the name further out.
    private struct Absent: MustacheCustomRenderable, Sendable {
        var renderText: String { "" }
        var isNull: Bool { true }
    }

    static let absent: any MustacheCustomRenderable & Sendable = Absent()

    /// Texts, numbers and booleans as they are; structs as dictionaries; arrays of these.
    static func make(_ value: Any) -> Any {
        // Types are compared: casts that fail would be most of the work.
        let type = type(of: value)
        if type == String.self || type == Bool.self || type == Int.self || type == Int64.self { return value }
        if type == String?.self {
            // A cast takes what an optional holds.
            if let text = value as? String { return text }
            return absent
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { make($0.value) } ?? absent
        case .collection: return mirror.children.map { make($0.value) }
        case .struct, .class, .tuple:
            var record: [String: Any] = [:]
            record.reserveCapacity(mirror.children.count)
            for (name, child) in mirror.children {
                if let name { record[name] = make(child) }
            }
            return record
        default: return value
        }
    }
}
