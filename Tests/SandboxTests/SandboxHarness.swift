import HTTP
import Synchronization
import Testing

@testable import Sandbox

/// A stand-in without sockets, with a clock that moves when told, and the few requests every test makes.
struct SandboxHarness {
    /// Milliseconds of the machine's clock: 2026-11-21, 12:00 UTC.
    static let start: Int64 = 1_795_262_400_000

    static let redirectURI = "http://127.0.0.1:3000/callback"
    static let basic = "Basic YXBwOmFwcC1zZWNyZXQ="
    static let allScopes = "user-follow-read user-follow-modify user-library-read user-library-modify"

    let sandbox: Sandbox

    init(_ change: (inout SandboxOptions) -> Void = { _ in }) throws {
        let clients = [
            try SandboxClient(
                id: "app", secret: "app-secret", redirectURIs: [Self.redirectURI, "http://127.0.0.1/anyport"]),
            try SandboxClient(id: "other", secret: "other-secret", redirectURIs: ["https://other.example/back?x=1"]),
        ]
        var options = SandboxOptions(clients: clients, publicURL: "http://sandbox.test")
        change(&options)
        sandbox = Sandbox(options: options, now: { Self.start })
    }

    struct Reply {
        let status: Int
        let fields: Fields
        let text: String
        var json: JSONValue { (try? JSONParser.parse(Array(text.utf8))) ?? .null }

        /// A parameter of the address in `Location`.
        func redirectParameter(_ name: String) -> String? {
            fields[.location]?.split(separator: "?").last.flatMap { FormFields(encoded: $0.utf8) }?[name]
        }
    }

    func send(
        _ method: Method, _ path: String, fields: Fields = [:], body: String = "", to handler: (any Handler)? = nil
    ) async throws -> Reply {
        let url = path.hasPrefix("http") ? path : "http://sandbox.test" + path
        let response = try await HandlerClient(handler ?? sandbox.service).send(
            ClientRequest(method, url, fields: fields, body: Array(body.utf8)))
        return Reply(
            status: response.status.code, fields: response.fields, text: String(decoding: response.body, as: UTF8.self))
    }

    /// What a browser shows in the end that opens this address.
    func open(_ path: String) async throws -> Reply {
        var reply = try await send(.get, path)
        while let location = reply.fields[.location] { reply = try await send(.get, location) }
        return reply
    }

    /// A call of the Web API with a token.
    func call(_ method: Method = .get, _ path: String, token: String?) async throws -> Reply {
        var fields = Fields()
        if let token, let value = FieldValue("Bearer \(token)") { fields.append(.authorization, value) }
        return try await send(method, path, fields: fields)
    }

    @discardableResult
    func admin(_ method: Method, _ path: String, _ body: String = "") async throws -> Reply {
        try await send(method, path, body: body, to: sandbox.admin)
    }

    func advance(_ seconds: Int) async throws { try await admin(.post, "/clock/advance", "{\"seconds\":\(seconds)}") }

    /// What a browser sends when somebody presses a button of the consent page.
    func consent(
        _ pairs: [(name: String, value: String)] = [], user: String = "listener-1", action: String = "agree",
        scope: String = allScopes
    ) async throws -> Reply {
        var form = FormFields([("user", user), ("action", action)])
        for (name, value) in pairs { form.append(name, value) }
        for (name, value) in [
            ("client_id", "app"), ("response_type", "code"), ("redirect_uri", Self.redirectURI), ("scope", scope),
        ] where form[name] == nil { form.append(name, value) }
        return try await send(.post, "/authorize", body: form.encoded)
    }

    func code(_ pairs: [(name: String, value: String)] = [], user: String = "listener-1") async throws -> String {
        try #require(try await consent(pairs, user: user).redirectParameter("code"))
    }

    func token(_ pairs: [(name: String, value: String)], basic: String? = Self.basic) async throws -> Reply {
        var fields: Fields = [.contentType: "application/x-www-form-urlencoded"]
        if let value = basic.flatMap({ FieldValue($0) }) { fields.append(.authorization, value) }
        return try await send(.post, "/api/token", fields: fields, body: FormFields(pairs).encoded)
    }

    /// Access and refresh token of somebody who agreed to everything asked.
    func signIn(
        _ user: String = "listener-1", scope: String = allScopes
    ) async throws -> (access: String, refresh: String) {
        let code = try #require(try await consent(user: user, scope: scope).redirectParameter("code"))
        let reply = try await token([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Self.redirectURI),
        ])
        return (try #require(reply.json["access_token"]?.text), try #require(reply.json["refresh_token"]?.text))
    }

    /// A token of the app itself.
    func appToken() async throws -> String {
        try #require(try await token([("grant_type", "client_credentials")]).json["access_token"]?.text)
    }

    /// The artist with the most releases, and so with some of every kind.
    func busiestArtist() async throws -> String {
        let artists = try #require(try await admin(.get, "/artists").json.elements)
        let busiest = artists.max { ($0["albums"]?.wholeNumber ?? 0) < ($1["albums"]?.wholeNumber ?? 0) }
        return try #require(busiest?["id"]?.text)
    }
}
