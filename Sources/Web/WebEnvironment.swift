public import Domain
public import HTTP
public import Logging
public import Templating

/// All that the pages need from outside.
public struct WebEnvironment: Sendable {
    /// Where people find this installation.
    public var address: SiteAddress
    /// Sign-ins and sessions.
    public var sessions: any SessionStore
    /// What pages show.
    public var pages: any PageStore
    /// Who belongs here, and what happened.
    public var members: any MemberStore
    /// Seals flow cookies, makes form tokens.
    public var keys: any Keys
    /// Through whom people sign in, and whose lists and catalogue are read.
    public var provider: any SignInProvider
    /// Through whom people can sign in besides.
    public var otherProviders: any ProviderDirectory = NoOtherProviders()
    /// The field in which a trusted proxy says who its user is; nil where nobody's word is taken.
    public var trustedUserField: FieldName?
    /// Finds artists to follow by hand.
    public var search: any ArtistSearch = NoArtistSearch()
    /// Tells the time.
    public var clock: any WallClock
    /// The templates in `WebApplication.templates`.
    public var templates: TemplateLibrary
    /// Fingerprints of the static files.
    public var assets: AssetIndex
    /// Serves the static files; sees the whole path, which begins with the base path and `/static/`.
    public var staticFiles: @Sendable (Request) -> Response
    /// Tells open pages that something changed.
    public var changes: ChangeHub
    /// For what an operator should know.
    public var logger: Logger
    /// Sentences at the top of every page, such as that this is a demo.
    public var notices: [String] = []
    /// Origins from which covers come, besides Spotify's own.
    public var imageOrigins: [String] = []
    /// Why requests should not come here just now; empty if they should.
    public var readiness: @Sendable () async -> [String] = { [] }
    /// What the operator should know although requests are answered; said along with readiness.
    public var remarks: @Sendable () -> [String] = { [] }
    /// How long the audit log is kept, for the privacy page.
    public var auditKept = Duration.days(90)
    /// How often people may try.
    public var limits = RateLimits()
    /// How long this has run, by a clock that never goes back.
    public var uptime: @Sendable () -> Duration = {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }()
    /// How many octets of rendered release pages are kept: a page of 50 releases has about 40,000.
    public var pageCacheBytesMax = 64 << 20
    /// How long an idle event stream waits before it writes something.
    public var heartbeat: Duration = .seconds(15)
    /// How long a page's stream waits after telling of a change, so that a burst is told once.
    public var changePause: Duration = .milliseconds(500)
    /// Waits; an argument so that tests need not.
    public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// An environment of these parts; the rest has defaults.
    public init(
        address: SiteAddress, sessions: any SessionStore, pages: any PageStore, members: any MemberStore,
        keys: any Keys,
        provider: any SignInProvider, clock: any WallClock, templates: TemplateLibrary, assets: AssetIndex,
        staticFiles: @escaping @Sendable (Request) -> Response, changes: ChangeHub, logger: Logger
    ) {
        self.address = address
        self.sessions = sessions
        self.pages = pages
        self.members = members
        self.keys = keys
        self.provider = provider
        self.clock = clock
        self.templates = templates
        self.assets = assets
        self.staticFiles = staticFiles
        self.changes = changes
        self.logger = logger
    }
}
