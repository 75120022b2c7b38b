import Domain
import HTTP
import Testing

struct LenientReadingTests {
    @Test func `reads a page of releases`() async throws {
        let page = try await Desk(ScriptedClient(200, Example.albums)).releases().get()
        #expect(page.total == 4)
        #expect(page.unreadable == 0)
        #expect(
            page.releases == [
                SourceRelease(
                    id: "2up3OPMp9Tb4dAKM2erWXQ", title: "A compilation", type: .compilation,
                    date: .month(year: 1981, month: 12),
                    artists: [SourceArtist(id: "a", name: "An artist", pageURL: "https://open.spotify.com/artist/a")],
                    imageURL: "https://i.scdn.co/image/ab67616d00001e02ff9ca10b55ce82ae553c8228",
                    pageURL: "https://open.spotify.com/album/2up3OPMp9Tb4dAKM2erWXQ?si=1", trackCount: 9,
                    markets: ["CA", "BR", "IT"]),
                SourceRelease(
                    id: "second", title: "Second", type: nil, date: .unknown, artists: [],
                    pageURL: "https://open.spotify.com/album/second"),
            ])
    }

    @Test func `a page of releases keeps what is there, whatever is missing or strange`() async throws {
        let whole = try await Desk(ScriptedClient(200, Example.albums)).releases().get()
        let variants = try JSON(Example.albums).variants
        #expect(variants.count > 200)
        for variant in variants {
            let answer = await Desk(ScriptedClient(200, try variant.text)).releases()
            let name = Comment(rawValue: variant.testDescription)
            guard case .success(let page) = answer else {
                #expect(variant.path == ["items"], name)
                #expect(answer.isTransient, name)
                continue
            }
            if variant.path == ["items"] {
                #expect(page.releases.isEmpty, name)
            } else if variant.path.count < 3 || variant.path[1] != "0" {
                // A field of the page, or the second release, which has next to nothing to lose.
                let lacksOne = variant.path.count == 2 && variant.path[0] == "items" && variant.change == "removed"
                #expect(page.releases.count + page.unreadable == (lacksOne ? 1 : 2), name)
                if variant.path.first != "items" { #expect(page.releases == whole.releases, name) }
                if variant.path != ["total"] { #expect(page.total == 4, name) }
            } else {
                #expect(page.releases.last == whole.releases.last, name)
                guard variant.path != ["items", "0", "id"] else {
                    #expect(page.unreadable + page.releases.count == 2, name)
                    continue
                }
                var release = try #require(page.releases.first, name)
                release.keep(of: whole.releases[0], besides: variant.path[2])
                #expect(release == whole.releases[0], name)
            }
        }
    }

    @Test func `a follow list keeps who is there, whatever is missing or strange`() async throws {
        let whole = try await Desk(ScriptedClient(200, Example.following)).followed().get().artists
        #expect(
            whole == [
                SourceArtist(
                    id: "0TnOYISbd1XYRBk9myaseg", name: "Pitbull",
                    imageURL: "https://i.scdn.co/image/ab67616d00001e02ff9ca10b55ce82ae553c8228",
                    pageURL: "https://open.spotify.com/artist/0TnOYISbd1XYRBk9myaseg"),
                SourceArtist(id: "second", name: "Second", pageURL: "https://open.spotify.com/artist/second"),
            ])
        let variants = try JSON(Example.following).variants
        #expect(variants.count > 150)
        for variant in variants {
            let text = try variant.text
            // Behind a cursor that a variant made up stands the end of the list.
            let client = ScriptedClient { request in
                .json(request.query["after"] == nil ? text : #"{"artists":{"items":[],"next":null,"total":2}}"#)
            }
            let name = Comment(rawValue: variant.testDescription)
            switch await Desk(client).followed() {
            case .failure(let failure):
                #expect(variant.path == ["artists"] || variant.path == ["artists", "items"], name)
                #expect(SourceFailure.isTransient(failure), name)
            case .success(let list):
                let artists = list.artists
                guard variant.path.starts(with: ["artists", "items"]), variant.path.count > 2 else {
                    #expect(artists == whole, name)
                    continue
                }
                let isFirst = variant.path[2] == "0"
                let other = isFirst ? whole[1] : whole[0]
                #expect(artists.contains(other), name)
                guard variant.path.count > 3, variant.path[3] != "id" else { continue }
                #expect(Set(artists.map(\.id)) == Set(whole.map(\.id)), name)
            }
        }
    }

    @Test func `entries of a follow list that cannot be read are counted, so that nobody is dropped for them`()
        async throws
    {
        let body = #"{"artists":{"items":[{"id":"a","name":"A"},null,{"name":"without id"}],"next":null,"total":3}}"#
        let list = try await Desk(ScriptedClient(200, body)).followed().get()
        #expect(list.artists.map(\.id) == ["a"])
        #expect(list.unreadable == 2)
    }

    @Test func `a user is known by the lasting key, whatever else is missing or strange`() async throws {
        let whole = Profile(subject: "aB3dE5fG7h", formerSubject: "ada", displayName: "Ada")
        #expect(await Desk(ScriptedClient(200, Example.user)).profile() == .success(whole))
        let variants = try JSON(Example.user).variants
        #expect(variants.count > 100)
        for variant in variants {
            let name = Comment(rawValue: variant.testDescription)
            let profile = try await Desk(ScriptedClient(200, try variant.text)).profile().get()
            switch variant.path.first {
            case "account_id" where variant.change != "a string":
                #expect(profile == Profile(subject: "ada", formerSubject: nil, displayName: "Ada"), name)
            case "account_id": #expect(profile.formerSubject == "ada", name)
            case "id": #expect(profile.subject == "aB3dE5fG7h", name)
            case "display_name": #expect(profile.subject == "aB3dE5fG7h" && profile.formerSubject == "ada", name)
            default: #expect(profile == whole, name)
            }
        }
    }

    @Test(arguments: [
        (String(repeating: "n", count: 10_000), String(repeating: "n", count: 200)), ("  ", nil), ("", nil),
    ])
    func `a name has the length that lists have room for, or is none`(_ sent: String, _ kept: String?) async throws {
        let body = #"{"id":"ada","display_name":"\#(sent)"}"#
        #expect(try await Desk(ScriptedClient(200, body)).profile().get().displayName == kept)
    }

    @Test(arguments: [#"{"display_name":"Ada"}"#, "{}", #"{"id":"","account_id":""}"#, "[]", "null", "<html>", ""])
    func `nobody signs in without a key`(_ body: String) async {
        #expect(
            await Desk(ScriptedClient(200, body)).profile()
                == .failure(.unavailable("Spotify does not say who signed in", timedOut: false)))
    }

    @Test func `an error is classed by its status, whatever its content lacks`() async throws {
        for variant in try JSON(Example.error).variants {
            let name = Comment(rawValue: variant.testDescription)
            let answer = await Desk(ScriptedClient(429, fields: [.retryAfter: "7"], try variant.text)).releases()
            let isQuota = variant.path == ["error", "message"] || variant.path == ["error", "status"]
            #expect(answer == .failure(.throttled(after: .seconds(7), isQuota: isQuota)), name)
        }
    }

    static let dates: [(fields: String, date: ReleaseDate)] = [
        (#""release_date":"2026-11-21","release_date_precision":"day""#, .day(Day(20_778))),
        (#""release_date":"2026-11-21""#, .day(Day(20_778))),
        (#""release_date":"2026-11","release_date_precision":"month""#, .month(year: 2026, month: 11)),
        (#""release_date":"1981-12","release_date_precision":"year""#, .year(1981)),
        (#""release_date":"2026","release_date_precision":"year""#, .year(2026)),
        (#""release_date":"0000","release_date_precision":"year""#, .unknown),
        (#""release_date":null"#, .unknown), (#""release_date":2026"#, .unknown), (#""release_date":"soon""#, .unknown),
    ]

    @Test(arguments: dates)
    func `a date is as precise as it was sent`(_ fields: String, _ date: ReleaseDate) async throws {
        let page = try await Desk(ScriptedClient(200, #"{"items":[{"id":"x",\#(fields)}]}"#)).releases().get()
        #expect(page.releases.map(\.date) == [date])
    }

    @Test func `any word is a type, and null items are counted`() async throws {
        let body =
            #"{"items":[{"id":"a","album_type":"EP"},null,{"name":"no id"},7,{"id":"b","album_type":""}],"total":5}"#
        let page = try await Desk(ScriptedClient(200, body)).releases().get()
        #expect(page.releases.map(\.type) == [ReleaseType(rawValue: "ep"), nil])
        #expect(page.unreadable == 3)
    }

    static let unreadable = [
        "", "null", "[]", "<!doctype html><title>upstream</title>", #"{"items":"#, #"{"items":null,"total":3}"#, "{}",
        #"{"items":7}"#, "upstream connect error or disconnect/reset before headers",
    ]

    @Test(arguments: unreadable)
    func `what is no list is trouble that passes, never an empty list`(_ body: String) async {
        #expect(await Desk(ScriptedClient(200, body)).releases().isTransient)
        #expect(await Desk(ScriptedClient(200, body)).followed().isTransient)
        #expect(await Desk(ScriptedClient(200, #"{"artists":\#(body)}"#)).followed().isTransient)
    }
}

extension JSON.Variant {
    fileprivate var text: String {
        get throws { String(decoding: try json.bytes, as: UTF8.self) }
    }
}

extension SourceRelease {
    /// Takes over from `other` what a change of the field named may have changed.
    fileprivate mutating func keep(of other: SourceRelease, besides field: String) {
        switch field {
        case "name": title = other.title
        case "album_type": type = other.type
        case "total_tracks": trackCount = other.trackCount
        case "external_urls": pageURL = other.pageURL
        case "images": imageURL = other.imageURL
        case "release_date", "release_date_precision": date = other.date
        case "available_markets": markets = other.markets
        case "artists": artists = other.artists
        default: break
        }
    }
}

extension SourceFailure {
    static func isTransient(_ failure: SourceFailure) -> Bool {
        if case .transient = failure { true } else { false }
    }
}

extension Result where Failure == SourceFailure {
    /// Whether it is trouble that passes.
    var isTransient: Bool {
        if case .failure(.transient) = self { true } else { false }
    }
}
