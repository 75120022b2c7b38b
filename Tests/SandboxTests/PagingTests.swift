import HTTP
import Testing

@testable import Sandbox

struct PagingTests {
    @Test(arguments: [("listener-1", 42), ("listener-2", 18), ("listener-3", 7), ("listener-4", 1), ("listener-5", 25)])
    func `following the cursor shows every artist once`(user: String, count: Int) async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn(user).access
        var url: String? = "/v1/me/following?type=artist&limit=10"
        var seen: [String] = []
        while let next = url {
            let page = try #require(try await harness.call(.get, next, token: token).json["artists"])
            let ids = try #require(page["items"]?.elements).compactMap { $0["id"]?.text }
            #expect(ids.count <= 10)
            #expect(page["total"] == .number(Double(count)))
            seen += ids
            url = page["next"]?.text
            #expect(page["cursors"]?["after"]?.text == (url == nil ? nil : ids.last))
        }
        #expect(seen.count == count)
        #expect(Set(seen).count == count)
    }

    @Test func `a cursor holds although its artist is followed no longer`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn("listener-3").access
        let follows = try #require(try await harness.admin(.get, "/users").json.elements?[2]["follows"]?.texts)
        try await harness.admin(.post, "/users/listener-3/unfollow", "{\"artist_ids\":[\"\(follows[2])\"]}")
        let page = try await harness.call(.get, "/v1/me/following?type=artist&after=\(follows[2])", token: token)
        let ids = page.json["artists"]?["items"]?.elements?.compactMap { $0["id"]?.text }
        #expect(ids == Array(follows[3...]))
    }

    @Test func `offset pages carry every parameter along and end with null`() async throws {
        let harness = try SandboxHarness { $0.hasLimits = false }
        let token = try await harness.appToken()
        let artist = try await harness.busiestArtist()
        let base = "http://sandbox.test/v1/artists/\(artist)/albums"
        let first = try await harness.call(
            .get, "\(base)?include_groups=single,album&market=US&country=XX", token: token)
        #expect(first.json["limit"] == .number(5))
        #expect(first.json["previous"] == .null)
        let prefix = "\(base)?include_groups=single%2Calbum&market=US&country=XX"
        #expect(first.json["href"]?.text == prefix + "&offset=0&limit=5")
        #expect(first.json["next"]?.text == prefix + "&offset=5&limit=5")
        let total = try #require(first.json["total"]?.wholeNumber)
        var url: String? = first.json["href"]?.text
        var seen: [String] = []
        while let next = url {
            let page = try await harness.call(.get, next, token: token)
            seen += try #require(page.json["items"]?.elements).compactMap { $0["id"]?.text }
            url = page.json["next"]?.text
        }
        #expect(seen.count == total)
        #expect(Set(seen).count == total)
        let beyond = try await harness.call(.get, "\(base)?offset=1000&limit=10", token: token)
        #expect(beyond.json["items"] == .array([]))
        #expect(beyond.json["next"] == .null)
        #expect(beyond.json["previous"]?.text == "\(base)?offset=990&limit=10")
    }

    @Test func `lists group after group, each newest first`() async throws {
        let harness = try SandboxHarness { options in
            options.hasLimits = false
            options.artistCount = 20
        }
        let token = try await harness.appToken()
        for artist in try #require(try await harness.admin(.get, "/artists").json.elements).compactMap({
            $0["id"]?.text
        }) {
            var keys: [(Int, String)] = []
            var url: String? = "/v1/artists/\(artist)/albums?include_groups=album,single,compilation&limit=10"
            while let next = url {
                let page = try await harness.call(.get, next, token: token)
                for item in try #require(page.json["items"]?.elements) {
                    let type = try #require(item["album_type"]?.text)
                    let group = try #require(["album", "single", "compilation"].firstIndex(of: type))
                    keys.append((group, item["release_date"]?.text ?? ""))
                    #expect(item["album_group"] == nil)
                }
                url = page.json["next"]?.text
            }
            #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.0 < $1.0 || ($0.0 == $1.0 && $0.1 >= $1.1) })
        }
    }
}
