/// Conditional requests (RFC 9110 §13) for content with a strong entity tag and a date.
public enum Validators {
    /// Whether the request may be performed at all: else 412. `If-Match` is compared strongly and, if present, decides
    /// alone; evaluated before everything else (RFC 9110 §13.2.2).
    public static func isPreconditionMet(_ fields: Fields, entityTag: String, lastModified: Int64?) -> Bool {
        if fields.contains(.ifMatch) {
            return fields.entityTags(.ifMatch).contains { $0 == "*" || ($0 == entityTag && $0.hasPrefix("\"")) }
        }
        guard let lastModified, let since = date(fields, .ifUnmodifiedSince) else { return true }
        return lastModified <= since
    }

    /// Whether a GET or HEAD is answered with 304. `If-None-Match` is compared weakly and, if present, decides alone
    /// (RFC 9110 §13.1.3).
    public static func isNotModified(_ fields: Fields, entityTag: String, lastModified: Int64?) -> Bool {
        if fields.contains(.ifNoneMatch) {
            return fields.entityTags(.ifNoneMatch).contains { $0 == "*" || opaque($0) == opaque(entityTag) }
        }
        guard let lastModified, let since = date(fields, .ifModifiedSince) else { return false }
        return lastModified <= since
    }

    /// The `Range` field, if it counts: sent once, with no `If-Range` or one that matches strongly (RFC 9110 §13.1.5).
    public static func range(_ fields: Fields, entityTag: String, lastModified: Int64?) -> String? {
        guard let range = single(fields, .range) else { return nil }
        guard fields.contains(.ifRange) else { return range }
        guard let condition = single(fields, .ifRange) else { return nil }
        if condition.hasPrefix("\"") { return condition == entityTag ? range : nil }
        // A date is a strong validator only if the content has not changed within its second; ours are read once.
        return lastModified != nil && HTTPDate.parse(condition) == lastModified ? range : nil
    }

    /// RFC 9110 §13.1.3, §13.1.4: what is no date, or several, is ignored.
    private static func date(_ fields: Fields, _ name: FieldName) -> Int64? {
        single(fields, name).flatMap(HTTPDate.parse)
    }

    /// The value of a field that is no list; nil if there are several, of which each reader may take another.
    private static func single(_ fields: Fields, _ name: FieldName) -> String? {
        guard fields.contains(name) else { return nil }
        let values = fields.values(of: name)
        return values.count == 1 ? values[0] : nil
    }

    private static func opaque(_ tag: String) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
    }
}
