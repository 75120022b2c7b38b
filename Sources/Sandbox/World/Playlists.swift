/// All playlists, in the order made.
struct Playlists: Sendable {
    private var all: [Playlist] = []

    /// The playlist with that id; setting changes it.
    subscript(id: String) -> Playlist? {
        get { all.first { $0.id == id } }
        set {
            guard let newValue, let index = all.firstIndex(where: { $0.id == id }) else { return }
            all[index] = newValue
        }
    }

    /// Those of one listener, newest first, as Spotify lists them.
    func playlists(of owner: Int) -> [Playlist] { all.reversed().filter { $0.owner == owner } }

    /// How many there are: the number of the next.
    var count: Int { all.count }

    /// Adds one.
    mutating func add(_ playlist: Playlist) { all.append(playlist) }
}
