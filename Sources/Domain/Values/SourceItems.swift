/// Whose catalogue an id belongs to.
public enum Source: String, Sendable, Hashable {
    case spotify
}

/// An artist as a source answers it. Only the id is sure to be there (FACTS §4: fields vanish).
public struct SourceArtist: Sendable, Hashable {
    /// The source's id; opaque.
    public var id: String
    /// The name; empty where the source left it out, which never overwrites a known one.
    public var name: String
    /// A picture, if any.
    public var imageURL: String?
    /// The artist's page at the source, if told.
    public var pageURL: String?

    /// An artist.
    public init(id: String, name: String, imageURL: String? = nil, pageURL: String? = nil) {
        self.id = id
        self.name = name
        self.imageURL = imageURL
        self.pageURL = pageURL
    }
}

/// A release as a source answers it.
public struct SourceRelease: Sendable, Hashable {
    /// The source's id; opaque.
    public var id: String
    /// The title; may be empty.
    public var title: String
    /// What it calls itself; nil where missing or unknown.
    public var type: ReleaseType?
    /// When it is dated.
    public var date: ReleaseDate
    /// Who made it, in order.
    public var artists: [SourceArtist]
    /// The cover, if any.
    public var imageURL: String?
    /// Its page at the source, if told.
    public var pageURL: String?
    /// How many tracks, if told.
    public var trackCount: Int?
    /// Its bar code, if told: copies with the same are the same product.
    public var upc: String?
    /// Countries in which it is out, as two capital letters, if told.
    public var markets: Set<String>?

    /// A release.
    public init(
        id: String, title: String, type: ReleaseType?, date: ReleaseDate, artists: [SourceArtist],
        imageURL: String? = nil, pageURL: String? = nil, trackCount: Int? = nil, upc: String? = nil,
        markets: Set<String>? = nil
    ) {
        self.id = id
        self.title = title
        self.type = type
        self.date = date
        self.artists = artists
        self.imageURL = imageURL
        self.pageURL = pageURL
        self.trackCount = trackCount
        self.upc = upc
        self.markets = markets
    }
}

/// A follow list, read to its end.
public struct SourceFollowList: Sendable, Hashable {
    /// Those that could be read, in the source's order.
    public var artists: [SourceArtist]
    /// How many entries were `null` or had no id. Whoever is missing may be one of them, so such a list drops nobody.
    public var unreadable: Int
    /// How many more the source has said there are. Its count is stale at times, and so may its last page be.
    public var missing: Int

    /// A list.
    public init(_ artists: [SourceArtist], unreadable: Int = 0, missing: Int = 0) {
        self.artists = artists
        self.unreadable = unreadable
        self.missing = missing
    }
}

/// A page of one group of an artist's releases.
public struct ReleasePage: Sendable, Hashable {
    /// What could be read.
    public var releases: [SourceRelease]
    /// How many the source says the group has, if it says so.
    public var total: Int?
    /// How many items were `null` or had no id: shown in the check's record, never silently lost.
    public var unreadable: Int
    /// Whether the source names no page after this one.
    public var isLast: Bool
    /// By which the same page is known again; nil where a source gives none.
    public var digest: PageDigest?

    /// A page.
    public init(
        releases: [SourceRelease], total: Int?, unreadable: Int = 0, isLast: Bool = true, digest: PageDigest? = nil
    ) {
        self.releases = releases
        self.total = total
        self.unreadable = unreadable
        self.isLast = isLast
        self.digest = digest
    }

    /// How many items the source put on it.
    public var length: Int { releases.count + unreadable }

    /// How many of these are different ones, as far as can be told.
    public var distinct: Int { Set(releases.map(\.id)).count + unreadable }
}
