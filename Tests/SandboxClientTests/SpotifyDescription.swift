import FoundationEssentials

/// Spotify's description of its Web API, which lies beside the checkout and not in it.
enum SpotifyDescription {
    /// Where it is.
    static let path =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        + "/shared/spotify/fixed-spotify-open-api.yml"

    /// Whether tests that need it are to run: where it is, and with `CI=true` even where not, to fail.
    static var isExpected: Bool {
        ProcessInfo.processInfo.environment["CI"] == "true" || FileManager.default.isReadableFile(atPath: path)
    }
}
