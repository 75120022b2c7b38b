import HTTP
import Support
import Testing

extension OneAtATime {
    /// The product behind real proxies, set up as the manual says.
    @Suite struct BehindProxyTests {
        /// Where the site is.
        struct Site: Sendable, CustomTestStringConvertible {
            let isEncrypted: Bool
            let path: String
            var testDescription: String { "\(isEncrypted ? "https" : "http"), \(path.isEmpty ? "no path" : path)" }
        }

        static let sites = [Site(isEncrypted: true, path: ""), Site(isEncrypted: false, path: "/music")]
        private static let trusted = ["TRUSTED_PROXIES": "127.0.0.1/32", "LOG_LEVEL": "debug"]

        @Test(.needsBrowser, arguments: ReverseProxy.allCases, sites)
        func `signing in, forms and live pages work through it`(proxy: ReverseProxy, site: Site) async throws {
            let front = try await ProxyFront(proxy, isEncrypted: site.isEncrypted)
            let sandbox = try await SandboxProcess.start(redirectURI: "\(front.url)\(site.path)/callback")
            let stage = try await Stage.open(
                sandbox: sandbox, path: site.path, publicURL: front.url, settings: Self.trusted)
            let process = try await front.start(ProxyPlan(upstream: stage.directAddress))
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-1", to: artists)
            let browser = try await stage.browser(
                width: 390, height: 844, isPhone: true, acceptsAnyCertificate: site.isEncrypted)
            try await browser.signIn(at: stage.baseURL, as: "listener-1")
            try await browser.waitForImport(at: stage.baseURL)
            let cookie = try await browser.cookies[site.isEncrypted ? "__Host-ff_session" : "ff_session"]
            #expect(cookie?["secure"].bool == site.isEncrypted && cookie?["httpOnly"].bool == true)
            try await browser.mark()
            try await stage.sandbox.publish("Through the Wall", by: [artists[0]])
            try await browser.waitUntil("the release") {
                try await browser.count(ofElementsWithText: "Through the Wall") == 1
            }
            // It came by the event stream, not by loading the page again.
            #expect(try await browser.isMarked)
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.follow("Settings", to: "\(stage.baseURL)/settings")
            let old = try await browser.texts(".address")
            try await browser.click("Replace")
            try await browser.waitUntil("another address") {
                let addresses = try await browser.texts(".address")
                return addresses.count == 1 && addresses != old
            }
            let feed = try await browser.find(".address").text
            #expect(feed.hasPrefix("\(stage.baseURL)/feeds/"))
            try await browser.follow("Sign out", to: "\(stage.baseURL)/")
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.close()
            try await process.terminate()
            try await stage.close()
        }

        @Test(arguments: ReverseProxy.allCases)
        func `own forms pass, those of other sites do not, and the log names the client`(
            proxy: ReverseProxy
        ) async throws {
            let front = try await ProxyFront(proxy)
            let stage = try await Stage.open(path: "/music", publicURL: front.url, settings: Self.trusted)
            let process = try await front.start(ProxyPlan(upstream: stage.directAddress))
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            let settings = try await visitor.get("/settings")
            /// What a browser says of where a form stands, and what comes of it.
            let forms: [(Fields, Int)] = [
                (["sec-fetch-site": "cross-site", "origin": "https://evil.example"], 403),
                (["sec-fetch-site": "cross-site"], 403), (["sec-fetch-site": "same-site"], 403),
                (["sec-fetch-site": "cross-site", "x-forwarded-host": "127.0.0.1"], 403),
                (["origin": "https://evil.example"], 403), (["origin": "null"], 403),
                (["origin": "https://evil.example", "x-forwarded-host": "evil.example"], 403),
                (["sec-fetch-site": "same-origin"], 303), (["origin": FieldValue(front.url) ?? ""], 303), ([:], 303),
            ]
            for (fields, status) in forms {
                let page = try await visitor.post("/settings/feed/replace", from: settings, fields: fields)
                #expect(page.status == status, "\(fields)")
            }
            // No field decides where the site is.
            let lies: Fields = [.xForwardedHost: "evil.example", .xForwardedProto: "https", .forwarded: "host=evil"]
            let page = try await visitor.get("/settings", fields: lies)
            #expect(page.status == 200 && !page.text.contains("evil") && page.text.contains("\(stage.baseURL)/feeds/"))

            let client = RawClient(port: front.port, from: "127.0.0.2")
            let lie = "X-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.7\r\nX-Real-IP: 203.0.113.7\r\n"
            _ = await client.exchange("GET /music/privacy HTTP/1.1\r\nHost: a\r\n\(lie)\r\n")
            let line = try await stage.server.waitForLine(containing: "path=/music/privacy")
            #expect(line.contains("client=127.0.0.2 "), "\(line)")
            #expect(!stage.log.contains { $0.contains("203.0.113.7") })
            try await process.terminate()
            try await stage.close()
        }

        @Test(arguments: ReverseProxy.allCases)
        func `visitors notice no restart of it`(proxy: ReverseProxy) async throws {
            let front = try await ProxyFront(proxy)
            let stage = try await Stage.open(publicURL: front.url, settings: Self.trusted)
            let process = try await front.start(ProxyPlan(upstream: stage.directAddress))
            let first = try stage.server
            let visitors = (0..<3).map { _ in stage.visitor() }
            let statuses = await withTaskGroup(of: [Int].self) { group in
                for visitor in visitors {
                    group.addTask {
                        var statuses: [Int] = []
                        while !Task.isCancelled {
                            statuses.append((try? await visitor.get("/privacy").status) ?? 0)
                        }
                        // The last one was given up by us.
                        return statuses.dropLast()
                    }
                }
                do {
                    let second = try await stage.start()
                    #expect(try await first.terminate() == 0)
                    try await second.waitForLine(containing: "path=/privacy")
                } catch {
                    Issue.record(error)
                }
                group.cancelAll()
                return await group.reduce(into: []) { $0 += $1 }
            }
            #expect(statuses.count > 3 && statuses.allSatisfy { $0 == 200 }, "\(statuses)")
            try await process.terminate()
            try await stage.close()
        }
    }
}
