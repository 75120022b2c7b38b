import Domain
import FoundationEssentials
import HTTP
import HTTPServer
import Logging
import Store
import Templating
import Vault
import Web

/// A whole installation with one signed-in account whose release page is full.
struct SampleSite {
    let url: String
    /// The same site by a server that has no room for rendered pages: each visit is like the first.
    let firstVisitsURL: String
    /// The file of its database.
    let database: String
    /// The sessions' cookies, as a `Cookie` field holds them.
    let cookies: [String]
    var cookie: String { cookies[0] }
    private let servers: [Server]
    private let folder: String

    /// One signed-in account.
    static func start(artists: Int = 40, releases: Int = 25) async throws -> SampleSite {
        try await start { store, now in [try await fill(store, artists: artists, releases: releases, now: now)] }
    }

    /// Over a database that `fill` fills; it answers the tokens of the sessions.
    static func start(filling fill: (FanfareStore, Timestamp) async throws -> [Secret]) async throws -> SampleSite {
        let folder = "\(FileManager.default.temporaryDirectory.path)/fanfare-bench-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let clock = FixedClock()
        let keyring = KeyringFile(path: "\(folder)/keyring")
        try keyring.make()
        let keys = KeyringKeys(try keyring.read())
        let changes = ChangeHub()
        let migrations = try texts("Migrations", ".sql").map { Migration(name: $0.0, sql: $0.1) }
        let database = try Database(path: "\(folder)/fanfare.sqlite", migrations: migrations, now: clock.now())
        let schedule = Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: nil)
        let store = FanfareStore(
            database: database, settings: StoreSettings(schedule: schedule, clientID: "bench"), keys: keys,
            changes: changes)
        let tokens = try await fill(store, clock.now())
        let server = try serve(store, keys, changes, clock, keepsPages: true)
        let forgetful = try serve(store, keys, changes, clock, keepsPages: false)
        return SampleSite(
            url: origin(server), firstVisitsURL: origin(forgetful), database: database.path,
            cookies: tokens.map { "ff_session=\($0.reveal())" }, servers: [server, forgetful], folder: folder)
    }

    private static func origin(_ server: Server) -> String { "http://\(server.addresses[0])" }

    /// A server of the pages.
    private static func serve(
        _ store: FanfareStore, _ keys: KeyringKeys, _ changes: ChangeHub, _ clock: FixedClock, keepsPages: Bool
    ) throws -> Server {
        let slot = HandlerSlot()
        let server = try Server(listeningOn: [.tcp(host: "127.0.0.1", port: 0)], handler: slot)
        let files = try StaticFiles(folder: "Public", below: ["static"])
        var environment = WebEnvironment(
            address: SiteAddress(origin: origin(server), path: ""), sessions: store, pages: store, members: store,
            keys: keys, provider: NoProvider(), clock: clock,
            templates: try TemplateLibrary(
                try texts("Templates", ".mustache").map { (String($0.0.dropLast(9)), $0.1) }),
            assets: AssetIndex(
                Dictionary(uniqueKeysWithValues: files.names.map { ($0, files.fingerprint(of: $0) ?? "") })),
            staticFiles: files.answer(to:), changes: changes,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        if !keepsPages { environment.pageCacheBytesMax = 0 }
        slot.fill(with: try WebApplication(environment))
        return server
    }

    func stop() async {
        for server in servers { await server.stop(grace: .seconds(1)) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Signs somebody in, lets them follow, and publishes one release after the baseline for each of the first artists.
    private static func fill(_ store: FanfareStore, artists: Int, releases: Int, now: Timestamp) async throws -> Secret
    {
        let token = try await signIn(store, subject: "somebody", now: now)
        let followed = (0..<artists).map { SourceArtist(id: "artist\($0)", name: "Artist \($0) & Co") }
        for claim in try await store.claimFollowLists(limit: 1, lease: .minutes(1), now: now) {
            _ = try await store.complete(claim, list: SourceFollowList(followed), now: now)
        }
        // Twice: the first complete check is the silent baseline, what the second sees is news.
        for round in 0..<2 {
            let time = now + .hours(round)
            while true {
                let claims = try await store.claimChecks(limit: 50, lease: .minutes(1), now: time)
                if claims.isEmpty { break }
                for claim in claims {
                    var found: [SourceRelease] = []
                    if round == 1, claim.group == .single, Int(claim.sourceID.dropFirst(6)) ?? 0 < releases {
                        found.append(release(of: claim.sourceID))
                    }
                    _ = try await store.complete(
                        claim, page: ReleasePage(releases: found, total: found.count), now: time)
                }
            }
        }
        return token
    }

    /// Signs somebody in; the token of the session.
    static func signIn(_ store: FanfareStore, subject: String, now: Timestamp) async throws -> Secret {
        let grant = Grant(
            accessToken: Secret("access"), expiresAt: now + .hours(1), lifetime: .hours(1),
            refreshToken: Secret("refresh"),
            scopes: ["user-follow-read"])
        let outcome = try await store.signIn(
            SignIn(
                provider: "spotify", issuer: "https://accounts.spotify.com",
                profile: Profile(subject: subject, formerSubject: nil, displayName: "Somebody"), grant: grant,
                replacing: nil, expectedAccount: nil, device: SessionDevice(userAgent: "bench", network: "")), now: now)
        guard case .signedIn(_, let token, _) = outcome else { throw NotSignedIn() }
        return token
    }

    private static func release(of artist: String) -> SourceRelease {
        SourceRelease(
            id: "release-\(artist)", title: "A Title of \(artist)", type: .single, date: ReleaseDate("2026-11-20"),
            artists: [SourceArtist(id: artist, name: "Artist & Co")], imageURL: "https://i.scdn.co/image/\(artist)",
            trackCount: 3)
    }

    static func texts(_ folder: String, _ ending: String) throws -> [(String, String)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(ending) }.sorted()
        return names.compactMap { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)").map {
                (name, String(decoding: $0, as: UTF8.self))
            }
        }
    }
}

private struct NotSignedIn: Error {}

/// A clock that stands: every run measures the same page.
private struct FixedClock: WallClock {
    func now() -> Timestamp { Timestamp(seconds: 1_795_262_400) }
}

/// Nobody signs in while the page is measured.
private struct NoProvider: SignInProvider {
    let name = "spotify"
    let displayName = "Spotify"
    let issuer = "https://accounts.spotify.com"

    func authorizationURL(state: String, verifier: Secret, asksAgain: Bool) -> String { issuer }
    func accepts(issuer: String?) -> Bool { false }
    func exchange(code: String, verifier: Secret) async throws(SignInFailure) -> Grant { throw .codeRefused }
    func profile(of grant: Grant) async throws(SignInFailure) -> Profile { throw .codeRefused }
}
