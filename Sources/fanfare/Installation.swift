import Configuration
import Domain
import HTTP
import HTTPClient
import HTTPServer
import Logging
import Spotify
import Store
import Tokens
import Vault
import Web
import Worker

/// Everything wired: store, keys, client, tokens, worker, pages. What `serve` and `demo` both run.
struct Installation {
    /// What a demo says and allows beyond an ordinary installation.
    struct Manner {
        var notices: [String] = []
    }

    let web: WebApplication
    private let store: FanfareStore
    private let keeper: TokenKeeper
    private let worker: Worker
    private let providers: ProviderParts
    private let client: CurlClient
    private let logger: Logger
    private let address: SiteAddress
    /// Whether this is a copy that must make no calls: the original's quota, and its people, are not for trying things
    /// out.
    private let isStill: Bool

    private static let cloneNotice =
        "This is a copy of another installation, for looking around: it checks no artists and has nobody's tokens."

    /// Opens the database, brings its schema up to date, and wires the modules. Nothing runs yet.
    init(
        settings: Settings, resources: Resources, keyring: Keyring, manner: Manner = Manner(),
        metrics: Metrics = Metrics()
    ) async throws {
        let clock = MachineClock()
        let logger = Logs.logger("fanfare")
        let keys = KeyringKeys(keyring)
        let changes = ChangeHub()
        try Environment.makePrivateFolder(settings.dataFolder)
        let owner = keys.random(16)
        // Before the database is opened: a restoration may be about to replace it.
        let roll = try Installation.join(settings.databasePath, as: owner, logger: logger)
        let database = try Database(
            path: settings.databasePath, migrations: try resources.migrations(), now: clock.now())
        let store = FanfareStore(
            database: database, settings: StoreSettings(settings), keys: keys, changes: changes,
            roll: roll)
        try await Installation.prepare(store, owner: owner, now: clock.now(), logger: logger)
        let client = CurlClient()
        let spotify = SpotifyParts(
            SpotifySettings(settings), store: store, client: client, clock: clock, owner: owner,
            pausedUntil: try store.pause(of: .accounts, now: clock.now()), logger: logger, metrics: metrics)
        let keeper = spotify.keeper
        providers = ProviderParts(settings, client: client, clock: clock, logger: logger)
        worker = Worker(
            store: store, catalogue: CountedCatalogue(counted: spotify.catalogue, metrics: metrics),
            followLists: CountedFollowLists(counted: spotify.followLists, metrics: metrics), clock: clock,
            settings: settings.schedule.dailyBudget == nil ? .unlimited : WorkerSettings(),
            checksOn: client.executor, logger: Logs.logger("worker"), sleep: { await Environment.sleep($0) },
            refreshTokens: { now, limit throws(StoreFailure) in
                // The worker asks once a beat.
                metrics.noteBeat()
                return try await keeper.refreshDue(now: now, limit: limit)
            })
        let base = PathSegments(settings.baseURL.path)?.segments ?? []
        let files = try StaticFiles(folder: resources.publicFolder, below: base + ["static"])
        var environment = WebEnvironment(
            address: settings.baseURL, sessions: store,
            pages: store, members: store, keys: keys,
            provider: spotify.signIn, clock: clock,
            templates: try resources.templates(),
            assets: AssetIndex(
                Dictionary(uniqueKeysWithValues: files.names.map { ($0, files.fingerprint(of: $0) ?? "") })),
            staticFiles: files.answer(to:), changes: changes, logger: Logs.logger("web"))
        environment.otherProviders = providers.registry
        environment.trustedUserField = settings.trustedUserField
        environment.search = spotify.search
        environment.auditKept = settings.auditRetention
        environment.limits = RateLimits(factor: settings.rateLimit, proxies: settings.trustedProxies)
        isStill = try store.isClone()
        if isStill {
            logger.warning("this is a copy of another installation and has its app: it makes no calls by itself")
        }
        environment.notices = manner.notices + (isStill ? [Installation.cloneNotice] : [])
        environment.imageOrigins = Installation.imageOrigins(settings)
        environment.remarks = { Installation.remarks(on: store) }
        web = try WebApplication(environment)
        address = environment.address
        self.store = store
        self.keeper = keeper
        self.client = client
        self.logger = logger
    }

    /// The link that makes the first administrator, to be shown to whoever started the program; nil while there is one.
    func firstAdministratorLink() async throws -> String? {
        try await store.inviteFirstAdministrator(now: MachineClock().now()).map { address.link(ofInvitation: $0) }
    }

    /// Begins to work through what is due.
    func start() async {
        guard !isStill else { return }
        await worker.start()
        Task { [providers] in await providers.warmUp() }
    }

    /// Ends work in good order: no exchange of tokens is cut off.
    func stop() async {
        if await !worker.stop(within: .seconds(15)) { logger.warning("work was cut off; it will be taken up again") }
        // As long as an exchange may take: its answer can hold the only refresh token that still works.
        if await !keeper.drain(upTo: .seconds(60)) { logger.warning("an exchange of tokens was cut off") }
        await client.shutdown()
    }

    /// Enters this process into the roll of those that use the database. Where that cannot be done leases end by their
    /// time alone, which is no reason not to start.
    private static func join(_ path: String, as owner: [UInt8], logger: Logger) throws -> ProcessRoll? {
        do throws(ProcessRoll.Refusal) {
            return try ProcessRoll(path: path, own: owner)
        } catch .taken {
            throw Exit.because(["the database \(path) is being replaced just now: start again when that is done"])
        } catch {
            logger.warning("no lock could be made beside the database", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    /// Leases of a process that ended without giving them back are void.
    private static func prepare(_ store: FanfareStore, owner: [UInt8], now: Timestamp, logger: Logger) async throws {
        let report = try await store.checkKeys(now: now)
        for (keyID, connections) in report.missing.sorted(by: { $0.key < $1.key }) {
            logger.error(
                "a key is not in the keyring; put it back, or those people must reconnect",
                metadata: ["key": "\(keyID)", "connections": "\(connections)"])
        }
        try await replayGrants(of: store, now: now, logger: logger)
        try await store.releaseLeases(exceptOf: owner)
    }

    /// Before anything is refreshed: the refresh tokens in the rows concerned have been used up.
    private static func replayGrants(of store: FanfareStore, now: Timestamp, logger: Logger) async throws {
        do throws(StoreFailure) {
            let report = try await store.replayGrants(now: now)
            if report.isUnavailable {
                logger.error(
                    "the journal beside the database cannot be opened: new tokens have no place on a full disk")
            }
            guard !report.isEmpty else { return }
            logger.notice(
                "tokens that had been set aside are dealt with",
                metadata: [
                    "stored": "\(report.stored)", "superseded": "\(report.superseded)",
                    "unreadable": "\(report.unreadable)",
                ])
        } catch {
            throw Exit.because(["tokens that had been set aside cannot be stored: \(error.sentence)"])
        }
    }

    /// Where covers come from when a stand-in plays Spotify.
    private static func imageOrigins(_ settings: Settings) -> [String] {
        let api = settings.spotify.apiURL
        guard api != "https://api.spotify.com/v1", let origin = try? SiteAddress(baseURL: api).origin else { return [] }
        return [origin]
    }

    /// What the operator should know although requests are answered.
    private static func remarks(on store: FanfareStore) -> [String] {
        guard let (undecryptable, held) = try? store.connectionsInTrouble() else { return [] }
        var remarks: [String] = []
        if undecryptable > 0 { remarks.append("connections whose key is not in the keyring: \(undecryptable)") }
        if held > 0 { remarks.append("connections held because many ended at once: \(held)") }
        return remarks
    }
}

extension StoreSettings {
    init(_ settings: Settings) {
        self.init(
            schedule: settings.schedule, clientID: settings.spotify.clientID,
            registration: settings.registration, accountsMax: settings.maxUsers,
            week: .usual(offset: MarketClock.offset(of: settings.spotify.market)), auditKept: settings.auditRetention)
    }
}
