import HTTP

/// The fields that all answers of the Web API have.
enum APIFields {
    private static let common: Fields = [
        .cacheControl: "private, max-age=0", "x-robots-tag": "noindex, nofollow", "access-control-allow-origin": "*",
        "access-control-allow-headers": "Accept, App-Platform, Authorization, Content-Type, Origin, Retry-After",
        "access-control-allow-methods": "GET, POST, OPTIONS, PUT, DELETE, PATCH",
        "access-control-allow-credentials": "true", "access-control-max-age": "604800",
        .strictTransportSecurity: "max-age=31536000", .xContentTypeOptions: "nosniff", .server: "envoy",
    ]

    /// For answers without content.
    static let bare = common
    /// For JSON.
    static let json = common(with: "application/json; charset=utf-8")
    /// For words.
    static let plainText = common(with: "text/plain; charset=utf-8")

    private static func common(with type: FieldValue) -> Fields {
        var fields: Fields = [.contentType: type]
        for (name, value) in common.pairs {
            if let name = FieldName(name), let value = FieldValue(value) { fields.append(name, value) }
        }
        return fields
    }
}
