/// What an administrator or the operator does about people. Each is one transaction, and one line of the audit log.
public enum AdministrativeAct: Sendable, Hashable {
    /// Keeps an account out from now on: its sessions end at once, and its owner reads the reason when they come again.
    case block(AccountID, reason: String)
    /// Lets it in again.
    case unblock(AccountID)
    /// Deletes an account and everything of it.
    case delete(AccountID)
    /// Lets an account administer.
    case makeAdministrator(AccountID)
    /// Takes that back.
    case removeAdministrator(AccountID)
    /// Ends all of an account's sessions.
    case endSessions(AccountID)
    /// Lets a user of a provider join.
    case allow(UserName, note: String)
    /// Takes a user off that list; an account that is there stays.
    case disallow(UserName)
    /// Forgets a request. The next attempt makes another.
    case dismiss(UserName)
    /// Has connections that are held be tried once more.
    case recheckHeld
    /// Ends an invitation that nobody has used.
    case withdraw(invitation: Int64)
}

/// What came of it.
public enum AdministrativeOutcome: Sendable, Hashable {
    /// It is so now.
    case done
    /// It was so already.
    case unchanged
    /// There is nobody and nothing of that name (any more).
    case unknown
    /// Refused: nobody would be left who can administer.
    case lastAdministrator
}
