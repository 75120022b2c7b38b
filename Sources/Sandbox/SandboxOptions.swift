/// How a stand-in is set up; what `POST /reset` goes back to.
public struct SandboxOptions: Sendable {
    /// What kind of app the clients are.
    public var profile: SandboxProfile
    /// Decides every artist, release and id.
    public var seed: UInt64
    /// The registered apps. They belong to one developer and share his quota.
    public var clients: [SandboxClient]
    /// How long access tokens live, in whole seconds.
    public var tokenLifetime: Duration
    /// Whether nothing happens by itself: `advanceCatalogue()` publishes nothing.
    public var isStill: Bool
    /// Whether the profile's rate limit and quota apply at the start.
    public var hasLimits: Bool
    /// Scheme, host and port under which clients reach the service, without a slash at the end.
    public var publicURL: String
    /// How many artists there are; the first sixty have names of their own.
    public var artistCount: Int

    /// Options; by default an app in development mode with its limits, in a world of sixty artists.
    public init(
        clients: [SandboxClient], profile: SandboxProfile = .dev2026, seed: UInt64 = 1,
        tokenLifetime: Duration = .seconds(3600), isStill: Bool = false, hasLimits: Bool = true,
        publicURL: String = "http://127.0.0.1:3001", artistCount: Int = 60
    ) {
        self.profile = profile
        self.seed = seed
        self.clients = clients
        self.tokenLifetime = tokenLifetime
        self.isStill = isStill
        self.hasLimits = hasLimits
        self.publicURL = publicURL
        self.artistCount = artistCount
    }
}
