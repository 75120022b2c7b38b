/// A release with the names that searches compare, in the form in which they compare them.
struct SearchEntry: Sendable {
    let release: Release
    let name: [UInt8]
    let artists: [[UInt8]]

    /// The entry of a release whose artists have these names.
    init(_ release: Release, artists: [String]) {
        self.release = release
        name = SearchQuery.key(release.name)
        self.artists = artists.map(SearchQuery.key)
    }
}
