public import Domain

/// How the keeper of tokens waits and retries; the defaults are those of research §1.3 and §4.2.
public struct RefreshPolicy: Sendable, Hashable {
    /// How long a caller waits for a token. The exchange behind it goes on.
    public var patience: Duration = .seconds(10)
    /// How long the lease on a refresh lasts, should its holder die: longer than any exchange takes.
    public var lease: Duration = .minutes(10)
    /// How long to wait before looking again at a lease that somebody else holds.
    public var pollInterval: Duration = .milliseconds(250)
    /// How often to look again before giving up.
    public var pollsMax = 20
    /// How many exchanges the worker's refreshes keep under way at once.
    public var exchangesAtOnce = 8
    /// Between attempts at an exchange.
    public var backoff = Backoff()
    /// Between attempts at storing what came of one.
    public var storeBackoff = Backoff(first: .seconds(1), longest: .minutes(1))
    /// How often to try to record a failure. A grant is tried for ever: without it the connection is lost.
    public var recordAttemptsMax = 3

    /// The defaults.
    public init() {}
}
