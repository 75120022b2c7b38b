/// Who of those that are not known yet may join (`REGISTRATION`).
public enum Registration: String, Sendable, Hashable, CaseIterable {
    /// Anybody who can sign in.
    case open
    /// Nobody.
    case closed
    /// Whom the operator has let in; others are noted, and can be let in with a click.
    case allowlist
    /// Whoever has an invitation, and whom the operator has let in.
    case invite
}

/// Why somebody who has just proved who they are is not let in. Nothing of their grant was stored.
public enum AdmissionRefusal: Sendable, Hashable {
    /// Nobody new is let in.
    case closed
    /// There are as many accounts as there may be (`MAX_USERS`).
    case full
    /// Not on the list. The request was noted under this id, if there was room for it.
    case unlisted(userID: String, isNoted: Bool)
    /// Without an invitation that is in force. The request was noted likewise.
    case uninvited(userID: String, isNoted: Bool)
    /// Blocked, for this reason in the administrator's words; empty for none.
    case blocked(AccountID, reason: String)
}

/// A user of a provider as an operator names one.
public struct UserName: Sendable, Hashable {
    /// The provider's name: `spotify`.
    public var provider: String
    /// The id by which the provider's own pages name the user, or the lasting key that Fanfare was given.
    public var id: String

    /// A name of a user.
    public init(provider: String, id: String) {
        self.provider = provider
        self.id = id
    }

    /// Reads what an operator pastes: an id, the address of a profile, or Spotify's `spotify:user:id`. Nil for what can
    /// be none.
    public init?(pasted text: String, provider: String) {
        var id = Substring(text)
        if provider == "spotify" {
            if let path = id.firstRange(of: "open.spotify.com/user/") {
                id = id[path.upperBound...].prefix { $0 != "?" && $0 != "/" }
            }
            if id.hasPrefix("spotify:user:") { id = id.dropFirst("spotify:user:".count) }
        }
        guard (1...255).contains(id.utf8.count), !id.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            return nil
        }
        self.init(provider: provider, id: String(id))
    }
}

/// An entry of the list of people who are let in.
public struct AdmissionEntry: Sendable, Hashable {
    /// Who.
    public var user: UserName
    /// What the operator wrote beside it.
    public var note: String
    /// Since when.
    public var addedAt: Timestamp

    /// An entry.
    public init(user: UserName, note: String, addedAt: Timestamp) {
        self.user = user
        self.note = note
        self.addedAt = addedAt
    }
}

/// Somebody who signed in at the provider and was not let in here.
public struct JoinRequest: Sendable, Hashable {
    /// Who.
    public var user: UserName
    /// What they are called there.
    public var displayName: String
    /// When they tried first.
    public var firstAt: Timestamp
    /// When they tried last.
    public var lastAt: Timestamp

    /// A request.
    public init(user: UserName, displayName: String, firstAt: Timestamp, lastAt: Timestamp) {
        self.user = user
        self.displayName = displayName
        self.firstAt = firstAt
        self.lastAt = lastAt
    }
}

/// An invitation that is in force. Its token is known to nobody but who was given the link.
public struct Invitation: Sendable, Hashable {
    /// Its number.
    public var id: Int64
    /// Whom it is for, in the words of whoever made it.
    public var note: String
    /// Whether it makes an administrator of whoever uses it.
    public var makesAdministrator: Bool
    /// When it was made.
    public var createdAt: Timestamp
    /// When it ends.
    public var endsAt: Timestamp

    /// Octets of a token: 256 bits.
    public static let tokenBytes = 32
    /// How long one lasts unless told.
    public static let lifetime = Duration.days(7)
    /// How long one may last.
    public static let lifetimeMax = Duration.days(90)
    /// How long the link lasts that is printed at the start while there is no administrator.
    public static let firstAdministratorLifetime = Duration.hours(24)

    /// An invitation.
    public init(id: Int64, note: String, makesAdministrator: Bool, createdAt: Timestamp, endsAt: Timestamp) {
        self.id = id
        self.note = note
        self.makesAdministrator = makesAdministrator
        self.createdAt = createdAt
        self.endsAt = endsAt
    }
}
