import HTTP
import Support
import Testing

extension OneAtATime {
    /// What somebody sees who comes for the first time.
    @Suite(.needsBrowser) struct FirstVisitTests {
        @Test(arguments: [390, 1280])
        func `link, consent, import, filled page, and a new release without reload`(width: Int) async throws {
            let stage = try await Stage.open()
            let artists = Array(try await stage.sandbox.artists().prefix(4))
            try await stage.sandbox.setFollows(of: "listener-1", to: artists)
            // Two calls each: after five of them one artist at least is done, and the others wait until that has been
            // seen.
            let others = try #require(stage.relay).hold(.check, at: .asked, butFirst: 5)
            let browser = try await stage.browser(width: width, height: 844, isPhone: width < 600)

            try await browser.open("\(stage.baseURL)/")
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.click("Continue with Spotify")
            try await browser.waitUntil("the consent page") { try await !browser.findAll("#agree").isEmpty }
            try await browser.agree(as: "listener-1")

            try await browser.waitUntil("the import") { try await browser.url == "\(stage.baseURL)/welcome" }
            #expect(try await browser.find("h1").text == "Welcome, Ada Marlowe.")
            try await browser.mark()
            try await browser.waitUntil("the number of artists") {
                try await browser.texts(".progress p").first?.hasPrefix("4 artists found.") == true
            }
            try await browser.waitUntil("progress") {
                let done = try await browser.execute("return document.querySelector('progress')?.value").int
                return try await browser.isMarked && (1...3).contains(done ?? 0)
            }
            try await browser.expectGoodPage(of: stage.baseURL)
            others.open()
            try await browser.waitForImport(at: stage.baseURL)

            #expect(try await !browser.texts(".before .title").isEmpty)
            #expect(try await browser.texts("#releases > .day .title").isEmpty)
            try await browser.waitUntil("covers") {
                try await browser.execute(
                    "return [...document.images].filter((i) => i.complete && i.naturalWidth > 0).length"
                ).int ?? 0 > 0
            }

            try await browser.mark()
            try await stage.sandbox.publish("Paper Lanterns", by: [artists[2]])
            try await browser.waitUntil("the release") {
                try await browser.texts("#releases > .day .title") == ["Paper Lanterns"]
            }
            #expect(try await browser.isMarked)
            #expect(try await browser.count(ofElementsWithText: "Paper Lanterns") == 1)
            #expect(try await browser.texts("#releases > .day .artists") == [artists[2].name])
            let link = try await browser.find("#releases > .day .title a").attribute("href")
            #expect(link?.hasPrefix("https://open.spotify.com/album/") == true)
            try await browser.expectGoodPage(of: stage.baseURL)

            for page in ["/artists", "/settings", "/privacy", "/settings/disconnect", "/settings/delete-account"] {
                try await browser.open(stage.baseURL + page)
                try await browser.expectGoodPage(of: stage.baseURL)
            }
            try await browser.close()
            try await stage.close()
        }

        @Test func `the feed in the head needs no cookie and has the release once`() async throws {
            let stage = try await Stage.open()
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-1", to: artists)
            let browser = try await stage.browser(width: 1280, height: 800)
            try await browser.signIn(at: stage.baseURL, as: "listener-1")
            try await browser.waitForImport(at: stage.baseURL)
            try await stage.sandbox.publish("Tin & Copper", by: [artists[0]])
            try await browser.waitUntil("the release") {
                try await browser.count(ofElementsWithText: "Tin & Copper") == 1
            }
            let selector = "head link[rel=alternate][type='application/atom+xml']"
            let address = try await browser.find(selector).property("href").string ?? ""
            // 128 random bits are 22 characters of base64url.
            #expect(address.split(separator: "/").contains { $0.count >= 22 })
            let feed = try await stage.visitor().get(address)
            #expect(feed.status == 200 && feed.fields[.contentType]?.hasPrefix("application/atom+xml") == true)
            #expect(feed.entries == ["Tin & Copper"])
            try await browser.close()
            try await stage.close()
        }

        @Test func `who cancels gets a plain page, and can try again`() async throws {
            let stage = try await Stage.open()
            let artists = Array(try await stage.sandbox.artists().prefix(1))
            try await stage.sandbox.setFollows(of: "listener-3", to: artists)
            let browser = try await stage.browser(width: 390, height: 844, isPhone: true)
            try await browser.open("\(stage.baseURL)/")
            try await browser.find("#authorize").click()
            try await browser.waitFor("#cancel").click()
            try await browser.waitUntil("the page") { try await browser.title.hasPrefix("You declined") }
            #expect(try await browser.cookies["ff_session"] == nil)
            try await browser.expectGoodPage(of: "\(stage.baseURL)/static")
            try await browser.click("Continue with Spotify")
            try await browser.agree(as: "listener-3")
            try await browser.waitForImport(at: stage.baseURL)
            #expect(try await browser.find("h1").text == "New releases")
            try await browser.close()
            try await stage.close()
        }

        @Test func `two people in two profiles see their own alone`() async throws {
            let stage = try await Stage.open()
            let artists = try await stage.sandbox.artists()
            try await stage.sandbox.setFollows(of: "listener-1", to: [artists[0], artists[2]])
            try await stage.sandbox.setFollows(of: "listener-2", to: [artists[1], artists[2]])
            let one = try await stage.browser(width: 390, height: 844, isPhone: true)
            let other = try await stage.browser(width: 1280, height: 800)
            try await one.signIn(at: stage.baseURL, as: "listener-1")
            try await other.signIn(at: stage.baseURL, as: "listener-2")
            try await one.waitForImport(at: stage.baseURL)
            try await other.waitForImport(at: stage.baseURL)

            try await stage.sandbox.publish("For One", by: [artists[0]])
            try await stage.sandbox.publish("For the Other", by: [artists[1]])
            try await stage.sandbox.publish("For Both", by: [artists[2]])
            for (browser, titles) in [(one, ["For Both", "For One"]), (other, ["For Both", "For the Other"])] {
                try await browser.waitUntil("\(titles)") {
                    try await browser.texts("#releases > .day .title").sorted() == titles
                }
                try await browser.reload()
                #expect(try await browser.texts("#releases > .day .title").sorted() == titles)
            }
            let theirs = try await [one.texts(".before .artists"), other.texts(".before .artists")]
            #expect(
                theirs[0].contains { $0.contains(artists[0].name) }
                    && theirs[1].contains { $0.contains(artists[1].name) })
            #expect(!theirs[0].contains(artists[1].name) && !theirs[1].contains(artists[0].name))
            try await one.open("\(stage.baseURL)/settings")
            try await other.open("\(stage.baseURL)/settings")
            #expect(try await one.find(".opening .small").text == "Signed in as Ada Marlowe")
            #expect(try await other.find(".opening .small").text == "Signed in as Bjørn Åkesson")
            #expect(try await one.texts(".address") != other.texts(".address"))
            try await one.close()
            try await other.close()
            try await stage.close()
        }

        @Test func `everything works without scripts, by reload`() async throws {
            let stage = try await Stage.open()
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-4", to: artists)
            let browser = try await stage.browser(width: 390, height: 844, isPhone: true)
            try await browser.command("Emulation.setScriptExecutionDisabled", ["value": true])
            try await browser.open("\(stage.baseURL)/")
            try await browser.find("#authorize").click()
            try await browser.agree(as: "listener-4")
            // The page that shows the import loads itself again (a refresh in its head).
            try await browser.waitForImport(at: stage.baseURL)
            #expect(try await !browser.findAll(".before .title").isEmpty)
            try await stage.sandbox.publish("Without Scripts", by: [artists[1]])
            try await browser.waitUntil("the release") {
                try await browser.reload()
                return try await browser.findAll("#releases > .day .title").count == 1
            }
            #expect(try await browser.find("#releases > .day .title").text == "Without Scripts")
            try await browser.click("Settings")
            try await browser.waitFor("#connection a.button.quiet").click()
            try await browser.waitFor("button.danger").click()
            #expect(try await browser.waitFor("#connection .standing.disconnected span").text == "Disconnected")
            try await browser.click("Sign out")
            #expect(try await browser.waitFor("#authorize").isDisplayed)
            try await browser.close()
            try await stage.close()
        }
    }
}
