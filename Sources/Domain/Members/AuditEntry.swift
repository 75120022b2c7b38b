/// Who did something.
public struct Actor: Sendable, Hashable {
    /// In what part.
    public enum Part: String, Sendable, Hashable {
        /// Somebody with a browser.
        case person
        /// Whoever runs commands on the machine.
        case `operator`
        /// Fanfare by itself.
        case fanfare
    }

    /// In what part.
    public var part: Part
    /// Who, if signed in.
    public var account: AccountID?
    /// From where, cut to the network; empty if that means nothing.
    public var network: String

    /// Somebody with a browser.
    public static func person(_ account: AccountID?, network: String) -> Actor {
        Actor(part: .person, account: account, network: network)
    }

    /// Whoever runs commands on the machine.
    public static let `operator` = Actor(part: .operator, account: nil, network: "")
    /// Fanfare by itself.
    public static let fanfare = Actor(part: .fanfare, account: nil, network: "")

    /// An actor.
    public init(part: Part, account: AccountID?, network: String) {
        self.part = part
        self.account = account
        self.network = network
    }
}

/// One line of the audit log: who did what, when, from where, to whom. Never a secret.
public struct AuditEntry: Sendable, Hashable {
    /// What was done. The words are stored and exported, so they stay.
    public enum Act: String, Sendable, Hashable, CaseIterable {
        case signIn = "sign-in"
        case signOut = "sign-out"
        case sessionEnd = "session-end"
        case reconnect
        case disconnect
        /// One more way to sign in.
        case identityLink = "identity-link"
        /// One less.
        case identityRemoval = "identity-remove"
        case connectionEnd = "connection-end"
        case recheck
        case export
        case feedReplacement = "feed-replace"
        case accountDeletion = "account-delete"
        case block
        case unblock
        case administratorGain = "administrator-add"
        case administratorLoss = "administrator-remove"
        case invitation = "invite"
        case invitationUse = "invitation-use"
        case invitationEnd = "invitation-withdraw"
        case admission = "allow"
        case admissionEnd = "disallow"
        case requestDismissal = "request-dismiss"
        case keyAddition = "key-add"
        case keyRewrapping = "key-rewrap"
        case keyRetirement = "key-retire"
        case rateLimit = "rate-limit"
    }

    /// When.
    public var at: Timestamp
    /// What was done.
    public var act: Act
    /// Whether it was refused.
    public var isRefused: Bool
    /// Who did it.
    public var actor: Actor
    /// Whom it concerns; nil for somebody unknown, and for what concerns all.
    public var account: AccountID?
    /// The rest in a few words of ours, such as why it was refused.
    public var detail: String

    /// An entry.
    public init(
        at: Timestamp, act: Act, isRefused: Bool = false, actor: Actor, account: AccountID?, detail: String = ""
    ) {
        self.at = at
        self.act = act
        self.isRefused = isRefused
        self.actor = actor
        self.account = account
        self.detail = detail
    }
}

/// An entry as it stands in the log.
public struct AuditRecord: Sendable, Hashable {
    /// Its number, which grows.
    public var id: Int64
    /// The word of the act, which a newer version may have written.
    public var act: String
    /// When.
    public var at: Timestamp
    /// Whether it was refused.
    public var isRefused: Bool
    /// Who did it.
    public var actor: Actor
    /// What that account is called, while it is there.
    public var actorName: String?
    /// Whom it concerns.
    public var account: AccountID?
    /// What that account is called, while it is there.
    public var accountName: String?
    /// The rest.
    public var detail: String

    /// A record.
    public init(
        id: Int64, act: String, at: Timestamp, isRefused: Bool, actor: Actor, actorName: String?, account: AccountID?,
        accountName: String?, detail: String
    ) {
        self.id = id
        self.act = act
        self.at = at
        self.isRefused = isRefused
        self.actor = actor
        self.actorName = actorName
        self.account = account
        self.accountName = accountName
        self.detail = detail
    }
}
