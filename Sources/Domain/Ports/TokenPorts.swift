/// Keeps the tokens of connections, sealed. One refresh at a time: the lease has a fence, and every write is compared
/// and set on the version read.
public protocol TokenStore: Sendable {
    /// The tokens of a connection as they stand. Throws `.unknownConnection`, `.undecryptable`, and `.ended` or `.held`
    /// by the connection's state.
    func tokens(of connection: ConnectionID) throws(TokenFailure) -> StoredTokens
    /// Takes the lease on a refresh and notes the intent, durably; nil while somebody else holds it, and if the tokens
    /// are no longer of the version named: somebody else has renewed them. `isRepeat` of the claim tells that an
    /// earlier attempt was noted and never finished: its outcome is unknown.
    func claimRefresh(
        _ connection: ConnectionID, ofVersion version: Int64?, owner: [UInt8], until: Timestamp, now: Timestamp
    ) async throws(TokenFailure) -> RefreshClaim?
    /// Stores what was granted, if version and fence are still those of the claim; false if somebody signed in
    /// meanwhile, whose tokens stand.
    func completeRefresh(_ claim: RefreshClaim, grant: Grant, now: Timestamp) async throws(StoreFailure) -> Bool
    /// Keeps a grant that `completeRefresh` could not store where it outlives this process, and says where.
    func setAside(_ grant: Grant, for claim: RefreshClaim) async throws(StoreFailure) -> Int
    /// Wipes a grant set aside, once it is stored or superseded.
    func forget(setAside entry: Int) async throws(StoreFailure)
    /// Records why there was no grant, gives the lease back, and sets the next attempt or the connection's state. An
    /// end that is one of many (`MassFailure`) holds the connection, and those that ended just before it.
    func failRefresh(_ claim: RefreshClaim, _ failure: RefreshFailure, now: Timestamp)
        async throws(StoreFailure) -> RefreshRecord
    /// Connections whose tokens should be exchanged now, the most urgent first, but for those of the providers named.
    func dueForRefresh(now: Timestamp, limit: Int, except providers: Set<String>) throws(StoreFailure) -> [DueRefresh]
    /// Gives back the leases of processes that are known to be gone. Those of a process that lives stay, however late
    /// it is.
    func releaseDeadLeases() async throws(StoreFailure)
    /// Has the connection show as unreadable, if its tokens really do not open.
    func noteUndecryptable(_ connection: ConnectionID, now: Timestamp) async throws(StoreFailure)
    /// Ends the hold on connections that the operator wants tried once more; returns which.
    func releaseHeld(now: Timestamp) async throws(StoreFailure) -> [ConnectionID]
}

extension TokenStore {
    /// Takes the lease on a refresh of the tokens as they are.
    public func claimRefresh(
        _ connection: ConnectionID, owner: [UInt8], until: Timestamp, now: Timestamp
    ) async throws(TokenFailure) -> RefreshClaim? {
        try await claimRefresh(connection, ofVersion: nil, owner: owner, until: until, now: now)
    }

    /// Connections whose tokens should be exchanged now, of every provider.
    public func dueForRefresh(now: Timestamp, limit: Int) throws(StoreFailure) -> [ConnectionID] {
        try dueForRefresh(now: now, limit: limit, except: []).map(\.connection)
    }
}

/// A connection whose tokens should be exchanged.
public struct DueRefresh: Sendable, Hashable {
    /// Which.
    public var connection: ConnectionID
    /// The provider's name.
    public var provider: String

    /// A connection that is due.
    public init(connection: ConnectionID, provider: String) {
        self.connection = connection
        self.provider = provider
    }
}

/// The right to exchange one refresh token.
public struct RefreshClaim: Sendable, Hashable {
    /// Whose.
    public var connection: ConnectionID
    /// The provider's name.
    public var provider: String
    /// The tokens that were read under the lease.
    public var tokens: StoredTokens
    /// The lease's fence.
    public var fence: Int64
    /// How often exchanging has failed in a row.
    public var failures: Int
    /// Whether an earlier attempt with the same token has an unknown outcome.
    public var isRepeat: Bool
    /// When the consent was given.
    public var authorizedAt: Timestamp

    /// A claim.
    public init(
        connection: ConnectionID, provider: String, tokens: StoredTokens, fence: Int64, failures: Int, isRepeat: Bool,
        authorizedAt: Timestamp
    ) {
        self.connection = connection
        self.provider = provider
        self.tokens = tokens
        self.fence = fence
        self.failures = failures
        self.isRepeat = isRepeat
        self.authorizedAt = authorizedAt
    }
}

/// What to record of a refresh that brought no grant.
public enum RefreshFailure: Sendable, Hashable {
    /// Try again at the time told. `isUnknown` keeps the note of the attempt: it may have been carried out.
    case retry(at: Timestamp, reason: String, isUnknown: Bool)
    /// The grant has ended.
    case ended(GrantEnd)
}

/// What the store made of a refresh that brought no grant.
public enum RefreshRecord: Sendable, Hashable {
    /// It is written down as told, or somebody's newer tokens stand.
    case recorded
    /// The end was one of many: the connection is held, one of so many, and its owner is asked for nothing.
    case held(connections: Int)
}

/// Exchanges refresh tokens at a provider's token endpoint.
public protocol TokenExchange: Sendable {
    /// The provider's name.
    var provider: String { get }
    /// Sends the refresh request once.
    func refresh(_ refreshToken: Secret) async -> RefreshAnswer
}

/// What a token endpoint said to a refresh (classes of research §1.3).
public enum RefreshAnswer: Sendable, Hashable {
    /// A grant.
    case granted(Grant)
    /// Passing trouble, and the request was not carried out.
    case transient(String, after: Duration?)
    /// Too many calls: the provider is asked nothing more for anybody before that time is over.
    case throttled(after: Duration)
    /// The request may have been carried out.
    case unknown(String)
    /// `invalid_grant`.
    case ended(GrantEnd)
    /// The app's own credentials or request are wrong.
    case misconfigured(String)
}

/// Hands out access tokens that are good for a call; refreshes as needed, one at a time for each connection.
public protocol AccessTokens: Sendable {
    /// A token with enough life left for a call.
    func token(for connection: ConnectionID) async throws(TokenFailure) -> AccessToken
    /// A newer token than one that was just refused with 401; refreshes unless somebody already did.
    func token(for connection: ConnectionID, after refused: AccessToken) async throws(TokenFailure) -> AccessToken
}

/// An access token, and which of the connection's tokens it is.
public struct AccessToken: Sendable, Hashable {
    /// The token.
    public var secret: Secret
    /// The version of the stored tokens it came from.
    public var version: Int64

    /// An access token.
    public init(secret: Secret, version: Int64) {
        self.secret = secret
        self.version = version
    }
}
