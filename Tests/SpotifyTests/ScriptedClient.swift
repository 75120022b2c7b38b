import Domain
import HTTP
import Spotify
import Support
import Synchronization

/// A network on which the token endpoint grants `app-1`, `app-2`, …, and all else answers by script.
final class ScriptedClient: Client {
    typealias Answer = @Sendable (ClientRequest) throws(ClientFailure) -> ClientResponse

    private struct State {
        var requests: [ClientRequest] = []
        var tokens = 0
    }

    private let state = Mutex(State())
    private let gate: Gate?
    private let tokenAnswer: Answer?
    private let answer: Answer

    init(gate: Gate? = nil, tokenAnswer: Answer? = nil, answer: @escaping Answer) {
        self.gate = gate
        self.tokenAnswer = tokenAnswer
        self.answer = answer
    }

    /// One that answers everything alike.
    convenience init(_ status: Int, fields: Fields = [:], _ body: String) {
        self.init { _ in ClientResponse(Status(status), fields: fields, body: Array(body.utf8)) }
    }

    /// What was sent to the Web API.
    var calls: [ClientRequest] { state.withLock { $0.requests.filter { $0.method == .get } } }
    /// What was sent to the token endpoint.
    var tokenRequests: [ClientRequest] { state.withLock { $0.requests.filter { $0.method == .post } } }

    func send(_ request: ClientRequest) async throws(ClientFailure) -> ClientResponse {
        state.withLock { $0.requests.append(request) }
        guard request.method == .post else { return try answer(request) }
        await gate?.pass()
        if let tokenAnswer { return try tokenAnswer(request) }
        let number = state.withLock { state in
            state.tokens += 1
            return state.tokens
        }
        return .json(#"{"access_token":"app-\#(number)","token_type":"Bearer","expires_in":3600}"#)
    }
}

extension ClientResponse {
    /// 200 with JSON.
    static func json(_ text: String) -> ClientResponse {
        ClientResponse(.ok, fields: [.contentType: "application/json"], body: Array(text.utf8))
    }
}

extension ClientRequest {
    /// The token it carries.
    var bearer: String? { fields[.authorization].map { $0.replacing("Bearer ", with: "") } }
    /// Its query.
    var query: FormFields {
        let query = url.split(separator: "?", maxSplits: 1).dropFirst().first
        return FormFields(query: query.map(String.init)) ?? FormFields()
    }
}

/// What the tests of Spotify share.
struct Desk {
    static let settings = SpotifySettings(
        clientID: "client", clientSecret: Secret("hush"), redirectURI: "http://127.0.0.1:3000/callback", market: "SE")

    let clock = TestClock()
    let client: ScriptedClient

    init(_ client: ScriptedClient) { self.client = client }

    var appToken: AppToken { AppToken(settings: Desk.settings, client: client, clock: clock) }

    func catalogue(_ appToken: AppToken? = nil) -> SpotifyCatalogue {
        SpotifyCatalogue(
            settings: Desk.settings, client: client, clock: clock, appToken: appToken ?? self.appToken)
    }

    /// The first page of an artist's albums, or why there is none.
    func releases() async -> Result<ReleasePage, SourceFailure> {
        do throws(SourceFailure) {
            return .success(try await catalogue().releases(of: "artist", group: .album))
        } catch { return .failure(error) }
    }

    /// A listener's followed artists, or why there are none.
    func followed(_ tokens: any AccessTokens = StubTokens()) async -> Result<SourceFollowList, SourceFailure> {
        let lists = SpotifyFollowLists(settings: Desk.settings, client: client, clock: clock, tokens: tokens)
        do throws(SourceFailure) {
            return .success(try await lists.followedArtists(of: ConnectionID(1)))
        } catch { return .failure(error) }
    }

    /// Who signed in, or why nobody.
    func profile() async -> Result<Profile, SignInFailure> {
        let grant = Grant(
            accessToken: Secret("user"), expiresAt: clock.now() + .hours(1), lifetime: .hours(1), refreshToken: nil,
            scopes: nil)
        do throws(SignInFailure) { return .success(try await signIn.profile(of: grant)) } catch {
            return .failure(error)
        }
    }

    var signIn: SpotifySignIn { SpotifySignIn(settings: Desk.settings, client: client, clock: clock) }
}

/// Tokens `user-1`, and `user-2` after that was refused; or none.
final class StubTokens: AccessTokens {
    private let failure: TokenFailure?
    private let version = Mutex<Int64>(1)

    init(failing failure: TokenFailure? = nil) { self.failure = failure }

    func token(for connection: ConnectionID) async throws(TokenFailure) -> AccessToken {
        if let failure { throw failure }
        let version = version.withLock { $0 }
        return AccessToken(secret: Secret("user-\(version)"), version: version)
    }

    func token(
        for connection: ConnectionID, after refused: AccessToken
    ) async throws(TokenFailure) -> AccessToken {
        version.withLock { $0 = refused.version + 1 }
        return try await token(for: connection)
    }
}
