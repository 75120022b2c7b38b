import HTTP
import Testing

@testable import OAuth

struct RequestTests {
    @Test func `the challenge is that of RFC 7636 appendix B`() throws {
        let verifier = try #require(CodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        #expect(verifier.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func `every verifier is new, and of 43 letters`() {
        let verifiers = (0..<100).map { _ in CodeVerifier() }
        #expect(Set(verifiers.map(\.text)).count == 100)
        #expect(verifiers.allSatisfy { $0.text.utf8.count == 43 && CodeVerifier($0.text) == $0 })
    }

    @Test(arguments: [
        "", String(repeating: "a", count: 42), String(repeating: "a", count: 129),
        String(repeating: "a", count: 43) + "+",
        String(repeating: "ä", count: 43),
    ])
    func `what is no verifier is refused`(_ text: String) {
        #expect(CodeVerifier(text) == nil)
    }

    @Test(arguments: [
        ([UInt8](), ""), ([0x66], "Zg"), ([0x66, 0x6F], "Zm8"), ([0x66, 0x6F, 0x6F], "Zm9v"),
        ([0xFB, 0xEF, 0xFF], "--__"), ([3, 236, 255, 224, 193], "A-z_4ME"),
    ])
    func `base64url has letters for URLs and no padding`(_ octets: [UInt8], _ text: String) {
        #expect(Base64URL.encode(octets) == text)
    }

    private func authorization(_ endpoint: String, extra: [(name: String, value: String)] = []) -> AuthorizationRequest
    {
        AuthorizationRequest(
            endpoint: endpoint, clientID: "id&1", redirectURI: "http://127.0.0.1:3000/callback", scopes: ["a", "b:c"],
            state: "s t=?", challenge: "ch", extraParameters: extra)
    }

    @Test func `the authorization URL carries every parameter once, encoded`() throws {
        let url = authorization("https://accounts.example/authorize").url
        #expect(
            url
                == "https://accounts.example/authorize?client_id=id%261&response_type=code&redirect_uri="
                + "http%3A%2F%2F127.0.0.1%3A3000%2Fcallback&state=s%20t%3D%3F&scope=a%20b%3Ac&code_challenge=ch"
                + "&code_challenge_method=S256")
    }

    @Test(arguments: [
        ("https://a.example/o?tenant=1", "https://a.example/o?tenant=1&client_id="),
        ("https://a.example/o?", "https://a.example/o?client_id="),
    ])
    func `a query of the endpoint's own is kept`(_ endpoint: String, _ beginning: String) {
        #expect(authorization(endpoint).url.hasPrefix(beginning))
    }

    @Test func `extra parameters are added, and override nothing`() throws {
        let url = authorization(
            "https://a.example/o",
            extra: [
                ("access_type", "offline"), ("state", "mine"), ("code_challenge_method", "plain"), ("access_type", "2"),
            ]
        ).url
        let fields = try #require(FormFields(query: url.split(separator: "?").last.map(String.init)))
        #expect(fields["access_type"] == "offline" && fields["state"] == "s t=?")
        #expect(!fields.hasRepeated(fields.pairs.map(\.name)))
    }

    @Test func `a provider without PKCE or scopes gets no such parameter`() {
        let url = AuthorizationRequest(
            endpoint: "https://a.example/o", clientID: "i", redirectURI: "r", scopes: [], state: "s", challenge: nil
        ).url
        #expect(url == "https://a.example/o?client_id=i&response_type=code&redirect_uri=r&state=s")
    }

    @Test func `a code is exchanged with redirect URI and verifier, and Basic credentials form-encoded first`() throws {
        let verifier = CodeVerifier()
        let request = TokenRequest.authorizationCode("c/1", redirectURI: "http://r/x", verifier: verifier).request(
            to: "https://a.example/token", authentication: .basic(clientID: "i:d", secret: "p w%+"))
        #expect(request.method == .post && request.url == "https://a.example/token")
        // "i%3Ad:p%20w%25%2B"
        #expect(request.fields[.authorization] == "Basic aSUzQWQ6cCUyMHclMjUlMkI=")
        #expect(request.fields[.contentType] == "application/x-www-form-urlencoded")
        #expect(request.fields[.accept] == "application/json")
        #expect(
            try content(of: request)
                == [
                    "grant_type=authorization_code", "code=c/1", "redirect_uri=http://r/x",
                    "code_verifier=\(verifier.text)",
                ])
        #expect(request.usesFreshConnection && request.responseBytesMax == 65536)
    }

    @Test func `a refresh names the token and never a scope`() throws {
        let request = TokenRequest.refreshToken("r+1").request(
            to: "https://a.example/token", authentication: .body(clientID: "i", secret: "s&"))
        #expect(request.fields[.authorization] == nil)
        #expect(
            try content(of: request)
                == ["grant_type=refresh_token", "refresh_token=r+1", "client_id=i", "client_secret=s&"])
    }

    @Test func `a public client only names itself`() throws {
        let request = TokenRequest.clientCredentials(scopes: ["a", "b"]).request(
            to: "https://a.example/token", authentication: .none(clientID: "i"))
        #expect(try content(of: request) == ["grant_type=client_credentials", "scope=a b", "client_id=i"])
    }

    private func content(of request: ClientRequest) throws -> [String] {
        try #require(FormFields(encoded: request.body)).pairs.map { "\($0.name)=\($0.value)" }
    }

    @Test func `nothing secret shows in a description, an interpolation or a dump`() throws {
        let verifier = try #require(CodeVerifier(String(repeating: "canary", count: 8)))
        let values: [Any] = [
            verifier, TokenRequest.refreshToken("canary"),
            TokenRequest.authorizationCode("canary", redirectURI: "r", verifier: verifier),
            ClientAuthentication.basic(clientID: "i", secret: "canary"), authorization("https://canary.example/"),
            try TokenResponse(
                ClientResponse(.ok, body: Array(#"{"access_token":"canary","token_type":"bearer"}"#.utf8))),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(describing: value), String(reflecting: value), dumped, "\([value])"] {
                #expect(!text.contains("canary"), "\(type(of: value))")
                #expect(text.contains("<secret>"))
            }
        }
    }
}
