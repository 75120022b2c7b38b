/// One page of a list, by offset or by cursor.
struct WirePage<Item: Decodable & Sendable>: Decodable, Sendable {
    /// The items, each nil that cannot be read; nil where there is no list at all.
    var items: [Item?]?
    var total: Int?
    /// Where the next page is, if told. Never followed as it stands: a token goes to the configured API only.
    var next: String?
    /// What to ask the next page after.
    var after: String?

    private enum CodingKeys: String, CodingKey {
        case items, total, next, cursors
    }

    private enum CursorKeys: String, CodingKey {
        case after
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        items = fields.lenientArray(.items)
        total = fields.lenient(.total)
        next = fields.lenient(.next)
        let cursors = try? fields.nestedContainer(keyedBy: CursorKeys.self, forKey: .cursors)
        after = cursors?.lenient(.after)
    }
}

/// The answer of `GET /me/following`: a page of artists in a wrapper.
struct WireFollowing: Decodable, Sendable {
    var artists: WirePage<WireArtist>?

    private enum CodingKeys: String, CodingKey {
        case artists
    }

    init(from decoder: any Decoder) throws {
        artists = try decoder.container(keyedBy: CodingKeys.self).lenient(.artists)
    }
}
