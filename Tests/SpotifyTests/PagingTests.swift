import Domain
import HTTP
import Spotify
import Support
import Synchronization
import Testing

struct PagingTests {
    /// A page of artists by number.
    private static func page(_ ids: Range<Int>, after: String? = nil, next: String? = nil, total: Int?) -> String {
        func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
        let items = ids.map { #"{"id":"artist-\#($0)","name":"Artist \#($0)"}"# }.joined(separator: ",")
        let total = total.map { #","total":\#($0)"# } ?? ""
        return
            #"{"artists":{"items":[\#(items)],"next":\#(quoted(next)),"cursors":{"after":\#(quoted(after))}\#(total)}}"#
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Page by the `after` asked for.
        var pages: [String: String]
        /// How many artists come of it; nil for trouble that passes.
        var count: Int?
        var calls: Int
        /// How many more there are said to be.
        var missing = 0
    }

    static let cases: [Case] = [
        Case(
            testDescription: "one page", pages: ["": page(0..<3, total: 3)], count: 3, calls: 1),
        Case(
            testDescription: "nobody followed", pages: ["": page(0..<0, total: 0)], count: 0, calls: 1),
        Case(
            testDescription: "three pages by cursor",
            pages: [
                "": page(0..<50, after: "artist-49", next: "https://api.spotify.com/v1/x", total: 120),
                "artist-49": page(50..<100, after: "artist-99", next: "https://api.spotify.com/v1/x", total: 120),
                "artist-99": page(100..<120, total: 120),
            ], count: 120, calls: 3),
        Case(
            testDescription: "the cursor stands in `next` alone, at whatever host",
            pages: [
                "": page(0..<50, next: "https://evil.example/v1/me/following?type=artist&after=artist-49", total: 60),
                "artist-49": page(50..<60, total: 60),
            ], count: 60, calls: 2),
        Case(
            testDescription: "no cursor behind a full page, though more is to come",
            pages: ["": page(0..<50, total: 60), "artist-49": page(50..<60, total: 60)], count: 60, calls: 2),
        Case(
            testDescription: "a full page is the last one", pages: ["": page(0..<50, total: 50)], count: 50, calls: 1),
        Case(
            testDescription: "the count is stale and too high",
            pages: ["": page(0..<50, after: "artist-49", total: 400), "artist-49": page(50..<60, total: 400)],
            count: 60,
            calls: 2, missing: 340),
        Case(
            testDescription: "the count is too high behind a full page",
            pages: ["": page(0..<50, total: 51), "artist-49": page(0..<0, total: 51)], count: 50, calls: 2, missing: 1),
        Case(
            testDescription: "the second page is empty, and says that all is",
            pages: ["": page(0..<50, after: "artist-49", total: 60), "artist-49": page(0..<0, total: 0)], count: 50,
            calls: 2, missing: 10),
        Case(
            testDescription: "the count is too low",
            pages: ["": page(0..<50, after: "artist-49", total: 10), "artist-49": page(50..<60, total: 10)], count: 60,
            calls: 2),
        Case(
            testDescription: "no count",
            pages: ["": page(0..<50, after: "artist-49", total: nil), "artist-49": page(50..<60, total: nil)],
            count: 60,
            calls: 2),
        Case(
            testDescription: "pages overlap",
            pages: ["": page(0..<50, after: "artist-49", total: 80), "artist-49": page(30..<80, total: 80)], count: 80,
            calls: 2),
        Case(
            testDescription: "page one again and again",
            pages: [
                "": page(0..<50, after: "artist-49", total: 120),
                "artist-49": page(0..<50, after: "artist-49", total: 120),
            ], count: nil, calls: 2),
        Case(
            testDescription: "page one again, when all have come",
            pages: [
                "": page(0..<50, after: "artist-49", total: 50),
                "artist-49": page(0..<50, after: "artist-49", total: 50),
            ], count: 50, calls: 2),
        Case(
            testDescription: "an empty list that is said to have artists", pages: ["": page(0..<0, total: 7)],
            count: nil,
            calls: 1),
        Case(
            testDescription: "the second page is cut",
            pages: ["": page(0..<50, after: "artist-49", total: 60), "artist-49": #"{"artists":{"items":[{"id""#],
            count: nil, calls: 2),
        Case(
            testDescription: "the second page has no list",
            pages: ["": page(0..<50, after: "artist-49", total: 60), "artist-49": #"{"artists":{"total":60}}"#],
            count: nil,
            calls: 2),
    ]

    @Test(arguments: cases)
    func `a list is complete or it is none`(_ sample: Case) async {
        let client = ScriptedClient { request in .json(sample.pages[request.query["after"] ?? ""] ?? "") }
        let answer = await Desk(client).followed()
        if let count = sample.count {
            let artists = (0..<count).map(PagingTests.artist)
            #expect(answer == .success(SourceFollowList(artists, missing: sample.missing)))
        } else {
            #expect(answer.isTransient)
        }
        #expect(client.calls.count == sample.calls)
        #expect(
            client.calls.allSatisfy { $0.url.hasPrefix("https://api.spotify.com/v1/me/following?type=artist&limit=50") }
        )
        #expect(client.calls.allSatisfy { $0.bearer == "user-1" })
    }

    private static func artist(_ number: Int) -> SourceArtist {
        SourceArtist(
            id: "artist-\(number)", name: "Artist \(number)",
            pageURL: "https://open.spotify.com/artist/artist-\(number)")
    }

    @Test func `a page that fails fails the whole`() async {
        for status in [500, 403, 404, 429] {
            let client = ScriptedClient { request in
                request.query["after"] == nil
                    ? .json(PagingTests.page(0..<50, after: "artist-49", total: 60)) : ClientResponse(Status(status))
            }
            let answer = await Desk(client).followed()
            #expect(throws: SourceFailure.self) { try answer.get() }
        }
    }

    @Test func `a list without end is given up`() async {
        let client = ScriptedClient { request in
            let first = Int(request.query["after"] ?? "0") ?? 0
            return .json(PagingTests.page(first..<(first + 50), after: String(first + 50), total: nil))
        }
        #expect(await Desk(client).followed().isTransient)
        #expect(client.calls.count == 400)
    }

    @Test func `a refused token is replaced once, and the page asked for again`() async {
        let client = ScriptedClient { request in
            request.bearer == "user-1" && request.query["after"] != nil
                ? ClientResponse(.unauthorized)
                : .json(
                    request.query["after"] == nil
                        ? PagingTests.page(0..<50, after: "artist-49", total: 51) : PagingTests.page(50..<51, total: 51)
                )
        }
        #expect(await Desk(client).followed() == .success(SourceFollowList((0..<51).map(PagingTests.artist))))
        #expect(client.calls.map(\.bearer) == ["user-1", "user-1", "user-2"])
    }

    @Test func `a new token that is refused, too, is not replaced again`() async {
        let client = ScriptedClient { _ in ClientResponse(.unauthorized) }
        #expect(await Desk(client).followed().isTransient)
        #expect(client.calls.map(\.bearer) == ["user-1", "user-2"])
    }

    static let tokenFailures: [(failure: TokenFailure, meaning: SourceFailure)] = [
        (.ended(.revoked), .connectionEnded),
        (.transient("slow", after: .seconds(3)), .transient("slow", after: .seconds(3))),
        (.misconfigured("secret"), .misconfigured("secret")), (.unknownConnection, .gone("the connection is no more")),
        (.held, .refused("The connection is held until the operator has looked at it.")),
        (
            .undecryptable,
            .refused("The stored tokens cannot be opened, as their key is missing. Signing in again mends it.")
        ),
    ]

    @Test(arguments: tokenFailures)
    func `without a token nothing is called`(_ failure: TokenFailure, _ meaning: SourceFailure) async {
        let client = ScriptedClient(200, "")
        #expect(await Desk(client).followed(StubTokens(failing: failure)) == .failure(meaning))
        #expect(client.calls.isEmpty)
    }

    @Test func `every call of a reading is entered, also of one that fails`() async {
        let client = ScriptedClient { request in
            request.query["after"] == nil
                ? .json(PagingTests.page(0..<50, after: "artist-49", total: 60)) : ClientResponse(.badGateway)
        }
        let entered = Mutex<[CallFamily: Int]>([:])
        let lists = SpotifyFollowLists(
            settings: Desk.settings, client: client, clock: TestClock(), tokens: StubTokens()
        ) { family, count in entered.withLock { $0[family, default: 0] += count } }
        _ = try? await lists.followedArtists(of: ConnectionID(1))
        #expect(entered.withLock { $0 } == [.following: 2])
    }
}
