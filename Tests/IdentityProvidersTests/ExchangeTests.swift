import Domain
import HTTP
import Testing

struct ExchangeTests {
    private func desk(_ adjust: (inout ProviderRegistration) -> Void = { _ in }, _ more: String = "") -> Desk {
        let desk = Desk(adjust)
        desk.network[Desk.oauth] = Desk.metadata(more)
        desk.network["https://id.example/token"] = Desk.tokens
        desk.network["https://id.example/me"] = Network.Answer(text: #"{"sub": "user-1", "name": "Ada"}"#)
        return desk
    }

    @Test func `the authorization request has state, PKCE and the extra parameters`() async throws {
        let desk = desk { registration in
            registration.scopes = ["openid", "email"]
            registration.extraParameters = ["prompt": "login", "state": "mine", "acr": "2"]
        }
        let url = try await desk.provider().authorizationURL(
            state: "the-state", verifier: Desk.verifier, asksAgain: false)
        let fields = FormFields(query: url.split(separator: "?").last.map(String.init)) ?? FormFields()
        #expect(url.hasPrefix("https://id.example/auth?"))
        #expect(fields["state"] == "the-state" && fields.values(of: "state").count == 1)
        #expect(fields["code_challenge_method"] == "S256" && fields["code_challenge"]?.count == 43)
        #expect(fields["scope"] == "openid email" && fields["prompt"] == "login" && fields["acr"] == "2")
        #expect(fields["redirect_uri"] == "https://fanfare.example/callback/work")
    }

    @Test func `a code is exchanged once, and the user is who the user info says`() async throws {
        let desk = desk()
        let profile = try await desk.signIn()
        #expect(profile == Profile(subject: "user-1", formerSubject: nil, displayName: "Ada"))
        let sent = desk.network.requests.filter { $0.url == "https://id.example/token" }
        #expect(sent.count == 1)
        let form = FormFields(encoded: sent[0].body) ?? FormFields()
        #expect(form["code"] == "code-1" && form["redirect_uri"] == "https://fanfare.example/callback/work")
        #expect(form["code_verifier"] == Desk.verifier.reveal())
        let asked = desk.network.requests.last
        #expect(asked?.fields[.authorization] == "Bearer token-1" && asked?.url == "https://id.example/me")
    }

    /// Where the credentials go: in the field, in the content.
    static let methods:
        [(ProviderRegistration.Authentication?, published: String?, isInField: Bool, isInContent: Bool)] =
            [
                (nil, nil, true, false), (nil, #"["client_secret_post"]"#, false, true),
                (nil, #"["client_secret_post", "client_secret_basic"]"#, true, false),
                (nil, #"["private_key_jwt"]"#, true, false), (.body, nil, false, true),
                (.basic, #"["client_secret_post"]"#, true, false),
                (ProviderRegistration.Authentication.none, nil, false, false),
            ]

    @Test(arguments: methods.indices)
    func `the client authenticates one way, never tried out`(_ index: Int) async throws {
        let (set, published, isInField, isInContent) = Self.methods[index]
        let desk = desk(
            { $0.authentication = set },
            published.map { #", "token_endpoint_auth_methods_supported": \#($0)"# } ?? "")
        desk.network["https://id.example/token"] = Network.Answer(status: 401, text: #"{"error": "invalid_client"}"#)
        guard case .failure(.misconfigured) = await desk.outcome() else {
            Issue.record("signed in")
            return
        }
        let sent = desk.network.requests.filter { $0.url == "https://id.example/token" }
        #expect(sent.count == 1)
        #expect(sent[0].fields.contains(.authorization) == isInField)
        #expect((FormFields(encoded: sent[0].body)?["client_secret"] == "hush") == isInContent)
    }

    @Test func `a provider without PKCE gets none`() async throws {
        let desk = desk({ $0.usesPKCE = false }, #", "code_challenge_methods_supported": []"#)
        let url = try await desk.provider().authorizationURL(state: "s", verifier: Desk.verifier, asksAgain: false)
        #expect(!url.contains("code_challenge"))
        _ = try await desk.signIn()
        let form = desk.network.requests.first { $0.method == .post }.flatMap { FormFields(encoded: $0.body) }
        #expect(form?["code_verifier"] == nil)
    }

    @Test(arguments: [
        (nil as String?, false, false, true), (nil, true, false, false), (nil, false, true, false),
        ("https://id.example", true, true, true), ("https://id.example/", false, false, false),
        ("", false, false, false),
        ("https://ID.example", false, false, false),
    ])
    func `the callback's issuer must be the provider's`(
        _ issuer: String?, _ isPublished: Bool, _ isRequired: Bool, _ passes: Bool
    ) async throws {
        let desk = desk(
            { $0.requiresIssuer = isRequired },
            isPublished ? #", "authorization_response_iss_parameter_supported": true"# : "")
        #expect(try await desk.provider().accepts(issuer: issuer) == passes)
    }

    /// What GitHub does otherwise: no metadata, numbers as keys, errors with 200.
    private func gitHub() -> Desk {
        let desk = Desk { registration in
            registration.authorizationURL = "https://id.example/auth"
            registration.tokenURL = "https://id.example/token"
            registration.userInfoURL = "https://id.example/me"
            registration.subjectPath = ["id"]
            registration.scopes = []
        }
        desk.network["https://id.example/token"] = Network.Answer(
            text: #"{"access_token": "gho_1", "token_type": "bearer", "scope": ""}"#)
        desk.network["https://id.example/me"] = Network.Answer(
            text: #"{"id": 9007199254740993, "login": "ada", "name": null}"#)
        return desk
    }

    @Test func `a key may be a whole number, to the last digit, and a name stand elsewhere`() async throws {
        let profile = try await gitHub().signIn()
        #expect(profile.subject == "9007199254740993" && profile.displayName == "ada")
    }

    @Test func `an error that comes with 200 is one`() async throws {
        let desk = gitHub()
        desk.network["https://id.example/token"] = Network.Answer(text: #"{"error": "bad_verification_code"}"#)
        guard case .failure(.unavailable) = await desk.outcome() else {
            Issue.record("signed in")
            return
        }
        #expect(!desk.network.urls.contains("https://id.example/me"))
    }

    /// User infos that name nobody, and what is said of them.
    @Test(arguments: [
        (200, "{}", "subject_path"), (200, #"{"sub": ""}"#, "subject_path"), (200, #"{"sub": null}"#, "subject_path"),
        (200, #"{"sub": 1.5}"#, "subject_path"), (200, #"{"sub": true}"#, "subject_path"),
        (200, #"{"sub": ["a"]}"#, "subject_path"), (200, #"{"sub": "a\u0000b"}"#, "subject_path"),
        (200, "eyJhbGciOi.signed.jwt", "signed"), (200, "[]", "no JSON object"), (403, "{}", "scope"),
    ])
    func `a user info that names nobody is the operator's business`(
        _ status: Int, _ text: String, _ word: String
    ) async throws {
        let desk = desk()
        desk.network["https://id.example/me"] = Network.Answer(status: status, text: text)
        guard case .failure(.misconfigured(let reason)) = await desk.outcome() else {
            Issue.record("somebody: \(text)")
            return
        }
        #expect(reason.contains(word))
    }

    @Test func `a key may lie deeper`() async throws {
        let desk = desk { registration in
            registration.subjectPath = ["data", "key"]
            registration.namePath = ["data", "title"]
        }
        desk.network["https://id.example/me"] = Network.Answer(
            text: #"{"sub": "no", "name": "no", "data": {"key": "deep", "title": "Dr. Deep"}}"#)
        #expect(try await desk.signIn() == Profile(subject: "deep", formerSubject: nil, displayName: "Dr. Deep"))
    }

    @Test(arguments: [
        (400, #"{"error": "invalid_grant"}"#, SignInFailure.codeRefused),
        (503, "busy", .unavailable("status 503, 4 octets", timedOut: false)),
    ])
    func `what the token endpoint says is told apart`(_ status: Int, _ text: String, _ failure: SignInFailure) async {
        let desk = desk()
        desk.network["https://id.example/token"] = Network.Answer(status: status, text: text)
        #expect(await desk.outcome() == .failure(failure))
    }
}
