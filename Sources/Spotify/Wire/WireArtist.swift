import Domain

/// An artist object, whole or simplified (FACTS §4.3).
struct WireArtist: Decodable, Sendable, Equatable {
    var id: String?
    var name: String?
    var links: WireLinks?
    var images: [WireImage]

    private enum CodingKeys: String, CodingKey {
        case id, name, images
        case links = "external_urls"
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = fields.lenient(.id)
        name = fields.lenient(.name)
        links = fields.lenient(.links)
        images = (fields.lenientArray(.images) ?? []).compactMap(\.self)
    }

    /// The artist in Fanfare's words; nil without an id.
    func artist(apiURL: String) -> SourceArtist? {
        guard let id, !id.isEmpty else { return nil }
        return SourceArtist(
            id: id, name: name ?? "", imageURL: images.forCards,
            pageURL: SafeURL.page(links?.spotify, apiURL: apiURL) ?? SafeURL.page(of: "artist", id))
    }
}
