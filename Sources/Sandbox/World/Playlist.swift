/// A playlist of a listener.
struct Playlist: Sendable {
    /// A track in it.
    struct Item: Sendable {
        let uri: SpotifyURI
        let added: Moment
    }

    let id: String
    /// The listener's place.
    let owner: Int
    var name: String
    var description: String?
    var isPublic: Bool
    var isCollaborative: Bool
    private(set) var items: [Item] = []
    /// Counts the writes; another one is another snapshot.
    private(set) var version = 1

    /// An empty playlist.
    init(id: String, owner: Int, name: String, description: String?, isPublic: Bool, isCollaborative: Bool) {
        self.id = id
        self.owner = owner
        self.name = name
        self.description = description
        self.isPublic = isPublic
        self.isCollaborative = isCollaborative
    }

    /// Names the state of the items.
    var snapshot: String { Identifier.make(.snapshot, seed: Identifier.hash(id), number: version) }

    /// Adds items at that place, at the end for nil.
    mutating func insert(_ new: [Item], at place: Int?) {
        items.insert(contentsOf: new, at: min(place ?? items.count, items.count))
        version += 1
    }

    /// Leaves only these items.
    mutating func replace(with new: [Item]) {
        items = new
        version += 1
    }

    /// Takes out every item with one of these URIs.
    mutating func remove(_ uris: Set<String>) {
        items.removeAll { uris.contains($0.uri.text) }
        version += 1
    }
}
