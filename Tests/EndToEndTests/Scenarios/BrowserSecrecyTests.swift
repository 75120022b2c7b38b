import Support
import Testing

extension OneAtATime {
    /// What a browser shows that no program sees: pages with what scripts have put into them, and what scripts can
    /// reach.
    @Suite(.needsBrowser, .storied) struct BrowserSecrecyTests {
        /// What leads out of the site, or is no page.
        private static let skipped = [
            "/reconnect", "/sign-in/", "/settings/identities/", "/settings/export", "/feeds/",
        ]
        /// Pages of the same kind that are looked at: one artist is as good as another.
        private static let perKind = 2

        /// Every page that links lead to from the pages seen so far, each kind a few times. Returns the kinds.
        private func walk(_ browser: Browser, _ stage: Stage, from start: [String]) async throws -> Set<String> {
            var waiting = start
            var seen: Set<String> = []
            var kinds: [String: Int] = [:]
            while let path = waiting.popLast() {
                let kind = String(path.prefix { $0 != "?" }).replacing(#/[0-9]+/#, with: "N")
                guard seen.insert(path).inserted, kinds[kind, default: 0] < Self.perKind else { continue }
                kinds[kind, default: 0] += 1
                try await browser.open(stage.baseURL + path)
                // No script sees a cookie, or finds anything that was put aside.
                let reach = try await browser.execute(
                    "return [document.cookie, localStorage.length + sessionStorage.length]")
                #expect(reach == ["", 0], "\(path)")
                let links = try await browser.execute("return [...document.links].map((link) => link.href)").array
                for link in links.compactMap(\.string) where link.hasPrefix("\(stage.baseURL)/") {
                    let target = String(link.dropFirst(stage.baseURL.count).prefix { $0 != "#" })
                    if !Self.skipped.contains(where: { target.hasPrefix($0) }) { waiting.append(target) }
                }
            }
            return Set(kinds.keys)
        }

        @Test func `no page that a browser shows has a secret in it, and no script sees a cookie`() async throws {
            let stage = try await Stage.open(settings: ["LOG_LEVEL": "trace"])
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-1", to: artists)
            try await stage.visitor().signIn(as: "listener-2")
            let browser = try await stage.browser(width: 1280, height: 900)
            try await browser.open(try #require(try stage.firstAdministratorLink))
            try await browser.find("#authorize").click()
            try await browser.agree(as: "listener-1")
            try await browser.waitForImport(at: stage.baseURL)
            let before = stage.canary.pageCount
            // Put into the page by its script.
            try await stage.sandbox.publish("In the Page", by: [artists[0]])
            try await browser.waitUntil("the release") {
                try await browser.count(ofElementsWithText: "In the Page") == 1
            }
            let kinds = try await walk(browser, stage, from: ["/", "/artists", "/settings", "/admin", "/no/such/page"])
            for kind in [
                "/", "/artists", "/artists/N", "/releases/N", "/why", "/status", "/settings", "/settings/rules",
                "/settings/disconnect", "/settings/delete-account", "/privacy", "/admin", "/admin/audit",
                "/admin/users/N",
                "/admin/users/N/delete", "/no/such/page",
            ] {
                #expect(kinds.contains(kind), "\(kind) is not among \(kinds.sorted())")
            }
            // A form's answer, and an invitation, which is shown once.
            try await browser.open("\(stage.baseURL)/settings")
            try await browser.click("Replace")
            try await browser.open("\(stage.baseURL)/admin")
            try await browser.find("main form[action$='/admin/invitations'] button").click()
            let invitation = try await browser.waitFor("#invitation").text
            // The address ends with it.
            stage.canary.noteShown([
                String(invitation.reversed().prefix { $0.isLetter || $0.isNumber || "-_".contains($0) }.reversed())
            ])
            try await browser.follow("Sign out", to: "\(stage.baseURL)/")
            try await browser.close()
            #expect(stage.canary.pageCount - before > kinds.count)
            // Its session's two halves, and what the exchange brought.
            #expect(stage.canary.count >= 8)
            try await stage.close()
        }
    }
}
