/// Conditional requests (RFC 9110 §13) for content with a strong entity tag and a date.
public enum Validators {
    /// Whether a GET or HEAD is answered with 304. `If-None-Match` is compared weakly and, if present, decides alone
    /// (RFC 9110 §13.1.3).
    public static func isNotModified(_ fields: Fields, entityTag: String, lastModified: Int64?) -> Bool {
        if fields.contains(.ifNoneMatch) {
            return fields.list(.ifNoneMatch).contains { $0 == "*" || opaque($0) == opaque(entityTag) }
        }
        guard let lastModified, let since = fields[.ifModifiedSince].flatMap(HTTPDate.parse) else { return false }
        return lastModified <= since
    }

    /// Whether a `Range` field counts: no `If-Range`, or one that matches strongly (RFC 9110 §13.1.5).
    public static func rangeApplies(_ fields: Fields, entityTag: String, lastModified: Int64?) -> Bool {
        guard let condition = fields[.ifRange] else { return true }
        if condition.hasPrefix("\"") { return condition == entityTag }
        // A date is a strong validator only if the content has not changed within its second; ours are read once.
        return lastModified != nil && HTTPDate.parse(condition) == lastModified
    }

    private static func opaque(_ tag: String) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
    }
}
