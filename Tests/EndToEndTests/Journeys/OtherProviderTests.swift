import Support
import Testing

extension OneAtATime {
    /// Somebody without a seat at Spotify, by real clicks: in by another provider, an artist found and followed, news
    /// told; later Spotify connected.
    @Suite(.needsBrowser) struct OtherProviderTests {
        @Test(arguments: [390, 1280])
        func `from another provider to a release, and on to Spotify`(width: Int) async throws {
            let on = try await ProviderStage.open(try OpenIDProvider())
            let stage = on.stage
            let artists = Array(try await stage.sandbox.artists().prefix(3))
            try await stage.sandbox.setFollows(of: "listener-2", to: [artists[1]])
            let browser = try await stage.browser(width: width, height: 844, isPhone: width < 600)

            try await browser.open("\(stage.baseURL)/")
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.click("Continue with Work")
            try await browser.agree(as: "sub-ada")
            try await browser.waitUntil("the artists") { try await browser.url == "\(stage.baseURL)/artists" }
            try await browser.expectGoodPage(of: stage.baseURL)

            try await browser.waitFor("#q").type(artists[0].name)
            try await browser.click("Search")
            try await browser.waitFor(".found form button")
            try await browser.expectGoodPage(of: stage.baseURL)
            let names = try await browser.texts(".found .title")
            #expect(names.contains(artists[0].name))
            let place = names.firstIndex(of: artists[0].name) ?? 0
            try await browser.find("#follow-\(place)").click()
            try await browser.waitUntil("the follow") {
                try await browser.texts("#artists .title") == [artists[0].name]
            }
            #expect(try await browser.texts(".found .label").contains("Following"))
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.follow("Releases", to: "\(stage.baseURL)/")
            try await browser.waitForImport(at: stage.baseURL)
            try await stage.sandbox.publish("Heard Without a Seat", by: [artists[0]])
            try await browser.waitUntil("the release") {
                try await browser.texts("#releases > .day .title") == ["Heard Without a Seat"]
            }

            try await browser.follow("Settings", to: "\(stage.baseURL)/settings")
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.click("Connect Spotify")
            try await browser.agree(as: "listener-2")
            try await browser.waitUntil("the question") {
                try await browser.url == "\(stage.baseURL)/settings/identities/confirm"
            }
            #expect(try await browser.source.contains("Bjørn Åkesson"))
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.click("Confirm")
            try await browser.waitFor("#connection .standing.connected")
            #expect(try await browser.texts("#identities .sessions strong") == ["Work", "Spotify"])
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.open("\(stage.baseURL)/artists")
            try await browser.waitUntil("both sources") {
                try await browser.texts("#artists .title").sorted() == [artists[0].name, artists[1].name].sorted()
            }
            // Left here, although the list at Spotify still has them.
            let place2 = try await browser.texts("#artists .title").firstIndex(of: artists[1].name) ?? 0
            try await browser.findAll(".unfollow button")[place2].click()
            try await browser.waitUntil("one left") {
                try await browser.texts("#artists .title") == [artists[0].name]
            }
            #expect(on.work.complaints == [])
            try await browser.close()
            #expect(try await on.close())
        }

        @Test func `scenario 2 in a browser: back and reload send no code again`() async throws {
            let stage = try await Stage.open()
            let browser = try await stage.browser(width: 1280, height: 800)
            try await browser.signIn(at: stage.baseURL, as: "listener-1")
            try await browser.back()
            try await browser.back()
            try await browser.open("\(stage.baseURL)/")
            try await browser.reload()
            #expect(try await browser.find("h1").text == "New releases")
            let exchanges = try await stage.sandbox.requests().filter { $0.grantType == "authorization_code" }
            #expect(exchanges.count == 1)
            try await browser.close()
            try await stage.close()
        }
    }
}
