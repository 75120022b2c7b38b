/// A value, or nil for whatever could not be read as one: Spotify's fields vanish and change (FACTS §0.9).
struct Lenient<Value: Decodable & Sendable>: Decodable, Sendable {
    var value: Value?

    init(from decoder: any Decoder) { value = try? Value(from: decoder) }
}

extension KeyedDecodingContainer {
    /// The value of a field; nil where it is missing, null, or of another kind.
    func lenient<Value: Decodable>(_ key: Key) -> Value? {
        (try? decodeIfPresent(Value.self, forKey: key)) ?? nil
    }

    /// The elements of an array, each nil that cannot be read; nil where the array itself is missing, null, or none.
    func lenientArray<Value: Decodable & Sendable>(_ key: Key) -> [Value?]? {
        let wrapped: [Lenient<Value>]? = lenient(key)
        return wrapped.map { $0.map(\.value) }
    }
}
