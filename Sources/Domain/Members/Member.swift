/// An account as its administrators see it: how it stands, and nothing of what it follows or was told.
public struct Member: Sendable, Hashable {
    /// Its key.
    public var id: AccountID
    /// What it is called.
    public var displayName: String
    /// When it came.
    public var createdAt: Timestamp
    /// Whether it may administer.
    public var isAdministrator: Bool
    /// Since when it is blocked; nil if it is not.
    public var blockedAt: Timestamp?
    /// Why, in the administrator's words.
    public var blockReason: String
    /// How many artists it follows.
    public var follows: Int
    /// How many sessions it has.
    public var sessions: Int
    /// When one of them was last used.
    public var lastSeenAt: Timestamp?
    /// How its connections stand.
    public var connections: [Connection]

    /// One user of a provider that the account is.
    public struct Connection: Sendable, Hashable {
        /// Its key.
        public var id: ConnectionID
        /// Who it is there.
        public var user: UserName
        /// How it stands; nil once its owner has disconnected it.
        public var state: ConnectionState?
        /// Why, if it has ended.
        public var end: GrantEnd?
        /// When its owner last agreed.
        public var authorizedAt: Timestamp
        /// Why the last refresh failed, if it did.
        public var trouble: String?

        /// A connection.
        public init(
            id: ConnectionID, user: UserName, state: ConnectionState?, end: GrantEnd?, authorizedAt: Timestamp,
            trouble: String?
        ) {
            self.id = id
            self.user = user
            self.state = state
            self.end = end
            self.authorizedAt = authorizedAt
            self.trouble = trouble
        }
    }

    /// A member.
    public init(
        id: AccountID, displayName: String, createdAt: Timestamp, isAdministrator: Bool, blockedAt: Timestamp?,
        blockReason: String, follows: Int, sessions: Int, lastSeenAt: Timestamp?, connections: [Connection]
    ) {
        self.id = id
        self.displayName = displayName
        self.createdAt = createdAt
        self.isAdministrator = isAdministrator
        self.blockedAt = blockedAt
        self.blockReason = blockReason
        self.follows = follows
        self.sessions = sessions
        self.lastSeenAt = lastSeenAt
        self.connections = connections
    }
}

/// The installation in numbers.
public struct MemberCounts: Sendable, Hashable {
    /// Accounts.
    public var accounts: Int
    /// How many there may be; nil for no bound.
    public var accountsMax: Int?
    /// Who may join.
    public var registration: Registration
    /// Accounts that are connected with Spotify, each of which takes one of the app's seats there.
    public var seatsUsed: Int
    /// Connections that are held because many ended at once.
    public var held: Int

    /// Users that an app in Spotify's development mode may have (FACTS §1).
    public static let seats = 5

    /// Numbers.
    public init(accounts: Int, accountsMax: Int?, registration: Registration, seatsUsed: Int, held: Int) {
        self.accounts = accounts
        self.accountsMax = accountsMax
        self.registration = registration
        self.seatsUsed = seatsUsed
        self.held = held
    }
}
