import Support
import Testing

extension OneAtATime {
    /// Rules and reasons by real clicks, on a phone and on a desk.
    @Suite(.needsBrowser) struct RulesJourneyTests {
        @Test func `rules are previewed and saved, reasons are found`() async throws {
            let stage = try await Stage.open()
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-3", to: artists)
            let browser = try await stage.browser(width: 390, height: 844, isPhone: true)
            try await browser.signIn(at: stage.baseURL, as: "listener-3")
            try await browser.waitForImport(at: stage.baseURL)
            let rules = "\(stage.baseURL)/settings/rules"

            try await browser.follow("Settings", to: "\(stage.baseURL)/settings")
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.follow("What counts", to: rules)
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.find("input[name=leave_out][value=remix]").click()
            try await browser.find("input[name=form][value=single]").click()
            try await browser.click("Preview")
            #expect(try await browser.waitFor("#trial[role=status]").text.contains("Nothing is saved yet."))
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.follow("Save", to: "\(rules)?saved")
            #expect(try await browser.findAll("input[name=leave_out]:checked").count == 1)

            try await stage.sandbox.publish("Harbour Song (Remix)", by: [artists[0]], type: "single")
            try await stage.sandbox.publish("Harbour Lights", by: [artists[0]])
            try await browser.open("\(stage.baseURL)/")
            try await browser.waitUntil("the album") {
                try await browser.count(ofElementsWithText: "Harbour Lights") == 1
            }
            for width in [390, 1280] {
                try await browser.resize(width: width, height: 844, isPhone: width == 390)
                try await browser.open("\(stage.baseURL)/")
                try await browser.click("Why?")
                try await browser.waitFor(".answer")
                #expect(try await browser.texts("h1") == ["Why did I get this?"])
                try await browser.expectGoodPage(of: stage.baseURL)
                try await browser.open("\(stage.baseURL)/artists")
                try await browser.expectGoodPage(of: stage.baseURL)
                try await browser.find("a[id^=rules-]").click()
                try await browser.waitFor("#tier")
                try await browser.expectGoodPage(of: stage.baseURL)
                try await browser.open("\(stage.baseURL)/why?release=0000000000000000000000")
                try await browser.expectGoodPage(of: stage.baseURL)
                try await browser.open(rules)
                try await browser.expectGoodPage(of: stage.baseURL)
            }
            try await browser.close()
            try await stage.close()
        }
    }
}
