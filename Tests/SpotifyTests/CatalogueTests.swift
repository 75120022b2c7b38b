import Domain
import HTTP
import Spotify
import Support
import Testing

struct CatalogueTests {
    @Test func `asks for the newest page of one group, with the app's token`() async throws {
        let client = ScriptedClient(200, #"{"items":[],"total":0}"#)
        _ = try await Desk(client).catalogue().releases(of: "a/../b c", group: .appearsOn)
        let call = try #require(client.calls.first)
        #expect(
            call.url
                == "https://api.spotify.com/v1/artists/a%2F..%2Fb%20c/albums?include_groups=appears_on&limit=10&market=SE"
        )
        #expect(call.bearer == "app-1")
        let request = try #require(client.tokenRequests.first)
        #expect(request.url == "https://accounts.spotify.com/api/token")
        #expect(String(decoding: request.body, as: UTF8.self) == "grant_type=client_credentials")
        #expect(request.fields[.authorization] == "Basic Y2xpZW50Omh1c2g=")
    }

    @Test func `the page that is known is not read again, any other is`() async throws {
        let client = ScriptedClient(200, #"{"items":[{"id":"x"}],"total":1}"#)
        let catalogue = Desk(client).catalogue()
        let digest = try #require(try await catalogue.releases(of: "a", group: .album).digest)
        #expect(try await catalogue.releases(of: "a", group: .album, unless: digest) == nil)
        let other = Desk(ScriptedClient(200, #"{"items":[{"id":"x"}],"total":2}"#)).catalogue()
        let page = try #require(try await other.releases(of: "a", group: .album, unless: digest))
        #expect(page.total == 2 && page.digest != digest)
    }

    @Test func `an answer that is no page is never taken for the known one`() async throws {
        let digest = PageDigest([])
        let catalogue = Desk(ScriptedClient(502, "bad gateway")).catalogue()
        await #expect(throws: SourceFailure.self) {
            try await catalogue.releases(of: "a", group: .album, unless: digest)
        }
    }

    static let extras: [(album: String, upc: String?, markets: Set<String>?)] = [
        (#"{"id":"x"}"#, nil, nil),
        (
            #"{"id":"x","available_markets":["SE","DE"],"external_ids":{"upc":"602537000011"}}"#, "602537000011",
            ["SE", "DE"]
        ),
        (#"{"id":"x","available_markets":[],"external_ids":{}}"#, nil, nil),
        (
            #"{"id":"x","available_markets":["SE",null,7],"external_ids":{"ean":"0602537000011"}}"#, "0602537000011",
            ["SE"]
        ),
        (#"{"id":"x","available_markets":"SE","external_ids":[]}"#, nil, nil),
        (#"{"id":"x","available_markets":null,"external_ids":null}"#, nil, nil),
    ]

    @Test(arguments: extras.indices)
    func `where a release is out, and its code, are taken where they are told`(_ index: Int) async throws {
        let (album, upc, markets) = Self.extras[index]
        let client = ScriptedClient(200, #"{"items":[\#(album)],"total":1}"#)
        let release = try #require(try await Desk(client).releases().get().releases.first)
        #expect(release.upc == upc)
        #expect(release.markets == markets)
    }

    @Test func `asked for an artist, it says whom Spotify names`() async throws {
        let client = ScriptedClient(200, #"{"id":"y","name":"Nova","type":"artist"}"#)
        let artist = try #require(try await Desk(client).catalogue().artist("a/x"))
        #expect(artist.id == "y" && artist.name == "Nova")
        #expect(client.calls.map(\.url) == ["https://api.spotify.com/v1/artists/a%2Fx"])
        for (status, body) in [(404, "{}"), (200, "nothing"), (500, ""), (200, "{}")] {
            #expect(try await Desk(ScriptedClient(status, body)).catalogue().artist("x") == nil)
        }
        // A pause is for everybody who asks this, and has to be known.
        await #expect(throws: SourceFailure.throttled(after: .seconds(30), isQuota: false)) {
            try await Desk(ScriptedClient(429, "")).catalogue().artist("x")
        }
    }

    @Test func `a refused token is replaced once, and the call made again`() async throws {
        let client = ScriptedClient { request in
            request.bearer == "app-1"
                ? ClientResponse(.unauthorized) : .json(#"{"items":[{"id":"x"}],"total":1}"#)
        }
        let page = try await Desk(client).releases().get()
        #expect(page.releases.map(\.id) == ["x"])
        #expect(client.calls.map(\.bearer) == ["app-1", "app-2"])
    }

    @Test func `a new token that is refused, too, is not replaced again`() async {
        let client = ScriptedClient { _ in ClientResponse(.unauthorized) }
        #expect(await Desk(client).releases().isTransient)
        #expect(client.calls.count == 2)
        #expect(client.tokenRequests.count == 2)
    }

    static let images: [(images: String, chosen: String?)] = [
        (
            #"[{"url":"https://i/640","width":640},{"url":"https://i/300","width":300},{"url":"https://i/64","width":64}]"#,
            "https://i/300"
        ),
        (#"[{"url":"https://i/64","width":64},{"url":"https://i/200","width":200}]"#, "https://i/200"),
        (#"[{"url":"https://i/1","width":null},{"url":"https://i/2"}]"#, "https://i/1"),
        (#"[{"url":"javascript:alert(1)","width":300},{"url":"http://i/640","width":640}]"#, "http://i/640"),
        (#"[{"url":"https://i/\"onload=","width":300},null,7,{}]"#, nil), ("[]", nil), ("null", nil),
    ]

    @Test(arguments: images)
    func `takes the smallest image that is large enough`(_ images: String, _ chosen: String?) async throws {
        let body = #"{"items":[{"id":"x","images":\#(images)}]}"#
        #expect(try await Desk(ScriptedClient(200, body)).releases().get().releases.map(\.imageURL) == [chosen])
    }

    static let pages: [(url: String, page: String)] = [
        ("https://open.spotify.com/album/x?si=1", "https://open.spotify.com/album/x?si=1"),
        ("http://open.spotify.com/album/x", "https://open.spotify.com/album/a%2Fb"),
        ("javascript:alert(1)", "https://open.spotify.com/album/a%2Fb"),
        ("https://x/\\\" onclick=", "https://open.spotify.com/album/a%2Fb"),
        ("https://", "https://open.spotify.com/album/a%2Fb"), ("", "https://open.spotify.com/album/a%2Fb"),
    ]

    @Test(arguments: pages)
    func `links to a page of Spotify's only`(_ url: String, _ page: String) async throws {
        let body = #"{"items":[{"id":"a/b","external_urls":{"spotify":"\#(url)"}}]}"#
        #expect(try await Desk(ScriptedClient(200, body)).releases().get().releases.map(\.pageURL) == [page])
    }

    @Test func `a stand-in's links lead to it`() async throws {
        var settings = Desk.settings
        settings.apiURL = "http://127.0.0.1:3001/v1"
        let links = ["http://127.0.0.1:3001/album/x", "http://127.0.0.1:3001.evil.example/album/x"]
        let items = links.map { #"{"id":"x","external_urls":{"spotify":"\#($0)"}}"# }.joined(separator: ",")
        let client = ScriptedClient(200, #"{"items":[\#(items)]}"#)
        let clock = TestClock()
        let catalogue = SpotifyCatalogue(
            settings: settings, client: client, clock: clock,
            appToken: AppToken(settings: settings, client: client, clock: clock))
        let page = try await catalogue.releases(of: "x", group: .album)
        #expect(page.releases.map(\.pageURL) == [links[0], "https://open.spotify.com/album/x"])
    }
}
