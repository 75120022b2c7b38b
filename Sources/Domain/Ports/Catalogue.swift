/// A catalogue of releases: the first is Spotify's.
public protocol Catalogue: Sendable {
    /// One page of one group of an artist's releases, from the item `offset` on; the newest stand first. One call,
    /// besides getting a token. On the caller's actor, here and below: to leave its thread for a moment costs more than
    /// the call.
    nonisolated(nonsending) func releases(of artist: String, group: ReleaseGroup, offset: Int)
        async throws(SourceFailure) -> ReleasePage

    /// The newest page, or nil where it is, octet by octet, the page of that digest: most checks find nothing new, and
    /// to see that a page need not be read.
    nonisolated(nonsending) func releases(of artist: String, group: ReleaseGroup, unless known: PageDigest)
        async throws(SourceFailure) -> ReleasePage?

    /// Whom the source names when it is asked for an artist; somebody else where it has made one of two, nil where it
    /// knows of nobody. One call, to be made only for an artist whose releases are gone.
    func artist(_ id: String) async throws(SourceFailure) -> SourceArtist?
}

extension Catalogue {
    /// Reads the page whatever it is: for sources that give no digests.
    public nonisolated(nonsending) func releases(of artist: String, group: ReleaseGroup, unless known: PageDigest)
        async throws(SourceFailure) -> ReleasePage?
    {
        try await releases(of: artist, group: group, offset: 0)
    }

    /// Nobody: for sources that never make one artist of two.
    public func artist(_ id: String) async throws(SourceFailure) -> SourceArtist? { nil }

    /// The newest page.
    public nonisolated(nonsending) func releases(of artist: String, group: ReleaseGroup)
        async throws(SourceFailure) -> ReleasePage
    {
        try await releases(of: artist, group: group, offset: 0)
    }
}

/// Lists of followed artists kept at a provider.
public protocol FollowLists: Sendable {
    /// The complete list, or a failure: never a part of it.
    func followedArtists(of connection: ConnectionID) async throws(SourceFailure) -> SourceFollowList
}

/// Endpoints that share a quota bucket (FACTS §3).
public enum CallFamily: String, Sendable, Hashable, CaseIterable {
    case accounts
    case me
    case following
    case artistAlbums = "artist-albums"
    case artists
    case search
}
