import HTTP
import Testing

@testable import Sandbox

/// What is written once and kept: forgetting it must never be seen.
struct FragmentTests {
    private static let time = Moment(milliseconds: SandboxHarness.start)

    /// A world where room is for five fragments of each kind, though pages have ten.
    private func narrowState() throws -> SandboxState {
        let client = try SandboxClient(id: "app", secret: "app-secret", redirectURIs: [SandboxHarness.redirectURI])
        var options = SandboxOptions(clients: [client], publicURL: "http://sandbox.test")
        options.hasLimits = false
        var state = SandboxState(options: options, machineTime: Self.time)
        state.fragments = ReleaseFragments(countMax: 5)
        state.artistFragments = ArtistFragments(countMax: 5)
        return state
    }

    private func request(_ path: String, query: String, id: String = "", listener: Int? = nil) throws -> APIRequest {
        APIRequest(
            clientID: "app", listener: listener, scopes: [], id: id, path: path,
            query: try #require(FormFields(query: query)), body: [], time: Self.time)
    }

    private func items(_ response: Response, under name: String? = nil) throws -> [JSONValue] {
        guard case .bytes(let bytes) = response.body else { return [] }
        let json = try JSONParser.parse(Array(bytes))
        return try #require((name.flatMap { json[$0] } ?? json)["items"]?.elements)
    }

    @Test func `a list of releases is whole although there is no room to keep it`() throws {
        var state = try narrowState()
        for place in state.world.catalogue.places {
            let artist = state.world.catalogue.artist(at: place)
            let count = state.world.catalogue.releases(of: place, in: ReleaseGroup.allCases, market: nil).count
            let response = try state.artistAlbums(
                try request("/v1/artists/\(artist.id)/albums", query: "limit=10", id: artist.id))
            #expect(try items(response).count == min(10, count))
        }
    }

    @Test func `the followed artists are whole although there is no room to keep them`() throws {
        var state = try narrowState()
        let response = try state.following(try request("/v1/me/following", query: "type=artist&limit=50", listener: 0))
        #expect(try items(response, under: "artists").count == state.world.listeners[0].follows.count)
    }

    @Test func `what a search finds is whole although there is no room to keep it`() throws {
        var state = try narrowState()
        let response = try state.search(try request("/v1/search", query: "q=a&type=artist&limit=10"))
        #expect(try items(response, under: "artists").count == 10)
    }

    @Test(arguments: [
        ("Moon", ["Moon", "Moon Unit", "Blue Moon"]), ("artist:moon", ["Moon", "Moon Unit", "Blue Moon"]),
        ("moon UNIT", ["Moon Unit"]), ("unit moon", ["Moon Unit"]), ("artist:moon unit", ["Moon Unit"]),
        ("moon year:2020", []), ("sun", []),
    ])
    func `a search for artists puts the exact name first, then those that begin with it`(
        text: String, found: [String]
    ) throws {
        var state = try narrowState()
        state.world = World(seed: 1, artistCount: 0, start: Self.time.day)
        for name in ["Blue Moon", "Moon Unit", "Moon", "Star"] { state.world.catalogue.addArtist(name) }
        let query = "type=artist&limit=10&q=\(PercentEncoding.encode(text))"
        let response = try state.search(try request("/v1/search", query: query))
        #expect(try items(response, under: "artists").compactMap { $0["name"]?.text } == found)
        // Names that are added after the first search are found as well.
        state.world.catalogue.addArtist("\(text) too")
        let again = try state.search(try request("/v1/search", query: "type=artist&limit=10&q=too"))
        #expect(try items(again, under: "artists").count == 1)
    }
}
