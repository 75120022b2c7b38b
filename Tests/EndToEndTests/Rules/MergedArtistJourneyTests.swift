import Support
import Testing

extension OneAtATime {
    /// What people see when Spotify makes one of two artists.
    struct MergedArtistJourneyTests {
        @Test func `followers of an artist who is another one now are moved, told, and told why`() async throws {
            let stage = try await Stage.open()
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-1", to: [artists[0]])
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            try await visitor.waitForImport()
            let first = try await visitor.get("/artists")
            let page = try #require(first.text.firstMatch(of: #/href="(/artists/[0-9]+)"/#).map { String($0.output.1) })

            try await stage.sandbox.post(
                "/faults",
                [
                    "path": .string("/v1/artists/\(artists[0].id)/albums"), "status": 404,
                    "body": ["error": ["status": 404, "message": "Resource not found"]],
                ])
            try await stage.sandbox.post(
                "/faults",
                [
                    "path": .string("/v1/artists/\(artists[0].id)"), "status": 200,
                    "body": ["id": .string(artists[1].id), "name": .string(artists[1].name), "type": "artist"],
                ])
            try await waitUntil("the other artist to be followed") {
                let list = Page.plain(try await visitor.get("/artists").text)
                return list.contains(artists[1].name) && list.contains("Up to date")
            }
            // The list at Spotify still names the old one, and is read again and again.
            let since = try await stage.lastRequest()
            try await stage.sandbox.publish("Under a new name", by: [artists[1]])
            try await waitUntil("the release") {
                try await visitor.get("/").announcements == ["Under a new name"]
            }
            try await waitUntil("the list to be read") {
                try await stage.sandbox.requests(since: since).count { $0.family == "following" } > 2
            }
            let former = try await visitor.get(page).text
            #expect(former.contains("Spotify has made one of this artist and"))
            #expect(former.contains("You do not follow this artist"))
            let list = try await visitor.get("/artists").text
            #expect(list.contains("1 artist followed"))
            let next = try #require(former.firstMatch(of: #/<a href="(/artists/[0-9]+)"/#).map { String($0.output.1) })
            #expect(try await visitor.get(next).text.contains("had brought out before is not told again"))
            let asked = try await stage.sandbox.requests(since: since)
            #expect(asked.allSatisfy { !$0.path.contains(artists[0].id) })
            try await stage.close()
        }
    }
}
