/// What is due, kept so that a crash at any moment loses nothing: claimed under a lease with a fence, recorded in one
/// transaction.
public protocol WorkStore: Sendable {
    /// Claims artist groups that are due, those worth most first, and enters the calls into the ledger in the same
    /// transaction, so that a call is never made uncounted. None while the family pauses or the budget is used up.
    func claimChecks(limit: Int, lease: Duration, now: Timestamp) async throws(StoreFailure) -> [CheckClaim]
    /// Stores a complete page: new releases, their families and announcements, when the group is due again. A page of a
    /// sweep moves nothing before the last one is in. Nothing happens if the lease was lost.
    func complete(_ claim: CheckClaim, page: ReleasePage, now: Timestamp) async throws(StoreFailure) -> CheckResult
    /// As `complete` with the very page that the last complete check saw, for many checks at once; what came of each.
    func confirm(_ checks: [UnchangedCheck]) async throws(StoreFailure) -> [CheckResult]
    /// Gives a claim back untouched: no failure, and due as before. A call that was not made is struck from the ledger.
    func giveBack(_ claim: CheckClaim, wasCalled: Bool, now: Timestamp) async throws(StoreFailure)
    /// Makes one of the claim's artist and the one that the source names in its place; nothing is lost or told by that.
    /// False if the lease was lost.
    func merge(_ claim: CheckClaim, into survivor: SourceArtist, now: Timestamp) async throws(StoreFailure) -> Bool
    /// Notes that a check failed, and when to try again. State does not move.
    func fail(_ claim: CheckClaim, reason: String, retryAt: Timestamp, now: Timestamp) async throws(StoreFailure)

    /// Tells the next followers of releases that have too many for one transaction, `limit` of one release at most; nil
    /// if all have been told. To be called by one caller at a time.
    func announce(limit: Int, now: Timestamp) async throws(StoreFailure) -> Int?

    /// Claims connections whose follow lists are due.
    func claimFollowLists(limit: Int, lease: Duration, now: Timestamp) async throws(StoreFailure) -> [FollowListClaim]
    /// Applies a complete list: follows are added and dropped, new artists get their groups. A suspiciously short list
    /// is kept aside, and obeyed only if the next reading says the same.
    func complete(_ claim: FollowListClaim, list: SourceFollowList, now: Timestamp)
        async throws(StoreFailure) -> FollowListResult
    /// Gives a claim back untouched: no failure, and due as before.
    func giveBack(_ claim: FollowListClaim, now: Timestamp) async throws(StoreFailure)
    /// Notes that a reading failed, and when to try again; nobody is dropped. `endsConnection` marks it as needing its
    /// owner.
    func fail(_ claim: FollowListClaim, reason: String, retryAt: Timestamp, now: Timestamp) async throws(StoreFailure)

    /// Enters a call that no claim has entered: tokens, follow lists.
    func enterCalls(_ family: CallFamily, count: Int, now: Timestamp) async throws(StoreFailure)
    /// Stops a family until a time, which is never moved nearer.
    func pause(_ family: CallFamily, until: Timestamp, isQuota: Bool, now: Timestamp) async throws(StoreFailure)
    /// Until when the family pauses; nil if it does not.
    func pause(of family: CallFamily, now: Timestamp) throws(StoreFailure) -> Timestamp?

    /// Writes down which consents end soon, each once at each stage, and returns what it wrote.
    func remindOfConsents(now: Timestamp) async throws(StoreFailure) -> [ConsentReminder]
    /// Drops what has served its time: ended sessions, used flows, old ledger rows; and checkpoints the log when it is
    /// long.
    func tidy(now: Timestamp) async throws(StoreFailure)
}

/// The right to check one group of one artist.
public struct CheckClaim: Sendable, Hashable {
    /// Who.
    public var artist: ArtistID
    /// The source's id of the artist.
    public var sourceID: String
    /// Which list.
    public var group: ReleaseGroup
    /// The lease's fence.
    public var fence: Int64
    /// How often checking has failed in a row.
    public var failures: Int
    /// Where the sweep under way goes on; nil for a check of page 1.
    public var sweepOffset: Int?
    /// When it was claimed, and its call entered into the ledger.
    public var claimedAt: Timestamp
    /// What page 1 was at the last complete check, where nothing but another page could change anything.
    public var known: PageDigest?

    /// A claim.
    public init(
        artist: ArtistID, sourceID: String, group: ReleaseGroup, fence: Int64, failures: Int, sweepOffset: Int? = nil,
        claimedAt: Timestamp = Timestamp(milliseconds: 0), known: PageDigest? = nil
    ) {
        self.artist = artist
        self.sourceID = sourceID
        self.group = group
        self.fence = fence
        self.failures = failures
        self.sweepOffset = sweepOffset
        self.claimedAt = claimedAt
        self.known = known
    }
}

/// A check that saw the page it knew.
public struct UnchangedCheck: Sendable, Hashable {
    /// By which right.
    public var claim: CheckClaim
    /// When.
    public var at: Timestamp

    /// A check that saw the page it knew.
    public init(claim: CheckClaim, at: Timestamp) {
        self.claim = claim
        self.at = at
    }
}

/// What a complete check brought.
public struct CheckResult: Sendable, Hashable {
    /// Whether the lease still held; if not, nothing was stored.
    public var wasStored: Bool
    /// Releases not seen before.
    public var newReleases: Int
    /// Announcements written.
    public var announcements: Int

    /// A result.
    public init(wasStored: Bool, newReleases: Int, announcements: Int) {
        self.wasStored = wasStored
        self.newReleases = newReleases
        self.announcements = announcements
    }
}

/// The right to read one follow list.
public struct FollowListClaim: Sendable, Hashable {
    /// Whose list.
    public var connection: ConnectionID
    /// The account.
    public var account: AccountID
    /// The lease's fence.
    public var fence: Int64
    /// How often reading has failed in a row.
    public var failures: Int

    /// A claim.
    public init(connection: ConnectionID, account: AccountID, fence: Int64, failures: Int) {
        self.connection = connection
        self.account = account
        self.fence = fence
        self.failures = failures
    }
}

/// What a complete follow list changed.
public struct FollowListResult: Sendable, Hashable {
    /// Whether the lease still held.
    public var wasStored: Bool
    /// Follows that are new.
    public var added: Int
    /// Follows that are gone.
    public var dropped: Int
    /// Whether the list was kept aside as implausible.
    public var isQuarantined: Bool

    /// A result.
    public init(wasStored: Bool, added: Int, dropped: Int, isQuarantined: Bool) {
        self.wasStored = wasStored
        self.added = added
        self.dropped = dropped
        self.isQuarantined = isQuarantined
    }
}

/// Hears whose pages have changed, after the change is durable.
public protocol ChangeListener: Sendable {
    /// The accounts concerned; may be called from any thread, must not block.
    func changed(_ accounts: [AccountID])
}
