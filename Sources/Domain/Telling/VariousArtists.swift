/// Knows releases by everybody and nobody.
public enum VariousArtists {
    /// The id under which Spotify credits them.
    private static let spotifyID = "0LyfQWJT6nXafLPZqxe9Of"

    /// Whether a release is credited to various artists, in any language that `TitleWords` knows.
    public static func made(_ release: SourceRelease) -> Bool {
        release.artists.contains { artist in
            artist.id == spotifyID || TitleWords.variousArtists.contains(TitleFolding.fold(artist.name))
        }
    }
}
