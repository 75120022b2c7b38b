/// What a person allows an app: Spotify's scopes.
struct Scopes: OptionSet, Sendable, Hashable {
    let rawValue: UInt32

    private static let names = [
        "user-follow-read", "user-follow-modify", "user-library-read", "user-library-modify", "user-read-private",
        "user-read-email", "playlist-read-private", "playlist-read-collaborative", "playlist-modify-public",
        "playlist-modify-private", "user-read-playback-state", "user-modify-playback-state",
        "user-read-currently-playing", "user-read-playback-position", "user-read-recently-played", "user-top-read",
        "ugc-image-upload", "streaming", "app-remote-control", "user-personalized",
    ]

    static let followRead = Scopes(rawValue: 1 << 0)
    static let followModify = Scopes(rawValue: 1 << 1)
    static let libraryRead = Scopes(rawValue: 1 << 2)
    static let libraryModify = Scopes(rawValue: 1 << 3)
    static let readPrivate = Scopes(rawValue: 1 << 4)
    static let readEmail = Scopes(rawValue: 1 << 5)
    static let playlistReadPrivate = Scopes(rawValue: 1 << 6)
    static let playlistModifyPublic = Scopes(rawValue: 1 << 8)
    static let playlistModifyPrivate = Scopes(rawValue: 1 << 9)
    static let readPlaybackState = Scopes(rawValue: 1 << 10)
    static let readCurrentlyPlaying = Scopes(rawValue: 1 << 12)
    static let modifyPlaybackState = Scopes(rawValue: 1 << 11)

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The scopes of a space-separated list; nil where one is not Spotify's.
    init?(list: String) {
        self = []
        for name in list.split(separator: " ") {
            guard let bit = Self.names.firstIndex(where: { $0 == name }) else { return nil }
            insert(Scopes(rawValue: 1 << UInt32(bit)))
        }
    }

    /// The names, one each.
    var list: [String] {
        Self.names.indices.filter { rawValue >> UInt32($0) & 1 == 1 }.map { Self.names[$0] }
    }
}
