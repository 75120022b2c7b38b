/// Keeps the identities by which one account is signed in to: each a user of a provider, known by issuer and subject.
public protocol IdentityStore: Sendable {
    /// The account's identities, in order of coming.
    func identities(of account: AccountID) throws(StoreFailure) -> [IdentityView]
    /// Whose identity it is; nil for one that nobody has. Looks for the former subject where the subject is unknown.
    func account(ofIssuer issuer: String, profile: Profile) throws(StoreFailure) -> AccountID?
    /// Keeps an identity beside a session until its owner confirms that it is to be theirs; the latest one alone.
    func propose(_ link: ProposedLink, by session: SessionID, expiresAt: Timestamp, now: Timestamp)
        async throws(StoreFailure)
    /// What waits for the confirmation of a session; nil for none, or one too old.
    func proposal(of session: SessionID, now: Timestamp) throws(StoreFailure) -> ProposedIdentity?
    /// Makes the proposed identity one of the account's, in one transaction.
    func confirmProposal(of session: SessionID, for account: AccountID, now: Timestamp)
        async throws(StoreFailure) -> LinkOutcome
    /// Takes an identity from its account, with its tokens, and ends the account's other sessions. The last one stays.
    func removeIdentity(_ identity: ConnectionID, of account: AccountID, keeping session: SessionID, now: Timestamp)
        async throws(StoreFailure) -> RemovalOutcome
}

/// An identity as the settings page shows it.
public struct IdentityView: Sendable, Hashable {
    /// Its key: an identity and a connection are one row.
    public var id: ConnectionID
    /// The provider's name.
    public var provider: String
    /// What the provider calls its user, if it says.
    public var displayName: String?
    /// When it last signed in.
    public var usedAt: Timestamp

    /// A view of an identity.
    public init(id: ConnectionID, provider: String, displayName: String?, usedAt: Timestamp) {
        self.id = id
        self.provider = provider
        self.displayName = displayName
        self.usedAt = usedAt
    }
}

/// A finished authorization that waits for the word of whoever began it.
public struct ProposedLink: Sendable {
    /// The provider's name.
    public var provider: String
    /// The provider's issuer.
    public var issuer: String
    /// Who it is there.
    public var profile: Profile
    /// What was granted; nil where nothing is kept of it.
    public var grant: Grant?

    /// A proposed link.
    public init(provider: String, issuer: String, profile: Profile, grant: Grant?) {
        self.provider = provider
        self.issuer = issuer
        self.profile = profile
        self.grant = grant
    }
}

/// What a page shows of a proposed link.
public struct ProposedIdentity: Sendable, Hashable {
    /// The provider's name.
    public var provider: String
    /// What the provider calls its user, if it says.
    public var displayName: String?

    /// A proposed identity.
    public init(provider: String, displayName: String?) {
        self.provider = provider
        self.displayName = displayName
    }
}

/// What came of confirming a proposed link.
public enum LinkOutcome: Sendable, Hashable {
    /// It is the account's now.
    case linked(provider: String)
    /// It is another account's: nothing was changed.
    case belongsToAnother(provider: String)
    /// The account has another identity of that provider: nothing was changed.
    case hasAnother(provider: String)
    /// Nothing waits, or it has waited too long.
    case nothingProposed
}

/// What came of removing an identity.
public enum RemovalOutcome: Sendable, Hashable {
    /// It is gone.
    case removed
    /// It is the only one: without it nobody could sign in to the account.
    case isLast
    /// The account has no such identity.
    case unknown
}
