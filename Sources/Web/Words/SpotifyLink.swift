/// What people paste when they mean something at Spotify: a link from its share menu, a URI, or a bare id.
enum SpotifyLink: Equatable {
    case release(String)
    case artist(String)
    case track(String)

    private static let lengthMax = 400

    /// Nil for anything else.
    init?(_ text: String) {
        guard text.utf8.count <= SpotifyLink.lengthMax else { return nil }
        let plain = text.split(whereSeparator: \.isWhitespace).joined()
        if SpotifyLink.isID(plain[...]) {
            self = .release(plain)
            return
        }
        // `spotify:album:ID`, `https://open.spotify.com/intl-de/album/ID?si=…`
        let path = plain.prefix { $0 != "?" && $0 != "#" }
        let parts = path.split { $0 == "/" || $0 == ":" }
        guard parts.count >= 2, path.contains("spotify"), let id = parts.last, SpotifyLink.isID(id) else { return nil }
        switch parts[parts.count - 2] {
        case "album": self = .release(String(id))
        case "artist": self = .artist(String(id))
        case "track": self = .track(String(id))
        default: return nil
        }
    }

    /// Ids are opaque; what is longer than any, or more than letters and digits, is none (FACTS §4.1).
    private static func isID(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            }
    }
}
