import Support
import Testing

extension OneAtATime {
    /// The forms of the settings page, by real clicks.
    @Suite(.needsBrowser) struct SettingsTests {
        private func open() async throws -> (Stage, Browser) {
            let stage = try await Stage.open()
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-2", to: artists)
            let browser = try await Browser.start(width: 390, height: 844, isPhone: true)
            try await browser.signIn(at: stage.baseURL, as: "listener-2")
            try await browser.waitForImport(at: stage.baseURL)
            return (stage, browser)
        }

        @Test func `sessions are listed and ended, the feed's address is replaced`() async throws {
            let (stage, browser) = try await open()
            let elsewhere = stage.visitor()
            let another = stage.visitor()
            try await elsewhere.signIn(as: "listener-2")
            try await another.signIn(as: "listener-2")
            let feed = try await elsewhere.get("/").feed ?? ""
            #expect(try await elsewhere.get(feed).status == 200)

            try await browser.find(control: "Settings").click()
            #expect(try await browser.findAll(".sessions li").count == 3)
            try await browser.find(".sessions form button").click()
            #expect(try await browser.findAll(".sessions li").count == 2)
            let statuses = try await [elsewhere.get("/settings").status, another.get("/settings").status]
            #expect(statuses.sorted() == [200, 303])
            try await browser.find(control: "Sign out everywhere else").click()
            #expect(try await browser.findAll(".sessions li").count == 1)
            #expect(try await [elsewhere.get("/settings").status, another.get("/settings").status] == [303, 303])

            let before = try await browser.find(".address").text
            try await browser.find(control: "Replace").click()
            let after = try await browser.find(".address").text
            #expect(before != after && before.hasSuffix(feed))
            #expect(try await elsewhere.get(before).status == 404)
            #expect(try await elsewhere.get(after).status == 200)
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.close()
            try await stage.close()
        }

        @Test func `disconnect, reconnect, sign out, delete account`() async throws {
            let (stage, browser) = try await open()
            try await browser.find(control: "Settings").click()
            #expect(try await browser.find("#connection .standing span").text == "Connected")
            try await browser.find(control: "Disconnect").click()
            try await browser.find(control: "Confirm").click()
            #expect(try await browser.find("#connection .standing span").text == "Disconnected")
            try await browser.find(control: "Reconnect").click()
            try await browser.agree(as: "listener-2")
            try await browser.waitUntil("the settings") {
                try await browser.url == "\(stage.baseURL)/settings"
            }
            #expect(try await browser.find("#connection .standing span").text == "Connected")

            try await browser.find(control: "Sign out").click()
            #expect(try await browser.url == "\(stage.baseURL)/")
            #expect(try await browser.cookies["ff_session"] == nil)
            try await browser.back()
            try await browser.reload()
            // What was there before is not shown to whoever comes next.
            #expect(try await !browser.source.contains("Bjørn"))
            try await browser.signIn(at: stage.baseURL, as: "listener-2")
            // Known already, so nothing is imported.
            #expect(try await browser.url == "\(stage.baseURL)/")

            try await browser.find(control: "Settings").click()
            try await browser.find(control: "Delete account").click()
            try await browser.find(control: "Keep my account").click()
            try await browser.find(control: "Delete account").click()
            try await browser.find(control: "Confirm").click()
            #expect(try await browser.find("h1").text == "Goodbye.")
            try await browser.expectGoodPage(of: stage.baseURL)
            // Whoever comes back begins anew.
            #expect(try await stage.visitor().signIn(as: "listener-2").location == "/welcome")
            try await browser.close()
            try await stage.close()
        }
    }
}
