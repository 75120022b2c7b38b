import HTTP
import Testing

@testable import Sandbox

struct PlaylistAndPlayerTests {
    private static let scope =
        "playlist-modify-public playlist-modify-private playlist-read-private user-read-playback-state "
        + "user-modify-playback-state"

    private func send(
        _ harness: SandboxHarness, _ method: Method, _ path: String, _ body: String, token: String
    ) async throws -> SandboxHarness.Reply {
        let bearer = try #require(FieldValue("Bearer \(token)"))
        return try await harness.send(
            method, path, fields: [.authorization: bearer, .contentType: "application/json"], body: body)
    }

    private func tracks(_ harness: SandboxHarness, _ token: String) async throws -> [String] {
        let artist = try await harness.busiestArtist()
        let albums = try await harness.call(.get, "/v1/artists/\(artist)/albums?include_groups=album", token: token)
        let id = try #require(albums.json["items"]?.elements?.first?["id"]?.text)
        let tracks = try await harness.call(.get, "/v1/albums/\(id)/tracks?limit=3", token: token)
        return try #require(tracks.json["items"]?.elements).compactMap { $0["uri"]?.text }
    }

    @Test(arguments: SandboxProfile.allCases)
    func `fills and empties a playlist`(_ profile: SandboxProfile) async throws {
        let harness = try SandboxHarness { $0.profile = profile }
        let token = try await harness.signIn(scope: Self.scope).access
        let uris = try await tracks(harness, token)
        let made = try await send(
            harness, .post, "/v1/me/playlists", #"{"name":"New & due","public":false}"#, token: token)
        #expect(made.status == 201)
        #expect((made.json["tracks"] != nil) == (profile == .extended))
        let id = try #require(made.json["id"]?.text)
        let items = "/v1/playlists/\(id)/items"
        let added = try await send(harness, .post, items, "{\"uris\":[\"\(uris[0])\"],\"position\":0}", token: token)
        #expect(added.status == 201)
        // spotipy sends the bare array.
        let second = try await send(harness, .post, "\(items)?position=0", "[\"\(uris[1])\"]", token: token)
        #expect(second.json["snapshot_id"] != added.json["snapshot_id"])
        let page = try await harness.call(.get, items, token: token)
        let listed = try #require(page.json["items"]?.elements)
        #expect(listed.map { $0["item"]?["uri"]?.text } == [uris[1], uris[0]])
        #expect((listed[0]["track"]?["track"] == .bool(true)) == (profile == .extended))
        let removed = try await send(harness, .delete, items, "{\"items\":[{\"uri\":\"\(uris[1])\"}]}", token: token)
        #expect(removed.status == 200)
        let whole = try await harness.call(.get, "/v1/playlists/\(id)", token: token)
        #expect(whole.json["items"]?["total"] == .number(1))
        #expect(whole.json["name"]?.text == "New & due")
        let many = Array(repeating: "\"\(uris[0])\"", count: 101).joined(separator: ",")
        let refused = try await send(harness, .post, items, "[\(many)]", token: token)
        #expect(refused.json["error"]?["message"]?.text == "You can add a maximum of 100 tracks per request.")
        let stranger = try await harness.signIn("listener-2", scope: Self.scope).access
        #expect(try await send(harness, .put, items, "[]", token: stranger).status == 403)
        #expect(try await harness.call(.get, items, token: stranger).status == (profile == .extended ? 200 : 403))
    }

    struct Command: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var setting = "{}"
        var query = ""
        var body = #"{"context_uri":"spotify:album:0000000000000000000000"}"#
        let status: Int
        var reason: String?
    }

    static let commands = [
        Command(testDescription: "plays", status: 204),
        Command(testDescription: "goes on", body: "", status: 204),
        Command(testDescription: "202", setting: #"{"reply":202}"#, status: 202),
        Command(testDescription: "200 with words", setting: #"{"reply":200}"#, status: 200),
        Command(testDescription: "no object", body: "[]", status: 400),
        Command(testDescription: "unknown device", query: "?device_id=x", status: 404),
        Command(
            testDescription: "none active", setting: #"{"devices":"idle"}"#, status: 404, reason: "NO_ACTIVE_DEVICE"),
        Command(
            testDescription: "wakes one", setting: #"{"devices":"idle"}"#,
            query: "?device_id=5fbb3ba6aa454b5534c4ba43a8c7e8e45a63ad0e", status: 204),
        Command(
            testDescription: "no devices", setting: #"{"devices":"none"}"#, status: 404, reason: "NO_ACTIVE_DEVICE"),
        Command(testDescription: "restricted", setting: #"{"devices":"restricted"}"#, status: 403, reason: "UNKNOWN"),
        Command(testDescription: "not paid", setting: #"{"premium":false}"#, status: 403, reason: "PREMIUM_REQUIRED"),
    ]

    @Test(arguments: commands)
    func `a player does or does not`(_ command: Command) async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn(scope: Self.scope).access
        #expect(try await harness.admin(.post, "/users/listener-1/player", command.setting).status == 200)
        let reply = try await send(harness, .put, "/v1/me/player/play\(command.query)", command.body, token: token)
        #expect(reply.status == command.status)
        #expect(reply.json["error"]?["reason"]?.text == command.reason)
    }

    @Test func `lists devices, restricted ones also without an id`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn(scope: Self.scope).access
        let devices = try #require(
            try await harness.call(.get, "/v1/me/player/devices", token: token).json["devices"]?.elements)
        #expect(devices.map { $0["is_active"] } == [.bool(true), .bool(false)])
        try await harness.admin(.post, "/users/listener-1/player", #"{"devices":"restricted"}"#)
        let restricted = try await harness.call(.get, "/v1/me/player/devices", token: token)
        #expect(restricted.json["devices"]?.elements?.last?["id"] == .null)
        try await harness.admin(.post, "/users/listener-1/player", #"{"devices":"none"}"#)
        let none = try await harness.call(.get, "/v1/me/player/devices", token: token)
        #expect(none.json["devices"] == .array([]))
    }
}
