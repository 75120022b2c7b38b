import Domain
import HTTP
import Spotify
import Support
import Testing

struct SignInTests {
    /// The verifier and challenge of RFC 7636 appendix B.
    private static let verifier = Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    private let desk = Desk(ScriptedClient(200, ""))

    @Test func `the authorization request carries PKCE and what was configured`() throws {
        let url = desk.signIn.authorizationURL(state: "s t", verifier: SignInTests.verifier, asksAgain: false)
        let halves = url.split(separator: "?", maxSplits: 1)
        #expect(halves.first == "https://accounts.spotify.com/authorize")
        let query = try #require(FormFields(query: String(halves[1])))
        #expect(query["client_id"] == "client")
        #expect(query["response_type"] == "code")
        #expect(query["redirect_uri"] == "http://127.0.0.1:3000/callback")
        #expect(query["scope"] == "user-follow-read user-read-private")
        #expect(query["state"] == "s t")
        #expect(query["code_challenge"] == SignInTests.challenge)
        #expect(query["code_challenge_method"] == "S256")
        #expect(query["show_dialog"] == nil)
        #expect(query.pairs.count == 7)
    }

    @Test func `asking again shows the dialog`() {
        let url = desk.signIn.authorizationURL(state: "s", verifier: SignInTests.verifier, asksAgain: true)
        #expect(FormFields(query: url.split(separator: "?").last.map(String.init))?["show_dialog"] == "true")
    }

    static let issuers: [(issuer: String?, isAccepted: Bool)] = [
        (nil, true), ("https://accounts.spotify.com", true), ("http://127.0.0.1:3001", true), ("", false),
        ("https://accounts.spotify.com/", false), ("https://accounts.spotify.com.evil.example", false),
        ("http://accounts.spotify.com", false),
    ]

    @Test(arguments: issuers)
    func `an issuer must be Spotify's or the configured one`(_ issuer: String?, _ isAccepted: Bool) {
        var settings = Desk.settings
        settings.accountsURL = "http://127.0.0.1:3001"
        let signIn = SpotifySignIn(settings: settings, client: desk.client, clock: desk.clock)
        #expect(signIn.accepts(issuer: issuer) == isAccepted)
    }

    @Test func `a code is exchanged with verifier and secret, and the grant counts from the sending`() async throws {
        let clock = desk.clock
        let client = ScriptedClient(
            tokenAnswer: { _ in
                clock.advance(by: .seconds(9))
                return .json(
                    #"{"access_token":"AT","token_type":"Bearer","expires_in":3600,"refresh_token":"RT","scope":"a b"}"#
                )
            }, answer: { _ in .json("") })
        let start = clock.now()
        let signIn = SpotifySignIn(settings: Desk.settings, client: client, clock: clock)
        let grant = try await signIn.exchange(code: "c/d", verifier: SignInTests.verifier)
        #expect(
            grant
                == Grant(
                    accessToken: Secret("AT"), expiresAt: start + .hours(1), lifetime: .hours(1),
                    refreshToken: Secret("RT"), scopes: ["a", "b"]))
        let request = try #require(client.tokenRequests.first)
        let form = try #require(FormFields(encoded: request.body))
        #expect(form["grant_type"] == "authorization_code")
        #expect(form["code"] == "c/d")
        #expect(form["redirect_uri"] == "http://127.0.0.1:3000/callback")
        #expect(form["code_verifier"] == SignInTests.verifier.reveal())
        #expect(request.usesFreshConnection)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var answer: ScriptedClient.Answer
        var exchange: SignInFailure
        var refresh: RefreshAnswer
    }

    private static func answering(_ status: Int, _ body: String, _ fields: Fields = [:]) -> ScriptedClient.Answer {
        { _ in ClientResponse(Status(status), fields: fields, body: Array(body.utf8)) }
    }

    private static let misconfigured =
        "Spotify refuses the app (invalid_client): check FANFARE_SPOTIFY_CLIENT_ID and FANFARE_SPOTIFY_CLIENT_SECRET"

    static let cases: [Case] = [
        Case(
            testDescription: "invalid_grant", answer: answering(400, #"{"error":"invalid_grant"}"#),
            exchange: .codeRefused, refresh: .ended(.unknown)),
        Case(
            testDescription: "revoked",
            answer: answering(400, #"{"error":"invalid_grant","error_description":"Refresh token revoked"}"#),
            exchange: .codeRefused, refresh: .ended(.revoked)),
        Case(
            testDescription: "expired",
            answer: answering(400, #"{"error":"invalid_grant","error_description":"Refresh token expired"}"#),
            exchange: .codeRefused, refresh: .ended(.expired)),
        Case(
            testDescription: "invalid_client", answer: answering(400, #"{"error":"invalid_client"}"#),
            exchange: .misconfigured(misconfigured), refresh: .misconfigured(misconfigured)),
        Case(
            testDescription: "no route", answer: { _ throws(ClientFailure) in throw .notSent("no route") },
            exchange: .unavailable("no route", timedOut: false), refresh: .transient("no route", after: nil)),
        Case(
            testDescription: "answer lost", answer: { _ throws(ClientFailure) in throw .outcomeUnknown("reset") },
            exchange: .unavailable("reset", timedOut: true), refresh: .unknown("reset")),
        Case(
            testDescription: "too many", answer: answering(429, "", [.retryAfter: "86400"]),
            exchange: .unavailable("Spotify asks for a pause", timedOut: false),
            refresh: .throttled(after: .seconds(86_400))),
        Case(
            testDescription: "too many, for ever", answer: answering(429, "", [.retryAfter: "999999999999999999"]),
            exchange: .unavailable("Spotify asks for a pause", timedOut: false),
            refresh: .throttled(after: .seconds(10_000_000_000))),
    ]

    @Test(arguments: cases)
    func `every answer of the token endpoint has one meaning`(_ sample: Case) async {
        let client = ScriptedClient(tokenAnswer: sample.answer, answer: { _ in .json("") })
        let signIn = SpotifySignIn(settings: Desk.settings, client: client, clock: TestClock())
        await #expect(throws: sample.exchange) {
            try await signIn.exchange(code: "c", verifier: SignInTests.verifier)
        }
        let exchange = SpotifyTokenExchange(settings: Desk.settings, client: client, clock: TestClock())
        #expect(await exchange.refresh(Secret("r")) == sample.refresh)
        #expect(client.tokenRequests.count == 2, "neither is sent twice")
    }

    @Test func `trouble at the token endpoint passes`() async {
        for (status, body) in [
            (502, "<html>"), (200, "<html>"), (200, "{}"), (303, ""), (500, #"{"error":"invalid_grant"}"#),
        ] {
            let client = ScriptedClient(tokenAnswer: SignInTests.answering(status, body), answer: { _ in .json("") })
            let exchange = SpotifyTokenExchange(settings: Desk.settings, client: client, clock: TestClock())
            guard case .transient(_, after: nil) = await exchange.refresh(Secret("r")) else {
                Issue.record("\(status) \(body) must pass")
                continue
            }
        }
    }

    @Test func `a refresh sends the token and nothing else of the user`() async throws {
        let client = ScriptedClient(200, "")
        let exchange = SpotifyTokenExchange(settings: Desk.settings, client: client, clock: TestClock())
        guard case .granted(let grant) = await exchange.refresh(Secret("AQ+/=")) else {
            Issue.record("a grant was expected")
            return
        }
        #expect(grant.refreshToken == nil)
        let request = try #require(client.tokenRequests.first)
        let form = try #require(FormFields(encoded: request.body))
        #expect(form == FormFields([("grant_type", "refresh_token"), ("refresh_token", "AQ+/=")]))
    }

    @Test func `a user who is not on the app's list is told what to do`() async {
        let client = ScriptedClient(403, "User not registered in the Developer Dashboard")
        guard case .failure(.refused(let sentence)) = await Desk(client).profile() else {
            Issue.record("a refusal was expected")
            return
        }
        #expect(sentence.contains("developer.spotify.com/dashboard"))
    }

    static let profileFailures: [(status: Int, failure: SignInFailure)] = [
        (401, .unavailable("Spotify does not take its own new token", timedOut: false)),
        (429, .unavailable("Spotify asks for a pause of 30 s", timedOut: false)),
        (503, .unavailable("Spotify answered 503", timedOut: false)),
        (404, .unavailable("Spotify does not know it", timedOut: false)),
    ]

    @Test(arguments: profileFailures)
    func `without a profile nobody signs in`(_ status: Int, _ failure: SignInFailure) async {
        #expect(await Desk(ScriptedClient(status, "")).profile() == .failure(failure))
    }

    @Test func `a token refused for no reason is tried once more`() async throws {
        let calls = CallCount()
        let client = ScriptedClient { _ in
            calls.next() == 1 ? ClientResponse(.unauthorized) : .json(Example.user)
        }
        #expect(try await Desk(client).profile().get().subject == "aB3dE5fG7h")
    }
}
