/// A provider through which people sign in (RFC 6749 §4.1 with PKCE, RFC 7636).
public protocol SignInProvider: Sendable {
    /// The word in its callback path and on pages: `spotify`.
    var name: String { get }
    /// What people call it: `Spotify`.
    var displayName: String { get }
    /// With the subject, the identity of a user (OpenID Connect Core §5.7).
    var issuer: String { get }

    /// The URL of an authorization request. `asksAgain` has the provider ask even who already agreed.
    func authorizationURL(state: String, verifier: Secret, asksAgain: Bool) -> String
    /// Whether an `iss` parameter of the callback may stand (RFC 9207); `nil` for an absent one.
    func accepts(issuer: String?) -> Bool
    /// Exchanges a code. Sent once; a code is never tried again.
    func exchange(code: String, verifier: Secret) async throws(SignInFailure) -> Grant
    /// Whose grant it is.
    func profile(of grant: Grant) async throws(SignInFailure) -> Profile
}

/// A user as the provider knows them. Never an e-mail address: Spotify's was never verified (FACTS §4.2).
public struct Profile: Sendable, Hashable {
    /// The provider's lasting key of the user.
    public var subject: String
    /// A key by which the same user may be stored from before there was a lasting one.
    public var formerSubject: String?
    /// What to call them, if told.
    public var displayName: String?

    /// A profile.
    public init(subject: String, formerSubject: String?, displayName: String?) {
        self.subject = subject
        self.formerSubject = formerSubject
        self.displayName = displayName
    }
}

/// A finished sign-in, to be stored in one transaction.
public struct SignIn: Sendable {
    /// The provider's name.
    public var provider: String
    /// The provider's issuer.
    public var issuer: String
    /// Who it is.
    public var profile: Profile
    /// What was granted; nil where nothing will be asked in their name, and so nothing is kept.
    public var grant: Grant?
    /// The session that the browser had, which ends with this.
    public var replacing: SessionID?
    /// The account that must be the one signing in, where an existing connection is renewed from its settings page.
    public var expectedAccount: AccountID?
    /// How the new session shows in its list.
    public var device: SessionDevice
    /// The token of the invitation that they came with.
    public var invitation: Secret?

    /// A sign-in.
    public init(
        provider: String, issuer: String, profile: Profile, grant: Grant?, replacing: SessionID?,
        expectedAccount: AccountID?, device: SessionDevice, invitation: Secret? = nil
    ) {
        self.provider = provider
        self.issuer = issuer
        self.profile = profile
        self.grant = grant
        self.replacing = replacing
        self.expectedAccount = expectedAccount
        self.device = device
        self.invitation = invitation
    }
}

/// What came of storing a sign-in.
public enum SignInOutcome: Sendable {
    /// Signed in; `token` goes into the cookie and nowhere else.
    case signedIn(AccountID, token: Secret, isNew: Bool)
    /// Somebody whom the operator does not let in.
    case notAdmitted(AdmissionRefusal)
    /// A renewal by another user of the provider than the connected one: nothing was changed.
    case otherIdentity
}

/// Keeps sign-ins and sessions.
public protocol SessionStore: IdentityStore {
    /// Marks a flow as used up; false if it already was. The row is kept until `expiresAt`.
    func consumeFlow(_ id: [UInt8], expiresAt: Timestamp, now: Timestamp) async throws(StoreFailure) -> Bool
    /// Stores identity, tokens and a new session in one transaction. An omitted refresh token keeps the stored one; the
    /// consent counts from `now`.
    func signIn(_ signIn: SignIn, now: Timestamp) async throws(StoreFailure) -> SignInOutcome
    /// The session a cookie stands for; nil for a wrong, ended or unknown one. Synchronous: a short read on the
    /// reader's thread.
    func session(_ token: Secret, now: Timestamp) throws(StoreFailure) -> Session?
    /// Notes that a session is in use, at most every five minutes, and extends its idle limit.
    func touch(_ session: Session, now: Timestamp) async throws(StoreFailure)
    /// The account's sessions, newest use first.
    func sessions(of account: AccountID, now: Timestamp) throws(StoreFailure) -> [Session]
    /// Ends one session of the account; false if it has none of that id.
    func endSession(_ id: SessionID, of account: AccountID) async throws(StoreFailure) -> Bool
    /// Ends all sessions of the account but one.
    func endSessions(of account: AccountID, except id: SessionID?) async throws(StoreFailure)
}

/// The public half of a session's key.
public struct SessionID: Sendable, Hashable {
    /// base64url.
    public let text: String

    /// An id by its text.
    public init(_ text: String) { self.text = text }
}

/// What a session's list entry says of the browser.
public struct SessionDevice: Sendable, Hashable {
    /// The `User-Agent` field, cut to 256 characters.
    public var userAgent: String
    /// The address, cut to its network: /24 or /48.
    public var network: String

    /// A device.
    public init(userAgent: String, network: String) {
        self.userAgent = userAgent
        self.network = network
    }
}

/// A session in force.
public struct Session: Sendable, Hashable {
    /// Its id.
    public var id: SessionID
    /// Whose it is.
    public var account: AccountID
    /// What the account is called.
    public var displayName: String
    /// When it began.
    public var createdAt: Timestamp
    /// When it was last used, to five minutes.
    public var lastSeenAt: Timestamp
    /// The browser.
    public var device: SessionDevice
    /// Whether the account may administer.
    public var isAdministrator: Bool

    /// A session.
    public init(
        id: SessionID, account: AccountID, displayName: String, createdAt: Timestamp, lastSeenAt: Timestamp,
        device: SessionDevice, isAdministrator: Bool = false
    ) {
        self.id = id
        self.account = account
        self.displayName = displayName
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.device = device
        self.isAdministrator = isAdministrator
    }
}
