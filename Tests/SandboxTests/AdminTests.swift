import HTTP
import Testing

@testable import Sandbox

struct AdminTests {
    @Test func `its clock is the machine's and what was advanced`() async throws {
        let harness = try SandboxHarness()
        #expect(try await harness.admin(.get, "/clock").json["now"] == .number(1_795_262_400))
        #expect(
            try await harness.admin(.post, "/clock/advance", #"{"seconds":90}"#).json["now"] == .number(1_795_262_490))
        #expect(try await harness.admin(.post, "/clock/advance", #"{"seconds":-1}"#).status == 400)
        try await harness.admin(.post, "/reset")
        #expect(try await harness.admin(.get, "/clock").json["now"] == .number(1_795_262_400))
    }

    @Test func `starting over forgets people, faults and releases, not clients`() async throws {
        let harness = try SandboxHarness()
        let before = try await harness.admin(.get, "/artists").text
        let token = try await harness.signIn().access
        try await harness.admin(.post, "/artists", #"{"name":"Another"}"#)
        try await harness.admin(.post, "/faults", #"{"path":"*","status":500}"#)
        #expect(try await harness.admin(.get, "/artists").text != before)
        try await harness.admin(.post, "/reset", "{}")
        #expect(try await harness.admin(.get, "/artists").text == before)
        #expect(try await harness.admin(.get, "/requests?since=0").json == .array([]))
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 401)
        _ = try await harness.signIn()
        try await harness.admin(.post, "/reset", #"{"seed":8}"#)
        #expect(try await harness.admin(.get, "/artists").text != before)
    }

    struct Publication: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let members: String
        let group: String
        let type: String
        let date: JSONValue
        let precision: String
    }

    static let published = [
        Publication(
            testDescription: "album", members: #""type":"album","release_date":"2026-11-21""#, group: "album",
            type: "album", date: .string("2026-11-21"), precision: "day"),
        Publication(
            testDescription: "single, a month", members: #""type":"single","release_date":"2026-11""#, group: "single",
            type: "single", date: .string("2026-11"), precision: "month"),
        Publication(
            testDescription: "ep, a year", members: #""type":"ep","release_date":"2026""#, group: "single", type: "ep",
            date: .string("2026"), precision: "year"),
        Publication(
            testDescription: "null", members: #""type":"album","release_date":null,"precision":"day""#, group: "album",
            type: "album", date: .null, precision: "day"),
        Publication(
            testDescription: "0000", members: #""type":"compilation","release_date":"0000""#, group: "compilation",
            type: "compilation", date: .string("0000"), precision: "year"),
        Publication(
            testDescription: "another group", members: #""type":"album","group":"single","release_date":"2027-01-01""#,
            group: "single", type: "album", date: .string("2027-01-01"), precision: "day"),
        Publication(
            testDescription: "on others' records",
            members: #""type":"album","group":"appears_on","release_date":"2026-11-21""#, group: "appears_on",
            type: "album",
            date: .string("2026-11-21"), precision: "day"),
    ]

    @Test(arguments: published)
    func `publishes and withdraws what it is told`(_ publication: Publication) async throws {
        let harness = try SandboxHarness { $0.artistCount = 0 }
        let token = try await harness.appToken()
        let artist = try #require(try await harness.admin(.post, "/artists", #"{"name":"A"}"#).json["id"]?.text)
        let body = "{\"artist_ids\":[\"\(artist)\"],\"name\":\"\",\(publication.members)}"
        let id = try #require(try await harness.admin(.post, "/releases", body).json["id"]?.text)
        for group in ["album", "single", "compilation", "appears_on"] {
            let path = "/v1/artists/\(artist)/albums?include_groups=\(group)"
            let items = try #require(try await harness.call(.get, path, token: token).json["items"]?.elements)
            #expect(items.count == (group == publication.group ? 1 : 0))
            guard let item = items.first else { continue }
            #expect(item["id"]?.text == id)
            #expect(item["name"]?.text == "")
            #expect(item["album_type"]?.text == publication.type)
            #expect(item["release_date"] == publication.date)
            #expect(item["release_date_precision"]?.text == publication.precision)
        }
        #expect(try await harness.admin(.delete, "/releases/\(id)").status == 200)
        #expect(try await harness.call(.get, "/v1/albums/\(id)", token: token).status == 404)
        let rest = try await harness.call(.get, "/v1/artists/\(artist)/albums", token: token)
        #expect(rest.json["total"] == .number(0))
        #expect(try await harness.admin(.delete, "/releases/\(id)").status == 404)
        let again = try #require(try await harness.admin(.post, "/releases", body).json["id"]?.text)
        #expect(again != id)
    }

    @Test func `a market sees what is released there`() async throws {
        let harness = try SandboxHarness { $0.artistCount = 0 }
        let artist = try #require(try await harness.admin(.post, "/artists", #"{"name":"A"}"#).json["id"]?.text)
        try await harness.admin(
            .post, "/releases",
            #"{"artist_ids":["\#(artist)"],"name":"N","type":"album","release_date":"2026","markets":["SE"]}"#)
        let app = try await harness.appToken()
        let american = try await harness.signIn("listener-1").access
        let swede = try await harness.signIn("listener-5").access
        for (token, market, count) in [(app, "SE", 1), (app, "US", 0), (american, "SE", 0), (swede, "US", 1)] {
            let path = "/v1/artists/\(artist)/albums?market=\(market)"
            #expect(try await harness.call(.get, path, token: token).json["total"] == .number(Double(count)))
        }
    }

    static let refused: [(method: Method, path: String, body: String, status: Int)] = [
        (.get, "/nothing", "", 404), (.post, "/artists", "{}", 400), (.post, "/artists", "nonsense", 400),
        (.post, "/releases", "{}", 400), (.delete, "/releases/x", "", 404),
        (.post, "/releases", #"{"artist_ids":["x"],"name":"n","type":"album","release_date":"2026"}"#, 400),
        (.post, "/releases", #"{"artist_ids":["ARTIST"],"name":"n","type":"tape","release_date":"2026"}"#, 400),
        (.post, "/releases", #"{"artist_ids":["ARTIST"],"name":"n","type":"album"}"#, 400),
        (.post, "/releases", #"{"artist_ids":["ARTIST"],"name":"n","type":"album","release_date":"soon"}"#, 400),
        (.post, "/releases", #"{"artist_ids":["ARTIST"],"name":"n","type":"album","release_date":"2026-13"}"#, 400),
        (.post, "/users/nobody/follow", #"{"artist_ids":[]}"#, 404), (.post, "/users/listener-1/follow", "{}", 400),
        (.post, "/users/listener-1/follow", #"{"artist_ids":["x"]}"#, 400), (.post, "/revoke", "{}", 400),
        (.post, "/users/listener-1/revoke", #"{"all":true}"#, 400), (.post, "/users/nobody/revoke", "", 404),
        (.post, "/tokens/policy", #"{"rotation":"sometimes"}"#, 400),
        (.post, "/tokens/policy", #"{"lifetime":"long"}"#, 400), (.post, "/quota", #"{"family":"x"}"#, 400),
        (.post, "/quota", #"{"family":"*","per_day":-1}"#, 400), (.get, "/requests?since=x", "", 400),
        (.post, "/reset", #"{"seeds":1}"#, 400),
    ]

    @Test(arguments: refused.indices)
    func `says what to do where it cannot do it`(_ index: Int) async throws {
        let harness = try SandboxHarness()
        let (method, path, body, status) = Self.refused[index]
        let filled = String(body.replacing("ARTIST", with: try await harness.busiestArtist()))
        let reply = try await harness.admin(method, path, filled)
        #expect(reply.status == status)
        #expect(reply.json["error"]?.text?.isEmpty == false)
    }

    @Test func `keeps a log that holds no secret`() async throws {
        let harness = try SandboxHarness()
        let tokens = try await harness.signIn()
        _ = try await harness.call(.get, "/v1/me/following?type=artist", token: tokens.access)
        _ = try await harness.token([("grant_type", "refresh_token"), ("refresh_token", tokens.refresh)])
        _ = try await harness.send(.get, "/v1/me?access_token=SECRET&x=1&c%6Fde=SECRET&state=s")
        let log = try await harness.admin(.get, "/requests?since=0")
        #expect(!log.text.contains("SECRET"))
        #expect(!log.text.contains(tokens.refresh))
        #expect(!log.text.contains(tokens.access))
        let rows = try #require(log.json.elements)
        #expect(rows.map { $0["n"]?.wholeNumber } == [1, 2, 3, 4, 5])
        #expect(rows.map { $0["status"]?.wholeNumber } == [303, 200, 200, 200, 401])
        #expect(rows.map { $0["family"]?.text } == ["accounts", "accounts", "following", "accounts", "me"])
        #expect(
            rows.map { $0["grant_type"]?.text } == [nil, "authorization_code", nil, "refresh_token", nil])
        #expect(rows[0..<4].allSatisfy { $0["user"]?.text == "listener-1" && $0["client_id"]?.text == "app" })
        #expect(rows[2]["query"]?.text == "type=artist")
        #expect(rows[4]["query"]?.text == "access_token=redacted&x=1&c%6Fde=redacted&state=s")
        #expect(rows[2]["time"] == .number(1_795_262_400))
        #expect(try await harness.admin(.get, "/requests?since=3&limit=1").json.elements?.first?["n"] == .number(4))
        #expect(try await harness.admin(.get, "/requests?since=99").json == .array([]))
    }
}
