/// Why the store could not do what was asked; translated once, from SQLite's result codes.
public enum StoreFailure: Error, Sendable, Equatable {
    /// Busy or locked beyond the time allowed: try again.
    case busy
    /// No space left: 503, and nothing was written.
    case full
    /// Read-only, missing, not a database, corrupt, or an I/O error: the operator must act. The sentence says how.
    case broken(String)
    /// A rule of the schema was broken: a mistake of ours.
    case constraint(String)
}

extension StoreFailure: CustomStringConvertible {
    /// In words, for the operator.
    public var sentence: String {
        switch self {
        case .busy: "another program holds the database"
        case .full: "no space is left for the database"
        case .broken(let sentence): sentence
        case .constraint(let rule): "a rule of the schema was broken: \(rule)"
        }
    }

    /// The same, as logs have it.
    public var description: String { sentence }
}

/// Why a source gave no complete answer. Only complete answers move state.
public enum SourceFailure: Error, Sendable, Equatable {
    /// Trouble that passes: 5xx, time-out, unreadable answer. Worth another attempt, no sooner than `after` if told.
    case transient(String, after: Duration?)
    /// Too many calls: the whole family pauses for `after`, which is never shortened (FACTS §3).
    case throttled(after: Duration, isQuota: Bool)
    /// The thing asked for is gone or unknown: 404, 400 for its id.
    case gone(String)
    /// The connection's grant has ended; its owner must sign in again.
    case connectionEnded
    /// The provider refuses this user or this app: not on its list, no Premium, missing scope. The sentence says what
    /// to do.
    case refused(String)
    /// The app's own credentials do not work: the operator's business, no user is touched.
    case misconfigured(String)
}

/// Why no access token could be had.
public enum TokenFailure: Error, Sendable, Equatable {
    /// Passing trouble; try after the duration if told.
    case transient(String, after: Duration?)
    /// The grant has ended.
    case ended(GrantEnd)
    /// The app's credentials do not work.
    case misconfigured(String)
    /// The tokens cannot be opened: their key is missing.
    case undecryptable
    /// No such connection (any more).
    case unknownConnection
    /// The connection is held for the operator.
    case held
}

/// Why a sign-in ended without one.
public enum SignInFailure: Error, Sendable, Equatable {
    /// The provider does not take the code: unknown, used, expired.
    case codeRefused
    /// The provider refuses this user: not on the app's list of users, owner without Premium. The sentence says what to
    /// do.
    case refused(String)
    /// No answer, or one that passes for none: 5xx, time-out, HTML.
    case unavailable(String, timedOut: Bool)
    /// The app's own credentials do not work.
    case misconfigured(String)
}
