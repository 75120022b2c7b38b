import HTTP
import Testing

@testable import Sandbox

/// Every error that the Web API was seen to send, byte for byte. Those of the token endpoint are in TokenEndpointTests.
struct ErrorBodyTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var profile = SandboxProfile.dev2026
        /// Calls of the admin side before; paths and contents.
        var script: [(path: String, body: String)] = []
        var method = HTTP.Method.get
        var path = "/v1/me"
        var body = ""
        var authorization: String?
        var scope = SandboxHarness.allScopes + " user-modify-playback-state playlist-modify-public"
        let status: Int
        let content: String
        var type = "application/json; charset=utf-8"
        var fields: [(name: FieldName, value: String)] = []
    }

    /// Indented by two spaces, as nearly all are.
    private static func error(_ status: Int, _ message: String, reason: String? = nil) -> String {
        let last = reason.map { ",\n    \"reason\": \"\($0)\"" } ?? ""
        return "{\n  \"error\": {\n    \"status\": \(status),\n    \"message\": \"\(message)\"\(last)\n  }\n}"
    }

    private static let text = "text/plain; charset=utf-8"
    private static let unauthorized = error(401, "Missing/invalid/expired access token")
    private static let player = "/users/listener-1/player"
    private static let play = "/v1/me/player/play"

    private static let tokens = [
        Case(
            testDescription: "no token", authorization: "", status: 401, content: unauthorized,
            fields: [
                (
                    .wwwAuthenticate,
                    "Bearer realm=\"spotify\", error=\"missing_token\", error_description=\"No access token was sent\""
                )
            ]),
        Case(
            testDescription: "unknown token", authorization: "Bearer BQnothing", status: 401, content: unauthorized,
            fields: [
                (
                    .wwwAuthenticate,
                    "Bearer realm=\"spotify\", error=\"invalid_token\", "
                        + "error_description=\"The access token is not known\""
                )
            ]),
        Case(
            testDescription: "ended token", script: [("/clock/advance", #"{"seconds":3600}"#)], status: 401,
            content: unauthorized,
            fields: [
                (
                    .wwwAuthenticate,
                    "Bearer realm=\"spotify\", error=\"invalid_token\", "
                        + "error_description=\"The access token expired\""
                )
            ]),
        Case(
            testDescription: "another scheme", authorization: "Token x", status: 400,
            content: error(400, "Only valid bearer authentication supported")),
        Case(
            testDescription: "without a reason", script: [("/faults", #"{"path":"*","name":"spurious-401"}"#)],
            status: 401, content: error(401, "Access token missing")),
    ]

    private static let refusals = [
        Case(
            testDescription: "scope", path: "/v1/me/following?type=artist", scope: "user-read-private", status: 403,
            content: error(403, "Insufficient client scope")),
        Case(
            testDescription: "removed", path: "/v1/artists/0000000000000000000000/top-tracks", status: 403,
            content: error(403, "Forbidden")),
        Case(
            testDescription: "removed write", method: .put, path: "/v1/me/following?type=artist&ids=x", status: 403,
            content: error(403, "Forbidden")),
        Case(
            testDescription: "removed, as once seen",
            script: [("/faults", #"{"path":"/v1/markets","name":"removed-route-as-429"}"#)], path: "/v1/markets",
            status: 429, content: error(429, "API rate limit exceeded"), fields: [(.retryAfter, "86400")]),
        Case(
            testDescription: "not on the list", script: [("/users/listener-1/allow", #"{"allowed":false}"#)],
            status: 403,
            content: "Check settings on developer.spotify.com/dashboard, the user may not be registered.", type: text),
        Case(
            testDescription: "not on the list, otherwise",
            script: [("/faults", #"{"path":"*","name":"not-registered-in-dashboard"}"#)], status: 403,
            content: "User not registered in the Developer Dashboard", type: text),
        Case(
            testDescription: "owner has not paid", script: [("/owner", #"{"premium":false}"#)], status: 403,
            content: "Active premium subscription required for the owner of the app. When the subscription status "
                + "changes, it can take a few hours before requests are allowed again.", type: text),
        Case(
            testDescription: "form of an id", path: "/v1/albums/nonsense", status: 400,
            content: error(400, "Invalid base62 id")),
        Case(
            testDescription: "unknown id", path: "/v1/albums/0000000000000000000000", status: 404,
            content: error(404, "Resource not found")),
        Case(
            testDescription: "limit", path: "/v1/search?q=x&type=album&limit=11", status: 400,
            content: error(400, "Invalid limit")),
        Case(
            testDescription: "uris in the content alone", method: .put, path: "/v1/me/library",
            body: #"{"uris":["spotify:artist:0000000000000000000000"]}"#, status: 400,
            content: error(400, "Missing required field: uris")),
        Case(
            testDescription: "library", path: "/v1/me/library", status: 405, content: error(405, "Method not allowed")),
    ]

    private static let limits = [
        Case(
            testDescription: "quota", script: [("/quota", #"{"family":"me","per_day":0,"retry_after":86207}"#)],
            status: 429, content: #"{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}"#,
            fields: [(.retryAfter, "86207")]),
        Case(
            testDescription: "rate", script: [("/quota", #"{"family":"me","per_30s":0,"retry_after":7}"#)], status: 429,
            content: error(429, "API rate limit exceeded"), fields: [(.retryAfter, "7")]),
        Case(
            testDescription: "rate without a header",
            script: [("/faults", #"{"path":"*","name":"rate-limit-without-header"}"#)], status: 429,
            content: error(429, "API rate limit exceeded")),
        Case(
            testDescription: "rate in words", script: [("/faults", #"{"path":"*","name":"rate-limit-as-text"}"#)],
            status: 429, content: "Too many requests", type: text),
        Case(
            testDescription: "gateway", script: [("/faults", #"{"path":"*","name":"502-as-json"}"#)], status: 502,
            content: error(502, "Failed to get followed artists")),
        Case(
            testDescription: "down", script: [("/faults", #"{"path":"*","name":"503-as-text"}"#)], status: 503,
            content: "upstream connect error or disconnect/reset before headers. reset reason: connection failure",
            type: text),
    ]

    private static let commands = [
        Case(
            testDescription: "not paid", script: [(player, #"{"premium":false}"#)], method: .put, path: play,
            status: 403, content: error(403, "Player command failed: Premium required", reason: "PREMIUM_REQUIRED")),
        Case(
            testDescription: "restricted", script: [(player, #"{"devices":"restricted"}"#)], method: .put, path: play,
            status: 403, content: error(403, "Player command failed: Restriction violated", reason: "UNKNOWN")),
        Case(
            testDescription: "no device", script: [(player, #"{"devices":"none"}"#)], method: .put, path: play,
            status: 404,
            content: error(404, "Player command failed: No active device found", reason: "NO_ACTIVE_DEVICE")),
        Case(
            testDescription: "another device", method: .put, path: play + "?device_id=x", status: 404,
            content: error(404, "Device not found")),
        Case(
            testDescription: "no object", method: .put, path: play, body: "[]", status: 400,
            content: error(400, "Malformed json")),
        Case(
            testDescription: "nothing next", method: .post, path: "/v1/me/player/next", status: 403,
            content: error(403, "Player command failed: Restriction violated", reason: "NO_NEXT_TRACK")),
    ]

    @Test(arguments: tokens + refusals + limits + commands)
    func `refuses in the words that were seen, byte for byte`(_ one: Case) async throws {
        let harness = try SandboxHarness { $0.profile = one.profile }
        let token = try await harness.signIn(scope: one.scope).access
        for (path, body) in one.script {
            #expect(try await harness.admin(.post, path, body).status == 200)
        }
        var fields: Fields = [.contentType: "application/json"]
        let authorization = one.authorization ?? "Bearer \(token)"
        if !authorization.isEmpty { fields.append(.authorization, try #require(FieldValue(authorization))) }
        let reply = try await harness.send(one.method, one.path, fields: fields, body: one.body)
        #expect(reply.status == one.status)
        #expect(reply.text == one.content)
        #expect(reply.fields[.contentType] == one.type)
        for (name, value) in one.fields { #expect(reply.fields[name] == value) }
        if one.fields.isEmpty { #expect(reply.fields[.retryAfter] == nil) }
    }

    @Test func `too many tracks at once`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn(scope: "playlist-modify-public").access
        let bearer = try #require(FieldValue("Bearer \(token)"))
        let made = try await harness.send(
            .post, "/v1/me/playlists", fields: [.authorization: bearer], body: #"{"name":"n"}"#)
        let id = try #require(made.json["id"]?.text)
        let uris = Array(repeating: "\"spotify:track:0000000000000000000000\"", count: 101).joined(separator: ",")
        let reply = try await harness.send(
            .post, "/v1/playlists/\(id)/items", fields: [.authorization: bearer], body: "[\(uris)]")
        #expect(reply.status == 400)
        #expect(reply.text == Self.error(400, "You can add a maximum of 100 tracks per request."))
    }
}
