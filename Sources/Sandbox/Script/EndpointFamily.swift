/// The groups of calls that quotas count and the log names. Which ones Spotify has is its secret; these are ours.
enum EndpointFamily: String, CaseIterable, Sendable {
    case accounts, me, following
    case artistAlbums = "artist-albums"
    case albums, search, library, playlists, player, other

    /// The family of a path, by its segments.
    init(segments: [String]) {
        guard segments.first == "v1" else {
            self = Self.isAccounts(segments) ? .accounts : .other
            return
        }
        switch (segments.dropFirst().first, segments.dropFirst(2).first, segments.dropFirst(3).first) {
        case ("me", nil, _): self = .me
        case ("me", "following", _): self = .following
        case ("me", "library", _): self = .library
        case ("me", "playlists", _), ("playlists", _, _), ("users", _, "playlists"): self = .playlists
        case ("me", "player", _): self = .player
        case ("artists", _?, "albums"): self = .artistAlbums
        case ("albums", _, _): self = .albums
        case ("search", _, _): self = .search
        default: self = .other
        }
    }

    private static func isAccounts(_ segments: [String]) -> Bool {
        segments.first == "authorize" || segments.first == "api" || segments.dropFirst().first == "login"
    }
}
