/// Numbers of a product in commerce (FACTS §4.5). Either may be missing.
struct WireNumbers: Decodable, Sendable, Equatable {
    var upc: String?
    var ean: String?
}
