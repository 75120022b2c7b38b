import Domain
import HTTP
import Spotify
import Testing

struct ArtistSearchTests {
    private func search(_ client: ScriptedClient, _ text: String = "Sigur Rós & co") async
        -> Result<[SourceArtist], SourceFailure>
    {
        let desk = Desk(client)
        let search = SpotifyArtistSearch(
            settings: Desk.settings, client: client, clock: desk.clock, appToken: desk.appToken)
        do throws(SourceFailure) { return .success(try await search.artists(matching: text)) } catch {
            return .failure(error)
        }
    }

    @Test func `artists are asked for by name, with the app's token, no more than ten`() async throws {
        let client = ScriptedClient(
            200, #"{"artists": {"items": [{"id": "a", "name": "Anna"}, null, {"name": "nobody"}, {"id": "b"}]}}"#)
        let found = try await search(client).get()
        #expect(found.map(\.id) == ["a", "b"] && found.map(\.name) == ["Anna", ""])
        #expect(found[0].pageURL == "https://open.spotify.com/artist/a")
        let call = try #require(client.calls.first)
        #expect(client.calls.count == 1 && call.url.hasPrefix("https://api.spotify.com/v1/search?"))
        #expect(call.query["q"] == "Sigur Rós & co" && call.query["type"] == "artist" && call.query["limit"] == "10")
        #expect(call.query["market"] == "SE" && call.bearer == "app-1")
    }

    @Test func `no text is no call`() async throws {
        let client = ScriptedClient(200, "{}")
        #expect(try await search(client, "").get() == [])
        #expect(client.calls.isEmpty && client.tokenRequests.isEmpty)
    }

    @Test(arguments: [
        (200, "<html>", SourceFailure.transient("Spotify's answer is not readable", after: nil)),
        (200, "{}", .transient("Spotify's answer is not readable", after: nil)),
        (429, "", .throttled(after: .seconds(30), isQuota: false)),
    ])
    func `anything else is a failure`(_ status: Int, _ body: String, _ failure: SourceFailure) async {
        #expect(await search(ScriptedClient(status, body)) == .failure(failure))
    }

    @Test func `a token that is refused is asked for once more`() async {
        let client = ScriptedClient(401, "{}")
        #expect(await search(client) == .failure(.transient("Spotify does not take a new token", after: nil)))
        #expect(client.calls.count == 2)
    }
}
