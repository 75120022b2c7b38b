public import Domain

/// What came of a refresh, for the log and for whoever counts failures. Carries no secret.
public enum RefreshEvent: Sendable, Equatable {
    /// New tokens are stored.
    case refreshed(ConnectionID)
    /// Somebody signed in, or the connection went, while the exchange was under way: what it brought is dropped.
    case superseded(ConnectionID)
    /// Passing trouble.
    case retrying(ConnectionID, at: Timestamp, reason: String)
    /// The provider is in trouble, has asked for a pause, or refuses the app: nobody's tokens are exchanged before that
    /// time.
    case paused(String, until: Timestamp)
    /// The grant has ended.
    case ended(ConnectionID, GrantEnd)
    /// The grant has ended as one of many; that many connections are held now.
    case held(ConnectionID, connections: Int)
    /// The operator has ended the hold, and the connection is tried once more.
    case released(ConnectionID)
    /// The app's own credentials do not work.
    case misconfigured(ConnectionID, String)
    /// New tokens are at hand and cannot be stored yet. If they are set aside, a restart finds them.
    case grantNotStored(ConnectionID, StoreFailure, isSetAside: Bool)
    /// A failure could not be recorded; the lease will run out instead.
    case failureNotRecorded(ConnectionID, StoreFailure)
}
