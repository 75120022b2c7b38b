/// Keeps whom people follow by their own word. Follows are local first: what a provider's list says stands beside it,
/// and neither takes away what the other gave.
public protocol FollowStore: Sendable {
    /// Follows an artist by hand; their first check falls due. False if that was so already.
    func follow(_ artist: SourceArtist, for account: AccountID, now: Timestamp) async throws(StoreFailure) -> Bool
    /// Follows an artist no more, also where a provider's list still names them. False if nobody was followed.
    func unfollow(_ artist: ArtistID, of account: AccountID, now: Timestamp) async throws(StoreFailure) -> Bool
    /// Which of these artists, by their ids at the source, the account follows.
    func followed(of account: AccountID, among sourceIDs: [String]) throws(StoreFailure) -> [String: ArtistID]
    /// Enters a search into the ledger, or says why none may be made now.
    func claimSearch(now: Timestamp) async throws(StoreFailure) -> SearchPermit
    /// Stops searches until a time, which is never moved nearer.
    func pauseSearch(until: Timestamp, isQuota: Bool, now: Timestamp) async throws(StoreFailure)
}

/// Whether a search may be made.
public enum SearchPermit: Sendable, Hashable {
    /// It may, and is entered.
    case granted
    /// Not before the provider's pause is over.
    case paused(until: Timestamp)
    /// The day's searches are used up.
    case spent
}

/// Who says that an artist is followed.
public enum FollowOrigin: String, Sendable, Hashable {
    /// The account itself, here.
    case local
    /// The list at the provider.
    case spotify
    /// Both.
    case both
}

/// Finds artists in a catalogue.
public protocol ArtistSearch: Sendable {
    /// The best matches, at most ten. One call, besides getting a token; none for an empty text.
    func artists(matching text: String) async throws(SourceFailure) -> [SourceArtist]
}

/// Where there is no catalogue to search.
public struct NoArtistSearch: ArtistSearch {
    /// Finds nothing.
    public init() {}

    /// Nobody.
    public func artists(matching text: String) async throws(SourceFailure) -> [SourceArtist] { [] }
}
