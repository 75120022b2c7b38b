import HTTP
import Testing

@testable import Sandbox

struct WebAPITests {
    // MARK: Doors

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var method = Method.get
        let path: String
        let status: Int
        let message: String
    }

    static let refused: [Refusal] = [
        Refusal(
            testDescription: "limit above", path: "/v1/artists/ARTIST/albums?limit=11", status: 400,
            message: "Invalid limit"),
        Refusal(
            testDescription: "limit 0", path: "/v1/artists/ARTIST/albums?limit=0", status: 400, message: "Invalid limit"
        ),
        Refusal(
            testDescription: "limit words", path: "/v1/me/following?type=artist&limit=x", status: 400,
            message: "Invalid limit"),
        Refusal(
            testDescription: "limit 51", path: "/v1/me/following?type=artist&limit=51", status: 400,
            message: "Invalid limit"),
        Refusal(
            testDescription: "search limit", path: "/v1/search?q=a&type=artist&limit=11", status: 400,
            message: "Invalid limit"),
        Refusal(
            testDescription: "search offset", path: "/v1/search?q=a&type=artist&offset=1001", status: 400,
            message: "Invalid offset"),
        Refusal(
            testDescription: "offset", path: "/v1/artists/ARTIST/albums?offset=-1", status: 400,
            message: "Invalid offset"),
        Refusal(
            testDescription: "group", path: "/v1/artists/ARTIST/albums?include_groups=x", status: 400,
            message: "Invalid include_groups"),
        Refusal(testDescription: "id", path: "/v1/artists/x/albums", status: 400, message: "Invalid base62 id"),
        Refusal(
            testDescription: "unknown artist", path: "/v1/artists/0000000000000000000000", status: 404,
            message: "Resource not found"),
        Refusal(
            testDescription: "unknown album", path: "/v1/albums/0000000000000000000000", status: 404,
            message: "Resource not found"),
        Refusal(testDescription: "type", path: "/v1/me/following", status: 400, message: "Invalid type"),
        Refusal(
            testDescription: "no uris", method: .put, path: "/v1/me/library", status: 400,
            message: "Missing required field: uris"),
        Refusal(testDescription: "library", path: "/v1/me/library", status: 405, message: "Method not allowed"),
        Refusal(testDescription: "nothing", path: "/v1/nothing", status: 404, message: "Service not found"),
        Refusal(testDescription: "several artists", path: "/v1/artists?ids=ARTIST", status: 403, message: "Forbidden"),
        Refusal(testDescription: "several albums", path: "/v1/albums?ids=ARTIST", status: 403, message: "Forbidden"),
        Refusal(testDescription: "new releases", path: "/v1/browse/new-releases", status: 403, message: "Forbidden"),
        Refusal(
            testDescription: "top tracks", path: "/v1/artists/ARTIST/top-tracks", status: 403, message: "Forbidden"),
        Refusal(
            testDescription: "related", path: "/v1/artists/ARTIST/related-artists", status: 403, message: "Forbidden"),
        Refusal(testDescription: "users", path: "/v1/users/listener-1", status: 403, message: "Forbidden"),
        Refusal(
            testDescription: "old follow", method: .put, path: "/v1/me/following?type=artist&ids=ARTIST", status: 403,
            message: "Forbidden"),
        Refusal(
            testDescription: "playlist tracks", path: "/v1/playlists/ARTIST/tracks", status: 403, message: "Forbidden"),
    ]

    @Test(arguments: refused)
    func `refuses as an app in development mode is refused`(_ refusal: Refusal) async throws {
        let harness = try SandboxHarness()
        let path = String(refusal.path.replacing("ARTIST", with: try await harness.busiestArtist()))
        let reply = try await harness.call(refusal.method, path, token: try await harness.signIn().access)
        #expect(reply.status == refusal.status)
        #expect(
            reply.text
                == "{\n  \"error\": {\n    \"status\": \(refusal.status),\n    \"message\": \"\(refusal.message)\"\n  }\n}"
        )
    }

    @Test func `asks for a good token`() async throws {
        let harness = try SandboxHarness()
        let missing = try await harness.call(.get, "/v1/me", token: nil)
        #expect(missing.status == 401)
        #expect(missing.json["error"]?["message"]?.text == "Missing/invalid/expired access token")
        #expect(
            missing.fields[.wwwAuthenticate]?.hasPrefix("Bearer realm=\"spotify\", error=\"missing_token\"") == true)
        let invalid = try await harness.call(.get, "/v1/me", token: "BQx")
        #expect(invalid.fields[.wwwAuthenticate]?.contains("error=\"invalid_token\"") == true)
        let malformed = try await harness.send(.get, "/v1/me", fields: [.authorization: "Basic x"])
        #expect(malformed.status == 400)
        #expect(malformed.json["error"]?["message"]?.text == "Only valid bearer authentication supported")
    }

    @Test func `access tokens end when their time has come`() async throws {
        let harness = try SandboxHarness { $0.tokenLifetime = .seconds(120) }
        let token = try await harness.signIn().access
        try await harness.advance(119)
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 200)
        try await harness.advance(1)
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 401)
    }

    static let scoped: [(method: Method, path: String, scope: String)] = [
        (.get, "/v1/me/following?type=artist", "user-follow-modify"),
        (.put, "/v1/me/library?uris=spotify:artist:ARTIST", "user-follow-read"),
        (.delete, "/v1/me/library?uris=spotify%3Aartist%3AARTIST", "user-library-modify"),
        (.get, "/v1/me/library/contains?uris=spotify:artist:ARTIST", "user-follow-modify"),
        (.get, "/v1/me/player/devices", "user-follow-read"),
        (.post, "/v1/me/playlists", "user-follow-read"),
    ]

    @Test(arguments: scoped.indices)
    func `refuses what nobody allowed`(_ index: Int) async throws {
        let harness = try SandboxHarness()
        let (method, path, scope) = Self.scoped[index]
        let filled = String(path.replacing("ARTIST", with: try await harness.busiestArtist()))
        let reply = try await harness.call(method, filled, token: try await harness.signIn(scope: scope).access)
        #expect(reply.status == 403)
        #expect(reply.json["error"]?["message"]?.text == "Insufficient client scope")
    }

    @Test func `an app's own token reaches the catalogue, not people`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.appToken()
        #expect(
            try await harness.call(.get, "/v1/artists/\(try await harness.busiestArtist())/albums", token: token).status
                == 200)
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 401)
        #expect(try await harness.call(.get, "/v1/me/following?type=artist", token: token).status == 403)
    }

    @Test func `tells in plain words who is not on the list, and when the owner has not paid`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn().access
        try await harness.admin(.post, "/users/listener-1/allow", #"{"allowed":false}"#)
        let stranger = try await harness.call(.get, "/v1/me", token: token)
        #expect(stranger.status == 403)
        #expect(stranger.text.hasPrefix("Check settings on developer.spotify.com/dashboard"))
        #expect(stranger.fields[.contentType] == "text/plain; charset=utf-8")
        // Consent and tokens are there all the same.
        _ = try await harness.signIn()
        try await harness.admin(.post, "/users/listener-1/allow", #"{"allowed":true}"#)
        try await harness.admin(.post, "/owner", #"{"premium":false}"#)
        #expect(
            try await harness.call(.get, "/v1/me", token: token).text.hasPrefix("Active premium subscription required"))
    }

    // MARK: Fields

    @Test func `shows of a listener what development mode shows`() async throws {
        let harness = try SandboxHarness()
        let reply = try await harness.call(.get, "/v1/me/", token: try await harness.signIn().access)
        #expect(reply.json["id"]?.text == "listener-1")
        #expect(reply.json["account_id"]?.text?.utf8.count == 22)
        #expect(reply.json["href"]?.text == "http://sandbox.test/v1/users/listener-1")
        for absent in ["email", "country", "product", "followers"] { #expect(reply.json[absent] == nil) }
        #expect(reply.fields[.cacheControl] == "private, max-age=0")
        #expect(reply.fields["access-control-allow-origin"] == "*")
        #expect(reply.fields[.xContentTypeOptions] == "nosniff")
    }

    @Test func `shows everything to extended quota`() async throws {
        let harness = try SandboxHarness { $0.profile = .extended }
        let token = try await harness.signIn(scope: "user-read-private user-read-email user-follow-modify").access
        let me = try await harness.call(.get, "/v1/me", token: token)
        for present in ["email", "country", "product", "followers"] { #expect(me.json[present] != nil) }
        let artist = try await harness.busiestArtist()
        let artists = try await harness.call(.get, "/v1/artists?ids=\(artist),0000000000000000000000", token: token)
        #expect(artists.json["artists"]?.elements?.first?["popularity"] != nil)
        #expect(artists.json["artists"]?.elements?.last == .null)
        let albums = try await harness.call(.get, "/v1/artists/\(artist)/albums?limit=50", token: token)
        #expect(albums.json["limit"] == .number(50))
        #expect(albums.json["items"]?.elements?.first?["album_group"]?.text == "album")
        let put = try await harness.call(.put, "/v1/me/following?type=artist&ids=\(artist)", token: token)
        #expect(put.status == 204)
        #expect(try await harness.call(.get, "/v1/browse/new-releases", token: token).status == 200)
    }

    @Test func `an album has its codes and its tracks`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.appToken()
        let artist = try await harness.busiestArtist()
        let albums = try await harness.call(.get, "/v1/artists/\(artist)/albums?include_groups=album", token: token)
        let id = try #require(albums.json["items"]?.elements?.first?["id"]?.text)
        let album = try await harness.call(.get, "/v1/albums/\(id)", token: token)
        #expect(album.json["external_ids"]?["upc"]?.text?.utf8.count == 12)
        #expect(album.json["label"] == nil)
        let total = try #require(album.json["total_tracks"]?.wholeNumber)
        #expect(album.json["tracks"]?["items"]?.elements?.count == total)
        let page = try await harness.call(.get, "/v1/albums/\(id)/tracks/?limit=2&offset=1", token: token)
        let second = try #require(page.json["items"]?.elements?.first)
        #expect(second["track_number"] == .number(2))
        let track = try await harness.call(.get, "/v1/tracks/\(try #require(second["id"]?.text))", token: token)
        #expect(track.json["name"] == second["name"])
        #expect(track.json["album"]?["id"]?.text == id)
    }

    @Test func `pictures are small drawings that never change`() async throws {
        let harness = try SandboxHarness()
        let reply = try await harness.call(
            .get, "/v1/artists/\(try await harness.busiestArtist())", token: try await harness.appToken())
        let url = try #require(reply.json["images"]?.elements?.first?["url"]?.text)
        let picture = try await harness.send(.get, url)
        #expect(picture.fields[.contentType] == "image/svg+xml")
        #expect(picture.fields[.cacheControl]?.contains("immutable") == true)
        #expect(try await harness.send(.get, url).text == picture.text)
        #expect(try await harness.send(.get, "/image/nothing").status == 404)
    }

    @Test func `every drawing is small`() {
        for number in 0..<500 {
            let svg = CoverArt.svg(for: Identifier.make(.account, seed: 3, number: number))
            #expect(svg.utf8.count < 2048)
            #expect(svg.hasSuffix("</svg>"))
        }
    }

    // MARK: Follows

    @Test func `follows and unfollows through the library`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn("listener-4").access
        let known = try #require(try await harness.admin(.get, "/users").json.elements?[3]["follows"]?.texts)
        let all = try #require(try await harness.admin(.get, "/artists").json.elements).compactMap { $0["id"]?.text }
        let wanted = try #require(all.first { !known.contains($0) })
        let uris = "spotify:artist:\(wanted),spotify:artist:\(known[0])"
        let contains = "/v1/me/library/contains?uris=\(uris)"
        #expect(try await harness.call(.get, contains, token: token).json == .array([.bool(false), .bool(true)]))
        let put = try await harness.call(.put, "/v1/me/library?uris=\(PercentEncoding.encode(uris))", token: token)
        #expect(put.status == 200)
        #expect(put.text.isEmpty)
        #expect(try await harness.call(.get, contains, token: token).json == .array([.bool(true), .bool(true)]))
        _ = try await harness.call(.delete, "/v1/me/library?uris=spotify:artist:\(wanted)", token: token)
        #expect(try await harness.call(.get, contains, token: token).json == .array([.bool(false), .bool(true)]))
    }

    @Test(arguments: [
        ("tag:new", 1), ("artist:\"Brand New\" Debut", 1), ("upc:123456789012", 1), ("album:Nonesuch", 0),
    ])
    func `searches with filters`(query: String, count: Int) async throws {
        let harness = try SandboxHarness { $0.artistCount = 0 }
        let artist = try #require(try await harness.admin(.post, "/artists", #"{"name":"Brand New"}"#).json["id"]?.text)
        try await harness.admin(
            .post, "/releases",
            #"{"artist_ids":["\#(artist)"],"name":"Debut","type":"single","release_date":"2026-11-20","upc":"123456789012"}"#
        )
        let reply = try await harness.call(
            .get, "/v1/search?type=album,artist&q=\(PercentEncoding.encode(query))", token: try await harness.appToken()
        )
        #expect(reply.json["albums"]?["total"] == .number(Double(count)))
        #expect(reply.json["albums"]?["limit"] == .number(5))
        #expect(reply.json["artists"]?["items"]?.elements != nil)
    }
}
