/// What the pages read, and the few things people change. Reads are synchronous: short, on the thread that asks.
public protocol PageStore: RuleStore, FollowStore {
    /// Announcements, newest first, `limit` at most, older than the one named.
    func announcements(of account: AccountID, before: AnnouncementID?, limit: Int) throws(StoreFailure) -> [ReleaseCard]
    /// Releases that were out when the account came or its artist was first checked, newest date first: announced to
    /// nobody.
    func earlier(of account: AccountID, limit: Int) throws(StoreFailure) -> [ReleaseCard]
    /// The artists followed, by name.
    func artists(of account: AccountID, now: Timestamp) throws(StoreFailure) -> [ArtistRow]
    /// How complete the account's picture is.
    func completeness(of account: AccountID) throws(StoreFailure) -> Completeness
    /// The account's connections: those of its identities through which something is read.
    func connections(of account: AccountID) throws(StoreFailure) -> [ConnectionView]
    /// Calls in the last day and what is left, for the artists page.
    func budget(now: Timestamp) throws(StoreFailure) -> BudgetView
    /// Reminders that a consent ends soon, newest first, `limit` at most.
    func reminders(of account: AccountID, limit: Int) throws(StoreFailure) -> [ConsentReminder]
    /// How often the account's artists are checked; nobody's means all of them, or a sample where they are many.
    func forecast(of account: AccountID?, now: Timestamp) throws(StoreFailure) -> CheckForecast
    /// The calls of each family.
    func callStandings(now: Timestamp) throws(StoreFailure) -> [CallStanding]
    /// A number that grows whenever one of the account's pages may have changed.
    func pageVersion(of account: AccountID) throws(StoreFailure) -> Int64

    /// The current generation of the account's feed address, made on first use.
    func feedAddress(of account: AccountID) async throws(StoreFailure) -> FeedAddress
    /// Replaces the feed address; the old one stops working at once.
    func replaceFeedAddress(of account: AccountID) async throws(StoreFailure) -> FeedAddress
    /// The account a feed token stands for.
    func account(forFeedToken token: Secret) throws(StoreFailure) -> AccountID?

    /// Forgets the connection's tokens and data key; follows and history stay. Nothing comes back from a refresh in
    /// flight.
    func disconnect(_ connection: ConnectionID, of account: AccountID, now: Timestamp) async throws(StoreFailure)
    /// Deletes everything of the account in one transaction.
    func deleteAccount(_ account: AccountID) async throws(StoreFailure)
    /// Whether the store takes a write just now; throws why not.
    func probe() async throws(StoreFailure)
}

/// One release as a page shows it.
public struct ReleaseCard: Sendable, Hashable {
    /// The announcement; nil for a release that was announced to nobody.
    public var announcement: AnnouncementID?
    /// When it was announced, or first seen.
    public var at: Timestamp
    /// How it stands to its date.
    public var releaseClass: ReleaseClass
    /// The release's key.
    public var release: ReleaseID
    /// The source's id.
    public var sourceID: String
    /// The title; empty where the source has none.
    public var title: String
    /// Its kind.
    public var type: ReleaseType?
    /// When it is dated.
    public var date: ReleaseDate
    /// The artists' names, in order.
    public var artists: [String]
    /// The cover.
    public var imageURL: String?
    /// Its page at the source.
    public var pageURL: String
    /// How many tracks.
    public var trackCount: Int?
    /// How many other versions the family has.
    public var otherVersions: Int
    /// How far the news went to whoever reads the card.
    public var reach = Reach.push
    /// What speaks against its being the artist's, where it is held for that.
    public var doubts: Set<Doubt> = []

    /// A card.
    public init(
        announcement: AnnouncementID?, at: Timestamp, releaseClass: ReleaseClass, release: ReleaseID, sourceID: String,
        title: String, type: ReleaseType?, date: ReleaseDate, artists: [String], imageURL: String?, pageURL: String,
        trackCount: Int?, otherVersions: Int
    ) {
        self.announcement = announcement
        self.at = at
        self.releaseClass = releaseClass
        self.release = release
        self.sourceID = sourceID
        self.title = title
        self.type = type
        self.date = date
        self.artists = artists
        self.imageURL = imageURL
        self.pageURL = pageURL
        self.trackCount = trackCount
        self.otherVersions = otherVersions
    }
}

/// One followed artist and how the checks of them stand.
public struct ArtistRow: Sendable, Hashable {
    /// The artist's key.
    public var id: ArtistID
    /// The source's id.
    public var sourceID: String
    /// The name.
    public var name: String
    /// A picture.
    public var imageURL: String?
    /// The artist's page at the source.
    public var pageURL: String
    /// Since when the account follows them.
    public var followedAt: Timestamp
    /// The last moment at which every checked group had been read completely; nil before the first.
    public var lastCompleteAt: Timestamp?
    /// When the next check is due.
    public var nextDueAt: Timestamp?
    /// The last failure since then, in words.
    public var failure: String?
    /// Whether every checked group has its baseline.
    public var hasBaseline: Bool
    /// Who says that they are followed.
    public var origin = FollowOrigin.spotify

    /// A row.
    public init(
        id: ArtistID, sourceID: String, name: String, imageURL: String?, pageURL: String, followedAt: Timestamp,
        lastCompleteAt: Timestamp?, nextDueAt: Timestamp?, failure: String?, hasBaseline: Bool
    ) {
        self.id = id
        self.sourceID = sourceID
        self.name = name
        self.imageURL = imageURL
        self.pageURL = pageURL
        self.followedAt = followedAt
        self.lastCompleteAt = lastCompleteAt
        self.nextDueAt = nextDueAt
        self.failure = failure
        self.hasBaseline = hasBaseline
    }
}

/// How complete an account's picture is: what the first page after sign-in shows as it grows.
public struct Completeness: Sendable, Hashable {
    /// Whether the follow list has been read once.
    public var followListRead: Bool
    /// Artists followed.
    public var artists: Int
    /// Of these, how many have their baseline.
    public var baselines: Int
    /// Of these, how many failed since their last complete check.
    public var failing: Int
    /// The oldest of their last complete checks: everything has been checked since then.
    public var checkedSince: Timestamp?

    /// A picture's completeness.
    public init(followListRead: Bool, artists: Int, baselines: Int, failing: Int, checkedSince: Timestamp?) {
        self.followListRead = followListRead
        self.artists = artists
        self.baselines = baselines
        self.failing = failing
        self.checkedSince = checkedSince
    }

    /// Whether the first import is over.
    public var isImported: Bool { followListRead && baselines == artists }
}

/// A connection as the settings page shows it.
public struct ConnectionView: Sendable, Hashable {
    /// Its key.
    public var id: ConnectionID
    /// The provider's name.
    public var provider: String
    /// How it stands.
    public var state: ConnectionState
    /// Why, if it has ended.
    public var end: GrantEnd?
    /// When its owner last agreed; nil once disconnected.
    public var authorizedAt: Timestamp?
    /// What was granted.
    public var scopes: [String]
    /// When the follow list was last read completely.
    public var followsReadAt: Timestamp?
    /// Why the last reading failed, if it did.
    public var followsFailure: String?
    /// Why its tokens could not be renewed, while that lasts.
    public var refreshFailure: String?
    /// Whether its owner has disconnected it.
    public var isDisconnected: Bool

    /// A view of a connection.
    public init(
        id: ConnectionID, provider: String, state: ConnectionState, end: GrantEnd?, authorizedAt: Timestamp?,
        scopes: [String], followsReadAt: Timestamp?, followsFailure: String?, isDisconnected: Bool,
        refreshFailure: String? = nil
    ) {
        self.id = id
        self.provider = provider
        self.state = state
        self.end = end
        self.authorizedAt = authorizedAt
        self.scopes = scopes
        self.followsReadAt = followsReadAt
        self.followsFailure = followsFailure
        self.isDisconnected = isDisconnected
        self.refreshFailure = refreshFailure
    }
}

/// The calls of one family.
public struct CallStanding: Sendable, Hashable {
    /// Which.
    public var family: CallFamily
    /// How many in the last 24 hours.
    public var used: Int
    /// Until when none is made, if so.
    public var pausedUntil: Timestamp?

    /// A standing.
    public init(family: CallFamily, used: Int, pausedUntil: Timestamp?) {
        self.family = family
        self.used = used
        self.pausedUntil = pausedUntil
    }
}

/// The use of the daily budget.
public struct BudgetView: Sendable, Hashable {
    /// Artist-album calls in the last 24 hours.
    public var used: Int
    /// How many are allowed; nil for no bound.
    public var allowed: Int?
    /// Until when the provider has told us to pause.
    public var pausedUntil: Timestamp?
    /// Whether fewer are allowed than the operator set, since the provider refused more.
    public var isLearned: Bool
    /// How many of those allowed are kept for the first checks of artists that people have just followed.
    public var reserved: Int
    /// When the next call is free, if none is now.
    public var freeAt: Timestamp?

    /// How many are left; nil for no bound.
    public var left: Int? { allowed.map { max(0, $0 - used) } }

    /// Whether no call is left until an earlier one is a day old.
    public var isSpent: Bool { allowed.map { used >= $0 } ?? false }

    /// A view of the budget.
    public init(
        used: Int, allowed: Int?, pausedUntil: Timestamp?, isLearned: Bool = false, reserved: Int = 0,
        freeAt: Timestamp? = nil
    ) {
        self.used = used
        self.allowed = allowed
        self.pausedUntil = pausedUntil
        self.isLearned = isLearned
        self.reserved = reserved
        self.freeAt = freeAt
    }
}

/// What a feed address is derived from: the token itself is never stored.
public struct FeedAddress: Sendable, Hashable {
    /// The secret part of the address.
    public var token: Secret

    /// A feed address.
    public init(token: Secret) { self.token = token }
}
