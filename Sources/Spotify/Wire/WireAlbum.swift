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
    /// Countries in which it is out, where an older app is still told (FACTS §2.3).
    var markets: Set<String>?
    /// Numbers of the product; lists leave them out, a later version of them may not.
    var numbers: WireNumbers?

    private enum CodingKeys: String, CodingKey {
        case id, name, images, artists
        case type = "album_type"
        case date = "release_date"
        case datePrecision = "release_date_precision"
        case trackCount = "total_tracks"
        case links = "external_urls"
        case markets = "available_markets"
        case numbers = "external_ids"
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
        let countries: [String?]? = fields.lenientArray(.markets)
        // Nobody hides a release from everywhere: an empty list says nothing.
        markets = countries.map { Set($0.compactMap(\.self)) }.flatMap { $0.isEmpty ? nil : $0 }
        numbers = fields.lenient(.numbers)
    }

    /// The release in Fanfare's words; nil without an id.
    func release(apiURL: String) -> SourceRelease? {
        guard let id, !id.isEmpty else { return nil }
        let type = type.flatMap { $0.isEmpty ? nil : ReleaseType(rawValue: $0) }
        return SourceRelease(
            id: id, title: name ?? "", type: type, date: ReleaseDate(date, precision: datePrecision),
            artists: artists.compactMap { $0.artist(apiURL: apiURL) }, imageURL: images.forCards,
            pageURL: SafeURL.page(links?.spotify, apiURL: apiURL) ?? SafeURL.page(of: "album", id),
            trackCount: trackCount.flatMap { $0 < 0 ? nil : $0 }, upc: numbers?.upc ?? numbers?.ean, markets: markets)
    }
}
