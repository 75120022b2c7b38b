import HTTP
import HTTPClient
import Support

/// `fanfare sandbox` as a process of its own, and its admin side.
final class SandboxProcess: Sendable {
    /// An artist of the catalogue.
    struct Artist: Sendable, Hashable {
        let id: String
        let name: String
    }

    /// A row of the request log.
    struct LoggedRequest: Sendable {
        let number: Int
        /// In seconds since 1970, by the stand-in's clock.
        let time: Double
        let method: String
        let path: String
        let status: Int
        let user: String?
        let family: String
        let grantType: String?
    }

    /// Where the accounts service is; the Web API is below `/v1`.
    let url: String
    /// The process.
    let process: ServerProcess
    private let adminURL: String
    private let client = CurlClient()

    /// Starts one in which nothing happens by itself, without quota. A loopback redirection URI without a port is
    /// registered, so that every port will do (RFC 8252 §7.3), or the one given.
    static func start(
        redirectPath: String = "/callback", redirectURI: String? = nil, tokenLifetime: Int = 3600
    ) async throws -> SandboxProcess {
        let process = try ServerProcess(
            ServerProcess.product("fanfare"),
            [
                "sandbox", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--still", "--client-id",
                "stage", "--client-secret", Stage.clientSecret, "--redirect-uri",
                redirectURI ?? "http://127.0.0.1\(redirectPath)",
                "--token-lifetime", String(tokenLifetime),
            ])
        let url = try await process.waitForLine(containing: "Sandbox is at ")
        let adminURL = try await process.waitForLine(containing: "admin side is at ")
        let sandbox = SandboxProcess(process, url: SandboxProcess.last(url), adminURL: SandboxProcess.last(adminURL))
        try await sandbox.post("/quota", ["family": "*", "per_day": nil, "per_30s": nil])
        return sandbox
    }

    private init(_ process: ServerProcess, url: String, adminURL: String) {
        self.process = process
        self.url = url
        self.adminURL = adminURL
    }

    private static func last(_ line: String) -> String { line.split(separator: " ").last.map { String($0) } ?? "" }

    /// Calls the admin side; throws for an answer other than 2xx.
    @discardableResult
    func call(_ method: HTTP.Method, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let response = try await client.send(
            ClientRequest(
                method, adminURL + path, body: body?.encoded ?? [], deadline: .seconds(60),
                responseBytesMax: 64 << 20))
        guard response.status.isSuccess else {
            throw WaitedInVain("\(method) \(path): \(String(decoding: response.body, as: UTF8.self))")
        }
        return response.body.isEmpty ? nil : try JSONValue(parsing: response.body)
    }

    /// Posts to the admin side.
    @discardableResult
    func post(_ path: String, _ body: JSONValue = [:]) async throws -> JSONValue {
        try await call(.post, path, body)
    }

    /// The catalogue's artists.
    func artists() async throws -> [Artist] {
        try await call(.get, "/artists").array.map { Artist(id: $0["id"].string ?? "", name: $0["name"].string ?? "") }
    }

    /// Has a listener follow these and nobody else.
    func setFollows(of listener: String, to artists: [Artist]) async throws {
        let users = try await call(.get, "/users").array
        let followed = users.first { $0["id"].string == listener }?["follows"] ?? []
        try await post("/users/\(listener)/unfollow", ["artist_ids": followed])
        try await post("/users/\(listener)/follow", ["artist_ids": .array(artists.map { .string($0.id) })])
    }

    /// Publishes something dated today, and says its id.
    @discardableResult
    func publish(_ title: String, by artists: [Artist], type: String = "album") async throws -> String {
        let now = try await call(.get, "/clock")["now"].number ?? 0
        let release = try await post(
            "/releases",
            [
                "artist_ids": .array(artists.map { .string($0.id) }), "name": .string(title), "type": .string(type),
                "release_date": .string(CalendarText.day(ofSecond: Int64(now))),
            ])
        return release["id"].string ?? ""
    }

    /// The requests logged after number `since`.
    func requests(since: Int = 0) async throws -> [LoggedRequest] {
        try await call(.get, "/requests?since=\(since)").array.map {
            LoggedRequest(
                number: $0["n"].int ?? 0, time: $0["time"].number ?? 0, method: $0["method"].string ?? "",
                path: $0["path"].string ?? "",
                status: $0["status"].int ?? 0, user: $0["user"].string, family: $0["family"].string ?? "",
                grantType: $0["grant_type"].string)
        }
    }
}
