import Domain
import FoundationEssentials
import HTTP
import Logging
import Sandbox
import Spotify
import Store
import Support
import Synchronization
import Vault
import Worker

/// A worker on the real store, checking at the real stand-in, all by one clock that moves when told.
struct Town {
    static let base = "http://sandbox.test"

    let clock = TestClock(Timestamp(seconds: 1_795_219_200))  // 2026-11-21T00:00:00Z, a Saturday
    let scratch: ScratchFolder
    let store: FanfareStore
    let sandbox: Sandbox
    let lists = TownLists()
    private(set) var worker: Worker

    init(budget: Int?, groups: [ReleaseGroup] = ReleaseGroup.standard) throws {
        let scratch = try ScratchFolder()
        self.scratch = scratch
        let database = try Database(
            path: scratch.file("fanfare.sqlite"), migrations: try Town.migrations(), now: clock.now())
        let keyring = try Keyring(parsing: "one:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        let schedule = Schedule(intervalMin: .hours(6), intervalMax: .days(7), dailyBudget: budget)
        store = FanfareStore(
            database: database, settings: StoreSettings(schedule: schedule, clientID: "app", groups: groups),
            keys: KeyringKeys(keyring), changes: Nobody(), random: { 0.5 })
        let app = try SandboxClient(id: "app", secret: "app-secret", redirectURIs: ["http://127.0.0.1/callback"])
        let clock = clock
        sandbox = Sandbox(
            options: SandboxOptions(clients: [app], isStill: true, hasLimits: false, publicURL: Town.base)
        ) { clock.now().milliseconds }
        let settings = SpotifySettings(
            clientID: "app", clientSecret: Secret("app-secret"), accountsURL: Town.base, apiURL: Town.base + "/v1",
            redirectURI: "http://127.0.0.1/callback")
        let client = HandlerClient(sandbox.service)
        worker = Worker(
            store: store,
            catalogue: SpotifyCatalogue(
                settings: settings, client: client, clock: clock,
                appToken: AppToken(settings: settings, client: client, clock: clock)),
            followLists: lists, clock: clock, logger: Logger(label: "town") { _ in SwiftLogNoOpLogHandler() },
            sleep: { _ in }, random: { 0.5 }, refreshTokens: { _, _ in 0 })
    }

    private static func migrations() throws -> [Migration] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Migrations").path
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.map { name in
            Migration(
                name: name,
                sql: String(
                    decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self))
        }
    }

    // MARK: People

    /// Signs somebody in who follows these; their list is read when it is next due.
    func user(_ name: String, following artists: [String]) async throws -> AccountID {
        let grant = Grant(
            accessToken: Secret("access"), expiresAt: clock.now() + .days(700), lifetime: .days(700),
            refreshToken: Secret("refresh"), scopes: ["user-follow-read"])
        let outcome = try await store.signIn(
            SignIn(
                provider: "spotify", issuer: "https://accounts.spotify.com",
                profile: Profile(subject: name, formerSubject: nil, displayName: name), grant: grant, replacing: nil,
                expectedAccount: nil, device: SessionDevice(userAgent: "Test", network: "192.0.2.0/24")),
            now: clock.now())
        guard case .signedIn(let account, _, _) = outcome,
            let connection = try store.connections(of: account).first
        else { throw Refused(what: "sign-in") }
        lists.set(artists, of: connection.id)
        return account
    }

    /// Titles of all that an account was told, oldest first.
    func told(_ account: AccountID) throws -> [String] {
        var titles: [String] = []
        var before: AnnouncementID?
        while true {
            let cards = try store.announcements(of: account, before: before, limit: 100)
            titles += cards.map(\.title)
            guard cards.count == 100, let last = cards.last?.announcement else { return titles.reversed() }
            before = last
        }
    }

    // MARK: The stand-in's admin side

    @discardableResult
    func admin(_ method: HTTP.Method, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let answer = try await HandlerClient(sandbox.admin).send(
            ClientRequest(method, Town.base + path, body: body?.encoded ?? [], responseBytesMax: 64 << 20))
        guard answer.status.isSuccess else {
            throw Refused(what: "\(path): \(String(decoding: answer.body, as: UTF8.self))")
        }
        return answer.body.isEmpty ? .null : try JSONValue(parsing: answer.body)
    }

    /// Publishes something and says its id.
    @discardableResult
    func publish(
        _ title: String, by artists: [String], dated date: String?, type: String = "album", group: String? = nil,
        explicit: Bool = false
    ) async throws -> String {
        var release: [String: JSONValue] = [
            "artist_ids": .array(artists.map { .string($0) }), "name": .string(title), "type": .string(type),
            "release_date": date.map { .string($0) } ?? .null, "explicit": .bool(explicit),
        ]
        if let group { release["group"] = .string(group) }
        return try await admin(.post, "/releases", .object(release))["id"].string ?? ""
    }

    /// Adds an artist and says its id.
    func artist(_ name: String) async throws -> String {
        try await admin(.post, "/artists", ["name": .string(name)])["id"].string ?? ""
    }

    var today: String { ReleaseDate.day(clock.now().day).text }

    func day(_ daysAgo: Int) -> String { ReleaseDate.day(clock.now().day - daysAgo).text }

    struct Refused: Error { var what: String }
}

/// Follow lists as told.
final class TownLists: FollowLists {
    private let lists = Mutex<[ConnectionID: [String]]>([:])

    func set(_ artists: [String], of connection: ConnectionID) { lists.withLock { $0[connection] = artists } }

    func followedArtists(of connection: ConnectionID) async throws(SourceFailure) -> SourceFollowList {
        let artists = lists.withLock { $0[connection] ?? [] }
        return SourceFollowList(artists.map { SourceArtist(id: $0, name: "") })
    }
}

/// Nobody looks at a page.
private struct Nobody: ChangeListener {
    func changed(_ accounts: [AccountID]) {}
}
