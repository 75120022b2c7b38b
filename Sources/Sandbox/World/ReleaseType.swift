/// The `album_type` on the wire.
enum ReleaseType: String, Sendable, CaseIterable {
    case album, single, compilation
    /// Not documented by Spotify, but seen.
    case ep

    /// The group that releases of the type stand in when nobody says otherwise.
    var usualGroup: ReleaseGroup {
        switch self {
        case .album: .album
        case .single, .ep: .single
        case .compilation: .compilation
        }
    }
}
