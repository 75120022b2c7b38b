import Domain

/// Addresses at a source for what it named without telling one.
enum SourcePage {
    /// A release's page.
    static func release(_ id: String, at source: Source) -> String { page("album", id, at: source) }

    /// An artist's page.
    static func artist(_ id: String, at source: Source) -> String { page("artist", id, at: source) }

    private static func page(_ kind: String, _ id: String, at source: Source) -> String {
        // Ids are opaque, but one that is more than letters and digits could lead anywhere.
        let isPlain = id.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        switch source {
        case .spotify: return isPlain ? "https://open.spotify.com/\(kind)/\(id)" : "https://open.spotify.com/"
        }
    }
}
