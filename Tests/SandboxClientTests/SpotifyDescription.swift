import FoundationEssentials

/// Spotify's description of its Web API, which lies beside the checkout and not in it.
enum SpotifyDescription {
    /// Where it is.
    static let path =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        + "/shared/spotify/fixed-spotify-open-api.yml"

    /// Whether tests that need it can run. It is not ours to carry along, so that a checkout alone skips them, visibly.
    static var isExpected: Bool { FileManager.default.isReadableFile(atPath: path) }
}
