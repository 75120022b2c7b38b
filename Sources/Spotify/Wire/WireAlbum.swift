import Domain

/// An album object as lists have it (FACTS §4.4). Only the id is sure to be there.
struct WireAlbum: Decodable, Sendable, Equatable {
    var id: String?
    var name: String?
    var type: String?
    var date: String?
    var datePrecision: String?
    var trackCount: Int?
    var links: WireLinks?
    var images: [WireImage]
    var artists: [WireArtist]

    private enum CodingKeys: String, CodingKey {
        case id, name, images, artists
        case type = "album_type"
        case date = "release_date"
        case datePrecision = "release_date_precision"
        case trackCount = "total_tracks"
        case links = "external_urls"
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = fields.lenient(.id)
        name = fields.lenient(.name)
        type = fields.lenient(.type)
        date = fields.lenient(.date)
        datePrecision = fields.lenient(.datePrecision)
        trackCount = fields.lenient(.trackCount)
        links = fields.lenient(.links)
        images = (fields.lenientArray(.images) ?? []).compactMap(\.self)
        artists = (fields.lenientArray(.artists) ?? []).compactMap(\.self)
    }

    /// The release in Fanfare's words; nil without an id.
    func release(apiURL: String) -> SourceRelease? {
        guard let id, !id.isEmpty else { return nil }
        let type = type.flatMap { $0.isEmpty ? nil : ReleaseType(rawValue: $0) }
        return SourceRelease(
            id: id, title: name ?? "", type: type, date: ReleaseDate(date, precision: datePrecision),
            artists: artists.compactMap { $0.artist(apiURL: apiURL) }, imageURL: images.forCards,
            pageURL: SafeURL.page(links?.spotify, apiURL: apiURL) ?? SafeURL.page(of: "album", id),
            trackCount: trackCount.flatMap { $0 < 0 ? nil : $0 })
    }
}
