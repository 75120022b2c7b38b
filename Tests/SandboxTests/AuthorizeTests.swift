import HTTP
import Testing

@testable import Sandbox

struct AuthorizeTests {
    private static let good = [
        ("client_id", "app"), ("response_type", "code"), ("redirect_uri", SandboxHarness.redirectURI),
    ]

    private static func path(_ changes: [(String, String?)]) -> String {
        var pairs = good.filter { pair in !changes.contains { $0.0 == pair.0 } }
        for case (let name, let value?) in changes { pairs.append((name, value)) }
        return "/authorize?" + FormFields(pairs).encoded
    }

    static let refused: [(changes: [(String, String?)], words: String)] = [
        ([("client_id", "nobody")], "INVALID_CLIENT: Invalid client"),
        ([("client_id", nil)], "Missing required parameter: client_id"),
        ([("redirect_uri", nil)], "INVALID_CLIENT: Invalid redirect URI"),
        ([("redirect_uri", SandboxHarness.redirectURI + "/")], "INVALID_CLIENT: Invalid redirect URI"),
        ([("redirect_uri", "http://127.0.0.1:3000/Callback")], "INVALID_CLIENT: Invalid redirect URI"),
        ([("redirect_uri", "http://127.0.0.1:3001/callback")], "INVALID_CLIENT: Invalid redirect URI"),
        ([("redirect_uri", "http://127.0.0.1:99/anyport/more")], "INVALID_CLIENT: Invalid redirect URI"),
        ([("redirect_uri", "http://127.0.0.1:9x/anyport")], "INVALID_CLIENT: Invalid redirect URI"),
        ([("redirect_uri", "http://[::1]:99/anyport")], "INVALID_CLIENT: Invalid redirect URI"),
        ([("response_type", "token")], "response_type must be code"),
        ([("scope", "user-read-minds")], "Illegal scope"),
        ([("code_challenge", "abc")], "code_challenge_method must be S256"),
        ([("code_challenge", "abc"), ("code_challenge_method", "plain")], "code_challenge_method must be S256"),
        ([("code_challenge", "abc"), ("code_challenge_method", "S256")], "Invalid code_challenge"),
    ]

    @Test(arguments: refused.indices)
    func `shows an error page instead of sending anybody anywhere`(_ index: Int) async throws {
        let (changes, words) = Self.refused[index]
        let reply = try await SandboxHarness().open(Self.path(changes))
        #expect(reply.status == 400)
        #expect(reply.fields[.location] == nil)
        #expect(reply.text.contains(words))
    }

    @Test(arguments: [
        SandboxHarness.redirectURI, "http://127.0.0.1/anyport", "http://127.0.0.1:8080/anyport",
        "http://127.0.0.1:1/anyport",
    ])
    func `takes registered addresses, on any port where none was registered`(_ uri: String) async throws {
        let reply = try await SandboxHarness().open(Self.path([("redirect_uri", uri)]))
        #expect(reply.status == 200)
        for id in ["user", "agree", "cancel"] { #expect(reply.text.contains("id=\"\(id)\"")) }
    }

    @Test(arguments: [(nil, "en"), ("sv-SE,sv;q=0.9", "sv"), ("DE", "de"), ("*", "en"), ("%2", "en")])
    func `leads to the login page first, whatever was asked`(languages: String?, folder: String) async throws {
        var fields = Fields()
        if let value = languages.flatMap({ FieldValue($0) }) { fields.append(.acceptLanguage, value) }
        let reply = try await SandboxHarness().send(.get, "/authorize?client_id=nobody&x=1", fields: fields)
        #expect(reply.status == 303)
        #expect(
            reply.fields[.location]
                == "/\(folder)/login?continue=http%3A%2F%2Fsandbox.test%2Fauthorize%3Fclient_id%3Dnobody%26x%3D1"
                + "&client_id=nobody")
    }

    @Test func `carries the parameters through the form, escaped`() async throws {
        let reply = try await SandboxHarness().open(Self.path([("state", "\"><script>'&amp;")]))
        #expect(reply.text.contains("name=\"state\" value=\"&quot;&gt;&lt;script&gt;&#39;&amp;amp;\""))
        #expect(!reply.text.contains("<script>"))
    }

    @Test(arguments: ["plain", "a b+c%2B&=?#/", "ünïcode 夜", "~._-", ""])
    func `echoes the state byte for byte, agreed or refused`(_ state: String) async throws {
        let harness = try SandboxHarness()
        let agreed = try await harness.consent([("state", state)])
        #expect(agreed.status == 303)
        #expect(agreed.redirectParameter("state") == state)
        #expect(agreed.redirectParameter("code")?.hasPrefix("AQ") == true)
        #expect(agreed.fields[.location]?.hasPrefix(SandboxHarness.redirectURI + "?code=") == true)
        let refused = try await harness.consent([("state", state)], action: "cancel")
        #expect(refused.redirectParameter("state") == state)
        #expect(refused.redirectParameter("error") == "access_denied")
        #expect(refused.redirectParameter("code") == nil)
    }

    @Test func `adds to a query that the address has`() async throws {
        let reply = try await SandboxHarness().consent([
            ("client_id", "other"), ("redirect_uri", "https://other.example/back?x=1"),
        ])
        #expect(reply.fields[.location]?.hasPrefix("https://other.example/back?x=1&code=") == true)
    }

    @Test func `sends no state where none came`() async throws {
        #expect(try await SandboxHarness().consent().redirectParameter("state") == nil)
    }

    @Test(arguments: [("listener-9", "agree"), ("listener-1", "shrug")])
    func `refuses forms nobody could have filled in`(user: String, action: String) async throws {
        #expect(try await SandboxHarness().consent(user: user, action: action).status == 400)
    }

    @Test func `remembers who has agreed before`() async throws {
        let harness = try SandboxHarness()
        _ = try await harness.signIn("listener-2")
        let page = try await harness.open(Self.path([("scope", "user-follow-read")])).text
        #expect(page.contains("(listener-2), has agreed before"))
        #expect(!page.contains("(listener-1), has agreed before"))
    }

    @Test(arguments: [
        "http://localhost:3000/callback", "http://192.168.1.2/callback", "http://fanfare.example/", "callback",
        "https://",
        "https://a.example/#x",
    ])
    func `refuses to register what Spotify would not`(_ uri: String) {
        #expect(throws: UnregistrableRedirectURI.self) {
            try SandboxClient(id: "a", secret: "b", redirectURIs: [uri])
        }
    }

    @Test(arguments: ["https://a.example/cb", "http://127.0.0.1/cb", "http://[::1]:1/cb", "my-app:cb", "my-app://cb"])
    func `registers what Spotify would`(_ uri: String) throws {
        _ = try SandboxClient(id: "a", secret: "b", redirectURIs: [uri])
    }
}
