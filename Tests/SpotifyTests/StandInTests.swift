import Domain
import FoundationEssentials
import HTTP
import Sandbox
import Spotify
import Support
import Testing

/// Against the stand-in, which shares no code with what is tested.
struct StandInTests {
    private static let base = "http://sandbox.test"
    private static let verifier = Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")

    private let clock = TestClock(Timestamp(seconds: 1_795_262_400))
    private let sandbox: Sandbox
    private let client: HandlerClient
    private let settings = SpotifySettings(
        clientID: "app", clientSecret: Secret("app-secret"), accountsURL: base, apiURL: base + "/v1",
        redirectURI: "http://127.0.0.1:3000/callback")

    init() throws {
        let app = try SandboxClient(
            id: "app", secret: "app-secret", redirectURIs: ["http://127.0.0.1:3000/callback"])
        let options = SandboxOptions(clients: [app], isStill: true, hasLimits: false, publicURL: StandInTests.base)
        sandbox = Sandbox(options: options) { 1_795_262_400_000 }
        client = HandlerClient(sandbox.service)
    }

    private var signIn: SpotifySignIn { SpotifySignIn(settings: settings, client: client, clock: clock) }

    /// Agrees on the consent page and returns the code.
    private func code() async throws -> String {
        let url = signIn.authorizationURL(state: "state", verifier: StandInTests.verifier, asksAgain: false)
        var form = try #require(FormFields(query: url.split(separator: "?").last.map(String.init)))
        form.append("user", "listener-1")
        form.append("action", "agree")
        let answer = try await client.send(
            ClientRequest(.post, StandInTests.base + "/authorize", body: Array(form.encoded.utf8)))
        let location = try #require(answer.fields[.location])
        let query = try #require(FormFields(query: location.split(separator: "?").last.map(String.init)))
        #expect(query["state"] == "state")
        return try #require(query["code"])
    }

    private func admin(_ path: String, _ body: String) async throws {
        let answer = try await HandlerClient(sandbox.admin).send(
            ClientRequest(.post, StandInTests.base + path, body: Array(body.utf8)))
        #expect(answer.status.isSuccess)
    }

    /// Hands out one token for ever.
    private struct OneToken: AccessTokens {
        let secret: Secret

        func token(for connection: ConnectionID) async throws(TokenFailure) -> AccessToken {
            AccessToken(secret: secret, version: 1)
        }

        func token(
            for connection: ConnectionID, after refused: AccessToken
        ) async throws(TokenFailure) -> AccessToken { throw .ended(.revoked) }
    }

    @Test func `signs in, refreshes, reads the follow list and the releases`() async throws {
        let grant = try await signIn.exchange(code: try await code(), verifier: StandInTests.verifier)
        let refreshToken = try #require(grant.refreshToken)
        #expect(grant.expiresAt == clock.now() + .hours(1))
        let profile = try await signIn.profile(of: grant)
        #expect(!profile.subject.isEmpty)

        let exchange = SpotifyTokenExchange(settings: settings, client: client, clock: clock)
        guard case .granted(let renewed) = await exchange.refresh(refreshToken) else {
            Issue.record("a grant was expected")
            return
        }
        #expect(renewed.accessToken != grant.accessToken)

        let lists = SpotifyFollowLists(
            settings: settings, client: client, clock: clock, tokens: OneToken(secret: renewed.accessToken))
        let artists = try await lists.followedArtists(of: ConnectionID(1)).artists
        #expect(!artists.isEmpty)
        let catalogue = SpotifyCatalogue(
            settings: settings, client: client, clock: clock,
            appToken: AppToken(settings: settings, client: client, clock: clock))
        var releases = 0
        for artist in artists.prefix(5) {
            #expect(!artist.name.isEmpty)
            for group in ReleaseGroup.standard {
                let page = try await catalogue.releases(of: artist.id, group: group)
                #expect(page.unreadable == 0)
                #expect(page.releases.allSatisfy { !$0.id.isEmpty && $0.pageURL != nil && $0.type != nil })
                releases += page.releases.count
            }
        }
        #expect(releases > 0)
        await #expect(throws: SourceFailure.self) { try await catalogue.releases(of: "nobody", group: .album) }
    }

    @Test func `a code is good once, and only with its verifier`() async throws {
        let code = try await code()
        let other = Secret("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        await #expect(throws: SignInFailure.codeRefused) {
            try await signIn.exchange(code: code, verifier: other)
        }
        let second = try await self.code()
        _ = try await signIn.exchange(code: second, verifier: StandInTests.verifier)
        await #expect(throws: SignInFailure.codeRefused) {
            try await signIn.exchange(code: second, verifier: StandInTests.verifier)
        }
    }

    @Test func `a revoked grant has ended`() async throws {
        let grant = try await signIn.exchange(code: try await code(), verifier: StandInTests.verifier)
        try await admin("/users/listener-1/revoke", "")
        let exchange = SpotifyTokenExchange(settings: settings, client: client, clock: clock)
        #expect(await exchange.refresh(try #require(grant.refreshToken)) == .ended(.revoked))
        let lists = SpotifyFollowLists(
            settings: settings, client: client, clock: clock, tokens: OneToken(secret: grant.accessToken))
        await #expect(throws: SourceFailure.connectionEnded) {
            try await lists.followedArtists(of: ConnectionID(1))
        }
    }

    @Test func `a quota is told from a rate limit`() async throws {
        try await admin("/quota", #"{"family":"artist-albums","per_day":0,"retry_after":86207}"#)
        let catalogue = SpotifyCatalogue(
            settings: settings, client: client, clock: clock,
            appToken: AppToken(settings: settings, client: client, clock: clock))
        await #expect(throws: SourceFailure.throttled(after: .seconds(86_207), isQuota: true)) {
            try await catalogue.releases(of: "x", group: .album)
        }
    }
}
