public import Domain

/// What the operator decides about what is stored.
public struct StoreSettings: Sendable, Hashable {
    /// When things fall due, and how many calls a day may be made.
    public var schedule: Schedule
    /// How releases fall over the week, and where its days begin.
    public var week: ReleaseWeek
    /// The app's client id, under which calls are counted: the quota is the app's.
    public var clientID: String
    /// Who may join.
    public var registration: Registration
    /// How many accounts there may be; nil for no bound (`MAX_USERS`).
    public var accountsMax: Int?
    /// How long a session lasts unused.
    public var sessionIdle: Duration
    /// How long a session lasts at all.
    public var sessionAbsolute: Duration
    /// Which lists of an artist are checked.
    public var groups: [ReleaseGroup]
    /// Providers that keep follow lists: the tokens of others are not kept, since nothing is asked with them.
    public var followListProviders: Set<String>
    /// How long the audit log is kept (`AUDIT_RETENTION`).
    public var auditKept: Duration
    /// Providers whose consents end after `ConsentAge.lifetime`.
    public var expiringProviders: Set<String> = ["spotify"]
    /// Searches in a rolling day, where calls are bounded at all: some 700 in a burst ended the quota of a new app
    /// (FACTS §3).
    public var searchesPerDay = 300

    /// Settings.
    public init(
        schedule: Schedule, clientID: String, registration: Registration = .open, accountsMax: Int? = nil,
        sessionIdle: Duration = .days(14), sessionAbsolute: Duration = .days(60),
        groups: [ReleaseGroup] = ReleaseGroup.standard, followListProviders: Set<String> = ["spotify"],
        week: ReleaseWeek = .usual(), auditKept: Duration = .days(90)
    ) {
        self.schedule = schedule
        self.clientID = clientID
        self.registration = registration
        self.accountsMax = accountsMax
        self.sessionIdle = sessionIdle
        self.sessionAbsolute = sessionAbsolute
        self.groups = groups
        self.week = week
        self.followListProviders = followListProviders
        self.auditKept = auditKept
    }
}
