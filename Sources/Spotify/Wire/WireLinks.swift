/// `external_urls`.
struct WireLinks: Decodable, Sendable, Equatable {
    var spotify: String?

    private enum CodingKeys: String, CodingKey {
        case spotify
    }

    init(from decoder: any Decoder) throws {
        spotify = try decoder.container(keyedBy: CodingKeys.self).lenient(.spotify)
    }
}
