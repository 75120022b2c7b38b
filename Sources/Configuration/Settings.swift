public import Domain
public import HTTP
public import HTTPServer

/// Everything an operator can set, checked.
public struct Settings: Sendable {
    /// Where people reach this installation.
    public var baseURL: SiteAddress
    /// Where the server listens.
    public var listen: [ListenAddress]
    /// The folder of the database.
    public var dataFolder: String
    /// The file with the keys.
    public var keyringFile: String
    /// The app's registration at Spotify.
    public var spotify: SpotifyAccess
    /// How often artists are checked.
    public var schedule: Schedule
    /// Peers whose forwarding fields are believed.
    public var trustedProxies: [AddressRange]
    /// Whether peers on Unix sockets are believed.
    public var trustsUnixPeers: Bool
    /// The field in which trusted proxies say who their user is; nil for none.
    public var trustedUserField: FieldName?
    /// Other sign-in providers, in the order of their file.
    public var providers: [ProviderRegistration]
    /// Who may join.
    public var registration: Registration
    /// How many accounts there may be; nil for no bound.
    public var maxUsers: Int?
    /// How long the audit log is kept.
    public var auditRetention: Duration
    /// What the limits on attempts are multiplied by; nil for no limits.
    public var rateLimit: Double?
    /// The least severe level that is logged: `trace` to `critical`.
    public var logLevel: String
    /// How log lines look.
    public var logFormat: LogFormat
    /// Where `/metrics` is served; empty for nowhere.
    public var metricsListen: [ListenAddress]
    /// The server's bounds and deadlines, and whose word it takes.
    public var server: ServerSettings
    /// How long requests in progress may take to end when the server stops.
    public var stopGrace: Duration
    /// Settings that are accepted and do nothing in this version.
    public var unused: [String]

    /// How log lines look.
    public enum LogFormat: String, Sendable, CaseIterable {
        /// For people.
        case text
        /// One JSON object a line.
        case json
    }

    /// The app's registration at Spotify, and where Spotify is.
    public struct SpotifyAccess: Sendable {
        /// The client id.
        public var clientID: String
        /// The client secret.
        public var clientSecret: Secret
        /// The accounts service, without a slash at the end.
        public var accountsURL: String
        /// The Web API with its version, without a slash at the end.
        public var apiURL: String
        /// The country whose catalogue is asked, by ISO 3166-1 alpha-2.
        public var market: String

        /// An access.
        public init(clientID: String, clientSecret: Secret, accountsURL: String, apiURL: String, market: String) {
            self.clientID = clientID
            self.clientSecret = clientSecret
            self.accountsURL = accountsURL
            self.apiURL = apiURL
            self.market = market
        }
    }

    /// Reads the settings from an environment.
    ///
    /// Throws every error at once.
    ///
    /// - Parameters:
    ///   - environment: all variables; those that begin with `FANFARE_` must be known.
    ///   - readFile: the text of a file, or nil if it cannot be read. Asked for `…_FILE` settings alone.
    public init(environment: [String: String], readFile: (String) -> String?) throws(ConfigurationErrors) {
        var reader = SettingReader(environment: environment, readFile: readFile)
        let baseURL = reader.required("BASE_URL", example: "https://fanfare.example") {
            text throws(ConfigurationProblem) in
            try SiteAddress(baseURL: text)
        }
        listen = reader.optional("LISTEN", default: [.tcp(host: "127.0.0.1", port: 3000)], SettingParsers.listen)
        dataFolder = Settings.dataFolder(environment: environment)
        let keyring = reader.required("KEYRING_FILE", example: "a file made by `fanfare keys init FILE`") { $0 }
        let clientID = reader.required(
            "SPOTIFY_CLIENT_ID", example: "the client id of your app at Spotify", SettingParsers.credential)
        let clientSecret = reader.required("SPOTIFY_CLIENT_SECRET", example: "the client secret of your app") {
            text throws(ConfigurationProblem) in
            Secret(try SettingParsers.credential(text))
        }
        spotify = SpotifyAccess(
            clientID: clientID ?? "", clientSecret: clientSecret ?? Secret(""),
            accountsURL: reader.optional(
                "SPOTIFY_ACCOUNTS_URL", default: "https://accounts.spotify.com", SettingParsers.serviceURL),
            apiURL: reader.optional(
                "SPOTIFY_API_URL", default: "https://api.spotify.com/v1", SettingParsers.serviceURL),
            market: reader.optional("SPOTIFY_MARKET", default: "US", SettingParsers.market))
        let budget = reader.optional("SPOTIFY_DAILY_BUDGET", default: 80, SettingParsers.budget)
        schedule = Schedule(
            intervalMin: reader.optional("CHECK_INTERVAL_MIN", default: .minutes(15), SettingParsers.duration),
            intervalMax: reader.optional("CHECK_INTERVAL_MAX", default: .days(7), SettingParsers.duration),
            dailyBudget: budget)
        if schedule.intervalMax < schedule.intervalMin {
            reader.complain("CHECK_INTERVAL_MAX", "must not be less than CHECK_INTERVAL_MIN")
        }
        (trustedProxies, trustsUnixPeers) = reader.optional(
            "TRUSTED_PROXIES", default: ([], false), SettingParsers.proxies)
        trustedUserField = reader.optional("TRUSTED_USER_HEADER", default: nil, SettingParsers.userField)
        if trustedUserField != nil, trustedProxies.isEmpty, !trustsUnixPeers {
            reader.complain("TRUSTED_USER_HEADER", "needs FANFARE_TRUSTED_PROXIES: nobody else's word is taken")
        }
        let file = reader.optional("PROVIDERS_FILE", default: "") { $0 }
        let found = file.isEmpty ? (registrations: [], problems: []) : ProvidersFile.read(file, readFile)
        providers = found.registrations
        for problem in found.problems { reader.complain("PROVIDERS_FILE", problem) }
        if providers.map(\.issuer).contains(spotify.accountsURL) {
            reader.complain("PROVIDERS_FILE", "names Spotify as an issuer, which is there already")
        }
        registration = reader.optional("REGISTRATION", default: .open, SettingParsers.word)
        maxUsers = reader.optional("MAX_USERS", default: nil, SettingParsers.count)
        auditRetention = reader.optional("AUDIT_RETENTION", default: .days(90), SettingParsers.duration)
        rateLimit = reader.optional("RATE_LIMIT", default: 1, SettingParsers.factor)
        logLevel = reader.optional("LOG_LEVEL", default: "info", SettingParsers.logLevel)
        logFormat = reader.optional("LOG_FORMAT", default: .text, SettingParsers.word)
        metricsListen = reader.optional("METRICS_LISTEN", default: [], SettingParsers.listen)
        let web = listen
        if let shared = metricsListen.first(where: { address in web.contains { $0.overlaps(address) } }) {
            reader.complain(
                "METRICS_LISTEN", "names \(shared), where Fanfare itself listens: give it a port of its own")
        }
        server = reader.serverSettings()
        server.trustedProxies = trustedProxies
        server.trustsUnixPeers = trustsUnixPeers
        stopGrace = reader.stopGrace()
        unused = reader.present(SettingNames.reserved)
        reader.checkUnknown()
        guard reader.errors.isEmpty, let baseURL, let keyring else { throw ConfigurationErrors(reader.errors) }
        self.baseURL = baseURL
        keyringFile = keyring
    }

    /// The file of the database.
    public var databasePath: String { Settings.databasePath(in: dataFolder) }

    /// The folder of the database alone, for commands that need nothing else.
    public static func dataFolder(environment: [String: String]) -> String {
        let state = environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
        let set = environment["\(SettingNames.prefix)DATA"].flatMap { $0.isEmpty ? nil : $0 }
        return set ?? state ?? "./.fanfare"
    }

    /// The file of the database in a folder.
    public static func databasePath(in folder: String) -> String { "\(folder)/fanfare.sqlite" }
}
