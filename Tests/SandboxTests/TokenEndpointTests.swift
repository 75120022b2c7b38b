import HTTP
import Testing

@testable import Sandbox

struct TokenEndpointTests {
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    /// RFC 7636 appendix B.
    private static let challenge = [
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256"),
    ]
    private static let redirect = ("redirect_uri", SandboxHarness.redirectURI)

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let basic: String?
        let form: [(name: String, value: String)]
        let body: String
    }

    static let refused = [
        Refusal(
            testDescription: "no credentials", basic: nil, form: [("grant_type", "client_credentials")],
            body: #"{"error":"invalid_client"}"#),
        Refusal(
            testDescription: "wrong secret", basic: "Basic YXBwOndyb25n", form: [("grant_type", "client_credentials")],
            body: #"{"error":"invalid_client","error_description":"Invalid client"}"#),
        Refusal(
            testDescription: "unknown client", basic: nil,
            form: [("client_id", "nobody"), ("client_secret", "x"), ("grant_type", "client_credentials")],
            body: #"{"error":"invalid_client","error_description":"Invalid client"}"#),
        Refusal(
            testDescription: "client credentials without secret", basic: nil,
            form: [("client_id", "app"), ("grant_type", "client_credentials")],
            body: #"{"error":"invalid_client","error_description":"Invalid client"}"#),
        Refusal(
            testDescription: "broken Basic", basic: "Basic !!!", form: [("grant_type", "client_credentials")],
            body: #"{"error":"invalid_client","error_description":"Invalid client"}"#),
        Refusal(
            testDescription: "no grant type", basic: SandboxHarness.basic, form: [],
            body: #"{"error":"unsupported_grant_type","error_description":"grant_type parameter is missing"}"#),
        Refusal(
            testDescription: "unknown code", basic: SandboxHarness.basic,
            form: [("grant_type", "authorization_code"), ("code", "AQnothing"), redirect],
            body: #"{"error":"invalid_grant","error_description":"Invalid authorization code"}"#),
        Refusal(
            testDescription: "no code", basic: SandboxHarness.basic,
            form: [("grant_type", "authorization_code"), redirect],
            body: #"{"error":"invalid_request","error_description":"code must be supplied"}"#),
        Refusal(
            testDescription: "unknown refresh token", basic: SandboxHarness.basic,
            form: [("grant_type", "refresh_token"), ("refresh_token", "AQnothing")],
            body: #"{"error":"invalid_grant","error_description":"Invalid refresh token"}"#),
    ]

    @Test(arguments: refused)
    func `refuses in Spotify's words, byte for byte`(_ refusal: Refusal) async throws {
        let reply = try await SandboxHarness().token(refusal.form, basic: refusal.basic)
        #expect(reply.status == 400)
        #expect(reply.text == refusal.body)
        #expect(reply.fields[.contentType] == "application/json")
    }

    enum Exchange: String, CaseIterable {
        case reused, late, otherRedirect, otherClient, noVerifier, wrongVerifier, downgrade
    }

    @Test(arguments: Exchange.allCases)
    func `an authorization code is good once, in time, for its client, address and verifier`(_ fault: Exchange)
        async throws
    {
        let harness = try SandboxHarness()
        let usesPKCE = fault == .noVerifier || fault == .wrongVerifier
        let code = try await harness.code(usesPKCE ? Self.challenge : [])
        var form = [("grant_type", "authorization_code"), ("code", code), Self.redirect]
        var basic: String? = SandboxHarness.basic
        var body = #"{"error":"invalid_grant","error_description":"Invalid authorization code"}"#
        switch fault {
        case .reused: #expect(try await harness.token(form).status == 200)
        case .late:
            try await harness.advance(600)
            body = #"{"error":"invalid_grant","error_description":"Authorization code expired"}"#
        case .otherRedirect:
            form[2] = ("redirect_uri", "http://127.0.0.1:3000/callback/")
            body = #"{"error":"invalid_grant","error_description":"Invalid redirect URI"}"#
        case .otherClient: basic = "Basic b3RoZXI6b3RoZXItc2VjcmV0"
        case .noVerifier: body = #"{"error":"invalid_request","error_description":"code_verifier required"}"#
        case .wrongVerifier:
            form.append(("code_verifier", Self.verifier + "x"))
            body = #"{"error":"invalid_grant","error_description":"code_verifier was incorrect"}"#
        case .downgrade:
            form.append(("code_verifier", Self.verifier))
            body = #"{"error":"invalid_grant","error_description":"code_verifier was incorrect"}"#
        }
        let reply = try await harness.token(form, basic: basic)
        #expect(reply.status == 400)
        #expect(reply.text == body)
    }

    enum Credentials: CaseIterable { case basic, body, publicPKCE, secretAndPKCE }

    @Test(arguments: Credentials.allCases)
    func `exchanges and refreshes with each kind of credentials`(_ kind: Credentials) async throws {
        let harness = try SandboxHarness()
        let usesPKCE = kind == .publicPKCE || kind == .secretAndPKCE
        let code = try await harness.code(usesPKCE ? Self.challenge : [])
        let basic = kind == .basic || kind == .secretAndPKCE ? SandboxHarness.basic : nil
        var credentials: [(name: String, value: String)] = []
        if kind == .body { credentials = [("client_id", "app"), ("client_secret", "app-secret")] }
        if kind == .publicPKCE { credentials = [("client_id", "app")] }
        // Fields that nobody needs are ignored: spotipy sends scope and state along.
        var form = credentials + [("grant_type", "authorization_code"), ("code", code), Self.redirect, ("state", "x")]
        if usesPKCE { form.append(("code_verifier", Self.verifier)) }
        let tokens = try await harness.token(form, basic: basic)
        #expect(tokens.status == 200)
        #expect(tokens.json["token_type"] == .string("Bearer"))
        #expect(tokens.json["expires_in"] == .number(3600))
        #expect(tokens.json["scope"] == .string(SandboxHarness.allScopes))
        #expect(tokens.json["access_token"]?.text?.hasPrefix("BQ") == true)
        let refreshToken = try #require(tokens.json["refresh_token"]?.text)
        let refreshed = try await harness.token(
            credentials + [("grant_type", "refresh_token"), ("refresh_token", refreshToken)], basic: basic)
        #expect(refreshed.status == 200)
        #expect(refreshed.json["refresh_token"] == nil)
        let access = try #require(refreshed.json["access_token"]?.text)
        #expect(try await harness.call(.get, "/v1/me", token: access).status == 200)
    }

    @Test func `rotation brings a new refresh token and revokes the old one`() async throws {
        let harness = try SandboxHarness()
        try await harness.admin(.post, "/tokens/policy", #"{"rotation":"always"}"#)
        let first = try await harness.signIn().refresh
        let reply = try await harness.token([("grant_type", "refresh_token"), ("refresh_token", first)])
        let second = try #require(reply.json["refresh_token"]?.text)
        #expect(second != first)
        let old = try await harness.token([("grant_type", "refresh_token"), ("refresh_token", first)])
        #expect(old.text == #"{"error":"invalid_grant","error_description":"Refresh token revoked"}"#)
        let new = try await harness.token([("grant_type", "refresh_token"), ("refresh_token", second)])
        #expect(new.status == 200)
    }

    @Test func `refreshing ends six months after the consent, however often it was done`() async throws {
        let harness = try SandboxHarness()
        let form = [("grant_type", "refresh_token"), ("refresh_token", try await harness.signIn().refresh)]
        try await harness.advance(180 * 86_400 - 1)
        #expect(try await harness.token(form).status == 200)
        try await harness.advance(1)
        let reply = try await harness.token(form)
        #expect(reply.text == #"{"error":"invalid_grant","error_description":"Refresh token expired"}"#)
    }

    @Test func `an incident refuses everybody and leaves the tokens as good as they were`() async throws {
        let harness = try SandboxHarness()
        let form = [("grant_type", "refresh_token"), ("refresh_token", try await harness.signIn().refresh)]
        try await harness.admin(.post, "/tokens/policy", #"{"incident":"invalid_grant"}"#)
        let refused = try await harness.token(form)
        #expect(refused.status == 400)
        #expect(refused.text == #"{"error":"invalid_grant","error_description":"Refresh token revoked"}"#)
        try await harness.admin(.post, "/tokens/policy", #"{"incident":"unavailable"}"#)
        let down = try await harness.token(form)
        #expect(down.status == 503)
        #expect(down.text.hasPrefix("upstream connect error"))
        #expect(down.fields[.contentType]?.hasPrefix("text/plain") == true)
        try await harness.admin(.post, "/tokens/policy", #"{"incident":"none"}"#)
        #expect(try await harness.token(form).status == 200)
    }

    @Test func `a revoked grant opens nothing, other people's go on`() async throws {
        let harness = try SandboxHarness()
        let one = try await harness.signIn("listener-1")
        let other = try await harness.signIn("listener-2")
        #expect(try await harness.admin(.post, "/users/listener-1/revoke").json["revoked"] == .number(1))
        #expect(try await harness.call(.get, "/v1/me", token: one.access).status == 401)
        let reply = try await harness.token([("grant_type", "refresh_token"), ("refresh_token", one.refresh)])
        #expect(reply.text == #"{"error":"invalid_grant","error_description":"Refresh token revoked"}"#)
        #expect(try await harness.call(.get, "/v1/me", token: other.access).status == 200)
        try await harness.admin(.post, "/revoke", #"{"all":true}"#)
        #expect(try await harness.call(.get, "/v1/me", token: other.access).status == 401)
    }
}
