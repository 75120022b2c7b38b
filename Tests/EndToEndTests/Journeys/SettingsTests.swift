import Support
import Testing

extension OneAtATime {
    /// The forms of the settings page, by real clicks.
    @Suite(.needsBrowser) struct SettingsTests {
        private func open() async throws -> (Stage, Browser) {
            let stage = try await Stage.open()
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-2", to: artists)
            let browser = try await stage.browser(width: 390, height: 844, isPhone: true)
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

            try await browser.follow("Settings", to: "\(stage.baseURL)/settings")
            try await browser.waitFor(3, ".sessions li")
            try await browser.find(".sessions form button").click()
            try await browser.waitFor(2, ".sessions li")
            let statuses = try await [elsewhere.get("/settings").status, another.get("/settings").status]
            #expect(statuses.sorted() == [200, 303])
            try await browser.click("Sign out everywhere else")
            try await browser.waitFor(1, ".sessions li")
            #expect(try await [elsewhere.get("/settings").status, another.get("/settings").status] == [303, 303])

            let before = try await browser.find(".address").text
            try await browser.click("Replace")
            try await browser.waitUntil("another address") { try await browser.texts(".address") != [before] }
            let after = try await browser.waitFor(".address").text
            #expect(before.hasSuffix(feed))
            #expect(try await elsewhere.get(before).status == 404)
            #expect(try await elsewhere.get(after).status == 200)
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.close()
            try await stage.close()
        }

        @Test func `disconnect, reconnect, sign out, delete account`() async throws {
            let (stage, browser) = try await open()
            let settings = "\(stage.baseURL)/settings"
            try await browser.follow("Settings", to: settings)
            #expect(try await browser.find("#connection .standing span").text == "Connected")
            try await browser.click("Disconnect")
            try await browser.waitFor("input[name=connection]")
            try await browser.follow("Confirm", to: settings)
            #expect(try await browser.waitFor("#connection .standing.disconnected span").text == "Disconnected")
            #expect(try Program.number(in: stage.database, "SELECT count(*) FROM data_key") == 0)
            try await browser.click("Reconnect")
            try await browser.agree(as: "listener-2")
            try await browser.waitUntil("the settings") { try await browser.url == settings }
            #expect(try await browser.waitFor("#connection .standing span").text == "Connected")

            try await browser.follow("Sign out", to: "\(stage.baseURL)/")
            #expect(try await browser.cookies["ff_session"] == nil)
            try await browser.back()
            // What was there before is not shown to whoever comes next.
            #expect(try await !browser.source.contains("Bjørn"))
            try await browser.reload()
            #expect(try await !browser.source.contains("Bjørn"))
            try await browser.signIn(at: stage.baseURL, as: "listener-2")
            // Known already, so nothing is imported.
            #expect(try await browser.url == "\(stage.baseURL)/")

            try await browser.follow("Settings", to: settings)
            try await browser.follow("Delete account", to: "\(settings)/delete-account")
            try await browser.follow("Keep my account", to: settings)
            try await browser.follow("Delete account", to: "\(settings)/delete-account")
            try await browser.follow("Confirm", to: "\(stage.baseURL)/goodbye")
            #expect(try await browser.waitFor("h1").text == "Goodbye.")
            try await browser.expectGoodPage(of: stage.baseURL)
            for rows in try [
                Program.number(in: stage.database, "SELECT count(*) FROM account"),
                Program.number(in: stage.database, "SELECT count(*) FROM connection"),
                Program.number(in: stage.database, "SELECT count(*) FROM data_key"),
                Program.number(in: stage.database, "SELECT count(*) FROM session"),
                Program.number(in: stage.database, "SELECT count(*) FROM follow"),
            ] { #expect(rows == 0) }
            // Whoever comes back begins anew.
            #expect(try await stage.visitor().signIn(as: "listener-2").location == "/welcome")
            try await browser.close()
            try await stage.close()
        }
    }
}
