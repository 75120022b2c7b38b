import Support
import Testing

extension OneAtATime {
    /// What an administrator sees and clicks, on a phone and on a desk, with and without scripts.
    @Suite(.needsBrowser, .storied) struct AdministratorJourneyTests {
        @Test(arguments: [390, 1280])
        func `from the link of the start to inviting, blocking and deleting`(width: Int) async throws {
            let stage = try await Stage.open(settings: ["REGISTRATION": "allowlist"])
            let link = try #require(try stage.firstAdministratorLink)
            let browser = try await stage.browser(width: width, height: 844, isPhone: width < 600)
            try await browser.command("Emulation.setScriptExecutionDisabled", ["value": true])
            try await browser.open(link)
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.find("#authorize").click()
            try await browser.agree(as: "listener-1")
            try await browser.waitUntil("a page of Fanfare") { try await browser.url.hasPrefix(stage.baseURL) }
            try await browser.open("\(stage.baseURL)/")
            try await browser.follow("Admin", to: "\(stage.baseURL)/admin")
            try await browser.expectGoodPage(of: stage.baseURL)
            #expect(try await browser.source.contains("1 of 5 Spotify seats used"))

            // Somebody asks, and is let in.
            let guest = stage.visitor()
            #expect(try await guest.signIn(as: "listener-2").status == 403)
            try await browser.reload()
            try await browser.find("button[aria-label^='Let in']").click()
            try await browser.waitFor("form[action$='/admin/allowlist/remove']")
            #expect(try await guest.signIn(as: "listener-2").location == "/welcome")

            // Somebody is invited.
            try await browser.find("main form[action$='/admin/invitations'] input[name=note]").type("Cleo")
            try await browser.find("main form[action$='/admin/invitations'] button").click()
            let invitation = try await browser.waitFor("#invitation").text
            try await browser.expectGoodPage(of: stage.baseURL)
            #expect(try await stage.visitor().signIn(from: invitation, as: "listener-3").location == "/welcome")

            // One of them is blocked, and reads why.
            try await browser.open("\(stage.baseURL)/admin")
            try await browser.find("#users li:nth-child(2) a").click()
            try await browser.waitFor("input[name=reason]").type("Because of the noise")
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.find("form[action$='/block'] button").click()
            try await browser.waitFor("form[action$='/unblock']")
            #expect(try await guest.get("/settings").status == 303)
            #expect(try await guest.signIn(as: "listener-2").text.contains("Because of the noise"))

            // And deleted, after a question.
            try await browser.click("Delete account")
            try await browser.waitFor("button[name=confirm]")
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.follow("Confirm", to: "\(stage.baseURL)/admin")
            #expect(try await browser.waitFor("#users").text.contains("Bjørn") == false)
            try await browser.click("Audit log")
            try await browser.waitFor(".events")
            let events = try await browser.find(".events").text
            for act in [
                "Account deleted", "Blocked", "Invitation used", "Let in", "Sign-in refused", "Made administrator",
            ] {
                #expect(events.contains(act), "\(act)")
            }
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.close()
            try await stage.close()
        }
    }
}
