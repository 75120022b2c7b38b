import Domain
import FoundationEssentials
import Store
import Support
import Synchronization
import Vault

/// A store on a file of the test's own, and what a test does with it again and again.
struct Fixture {
    static let start = Timestamp(seconds: 1_795_219_200)  // 2026-11-21T00:00:00Z
    static let keyring = "one:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let otherKeyring = "two:ICECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    let scratch: ScratchFolder
    let database: Database
    let store: FanfareStore
    let changes = Changes()

    static var settings: StoreSettings {
        StoreSettings(
            schedule: Schedule(intervalMin: .minutes(15), intervalMax: .days(7), dailyBudget: 80), clientID: "client")
    }

    init(
        settings: StoreSettings = Fixture.settings, keyring: String = Fixture.keyring, in scratch: ScratchFolder? = nil,
        path: String? = nil, roll: ProcessRoll? = nil
    ) throws {
        let scratch = try scratch ?? ScratchFolder()
        self.scratch = scratch
        database = try Database(
            path: path ?? scratch.file("fanfare.sqlite"), migrations: try Fixture.migrations(), now: Fixture.start)
        store = FanfareStore(
            database: database, settings: settings, keys: try KeyringKeys(Keyring(parsing: keyring)), changes: changes,
            roll: roll, random: { 0 })
    }

    /// The steps as they are shipped.
    static func migrations() throws -> [Migration] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Migrations").path
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.map { name in
            let data = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
            return Migration(name: name, sql: String(decoding: data, as: UTF8.self))
        }
    }

    // MARK: Sign-ins

    struct User {
        var account: AccountID
        var connection: ConnectionID
        var session: Secret
    }

    struct NotSignedIn: Error {}

    static func grant(
        access: String = "access-1", refresh: String? = "refresh-1", now: Timestamp = start,
        lifetime: Duration = .hours(1), scopes: [String]? = ["user-follow-read"]
    ) -> Grant {
        Grant(
            accessToken: Secret(access), expiresAt: now + lifetime, lifetime: lifetime,
            refreshToken: refresh.map { Secret($0) },
            scopes: scopes)
    }

    static func signIn(
        _ subject: String = "anna", formerSubject: String? = nil, name: String? = "Anna", grant: Grant = grant(),
        replacing: SessionID? = nil, expecting: AccountID? = nil
    ) -> SignIn {
        SignIn(
            provider: "spotify", issuer: "https://accounts.spotify.com",
            profile: Profile(subject: subject, formerSubject: formerSubject, displayName: name), grant: grant,
            replacing: replacing, expectedAccount: expecting,
            device: SessionDevice(userAgent: "Test", network: "192.0.2.0/24"))
    }

    func user(_ subject: String = "anna", grant: Grant = grant(), now: Timestamp = start) async throws -> User {
        let outcome = try await store.signIn(Fixture.signIn(subject, grant: grant), now: now)
        guard case .signedIn(let account, let token, _) = outcome,
            let connection = try store.connections(of: account).first
        else { throw NotSignedIn() }
        return User(account: account, connection: connection.id, session: token)
    }

    // MARK: Follows and checks

    static func artist(_ id: String, name: String? = nil) -> SourceArtist {
        SourceArtist(id: id, name: name ?? "Artist \(id)")
    }

    static func release(
        _ id: String, _ title: String, by artists: [String] = ["a"], date: String = "2026-11-20",
        type: ReleaseType = .album
    ) -> SourceRelease {
        SourceRelease(
            id: id, title: title, type: type, date: ReleaseDate(date), artists: artists.map { artist($0) },
            pageURL: "https://open.spotify.com/album/\(id)", trackCount: 10)
    }

    /// Reads the user's follow list as soon as it is due from `now` on.
    @discardableResult
    func follow(_ user: User, _ artists: [String], now: Timestamp = start) async throws -> FollowListResult {
        let claims = try await store.claimFollowLists(limit: 100, lease: .minutes(5), now: now)
        var result = FollowListResult(wasStored: false, added: 0, dropped: 0, isQuarantined: false)
        for claim in claims {
            guard claim.account == user.account else {
                try await store.fail(claim, reason: "not this one", retryAt: now, now: now)
                continue
            }
            result = try await store.complete(
                claim, list: SourceFollowList(artists.map { Fixture.artist($0) }), now: now)
        }
        return result
    }

    /// Checks everything that is due; each artist's albums are as told, and nothing else is there.
    @discardableResult
    func check(_ albums: [String: [SourceRelease]], now: Timestamp = start) async throws -> CheckResult {
        var sum = CheckResult(wasStored: true, newReleases: 0, announcements: 0)
        for claim in try await store.claimChecks(limit: 1000, lease: .minutes(5), now: now) {
            let releases = claim.group == .album ? albums[claim.sourceID] ?? [] : []
            let result = try await store.complete(
                claim, page: ReleasePage(releases: releases, total: releases.count), now: now)
            sum.wasStored = sum.wasStored && result.wasStored
            sum.newReleases += result.newReleases
            sum.announcements += result.announcements
        }
        return sum
    }

    /// Titles and classes of what an account was told, newest first.
    func told(_ user: User) throws -> [String] {
        try store.announcements(of: user.account, before: nil, limit: 100).map {
            "\($0.title): \($0.releaseClass.rawValue)"
        }
    }

    /// Titles of what an account was not told, newest first.
    func earlier(_ user: User, limit: Int = 100) throws -> [String] {
        try store.earlier(of: user.account, limit: limit).map(\.title)
    }
}

/// Notes whose pages have changed.
final class Changes: ChangeListener {
    private let heard = Mutex<[AccountID]>([])

    func changed(_ accounts: [AccountID]) { heard.withLock { $0 += accounts } }

    /// What was heard since the last call.
    func take() -> Set<AccountID> {
        heard.withLock { heard in
            defer { heard = [] }
            return Set(heard)
        }
    }
}
