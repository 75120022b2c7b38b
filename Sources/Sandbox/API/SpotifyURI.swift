import HTTP

/// `spotify:artist:…` and its like.
struct SpotifyURI: Sendable {
    let kind: String
    let id: String
    var text: String { "spotify:\(kind):\(id)" }

    /// Nil for what is no such URI of a kind that can be kept or played.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == "spotify",
            ["artist", "album", "track", "playlist", "show", "episode", "audiobook", "user"].contains(parts[1]),
            parts[1] == "user" ? !parts[2].isEmpty : Identifier.isWellFormed(parts[2])
        else { return nil }
        kind = parts[1]
        id = parts[2]
    }
}
