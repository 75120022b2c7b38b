import HTTP
import HTTPServer
import Support
import Testing

extension OneAtATime {
    /// Scenario 8 of the research (§6): forms that other sites have a browser send, and programs that send none of a
    /// browser's fields.
    @Suite(.storied) struct CrossSiteFormTests {
        /// Another site, with a page whose button sends a form to Fanfare.
        private struct OtherSite {
            let server: Server
            let port: String

            init(attacking target: String, _ fields: [(String, String)], referrer: String? = nil) throws {
                let inputs = fields.map { "<input type=hidden name=\"\($0.0)\" value=\"\($0.1)\">" }.joined()
                let policy = referrer.map { "<meta name=referrer content=\($0)>" } ?? ""
                let page =
                    "<!doctype html>\(policy)<form method=post action=\"\(target)\">\(inputs)<button id=go>Win</button></form>"
                server = try Server(
                    listeningOn: [.tcp(host: "127.0.0.1", port: 0)],
                    handler: FunctionHandler { _ in Response.html(.ok, Array(page.utf8)) })
                port = server.addresses[0].description.split(separator: ":").last.map { String($0) } ?? ""
            }
        }

        /// From where the form comes, and what the page says of its referrer.
        struct Attack: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let host: String
            let referrer: String?
        }

        private static let attacks = [
            Attack(testDescription: "another site", host: "localhost", referrer: nil),
            Attack(testDescription: "another site, Origin: null", host: "localhost", referrer: "no-referrer"),
            // Another port is another origin of the same site: there the browser sends the cookie along.
            Attack(testDescription: "a sibling", host: "127.0.0.1", referrer: nil),
            Attack(testDescription: "a sibling, Origin: null", host: "127.0.0.1", referrer: "no-referrer"),
        ]

        @Test(.needsBrowser) func `scenario 8: no other site disconnects anybody, though it knew the form's token`()
            async throws
        {
            let stage = try await Stage.open()
            let browser = try await stage.browser(width: 1280, height: 900)
            try await browser.signIn(at: stage.baseURL, as: "listener-1")
            let settings = "\(stage.baseURL)/settings"
            try await browser.open("\(settings)/disconnect")
            let token = try #require(try await browser.find("main input[name=token]").attribute("value"))
            for attack in CrossSiteFormTests.attacks {
                let fields = [("token", token), ("connection", "1"), ("confirm", "yes")]
                let site = try OtherSite(attacking: "\(settings)/disconnect", fields, referrer: attack.referrer)
                try await browser.open("http://\(attack.host):\(site.port)/")
                try await browser.find("#go").click()
                try await browser.waitUntil("the answer to \(attack)") {
                    try await browser.url.hasPrefix(stage.baseURL)
                }
                #expect(try await browser.waitFor("h1").text == "Please try that again", "\(attack)")
                #expect(try await browser.find(".number").text == "403", "\(attack)")
                await site.server.stop(grace: .seconds(1))
            }
            #expect(try Program.number(in: stage.database, "SELECT count(*) FROM data_key") == 1)
            // The same form of our own page.
            try await browser.open("\(settings)/disconnect")
            try await browser.follow("Confirm", to: settings)
            #expect(try await browser.waitFor("#connection .standing.disconnected span").text == "Disconnected")
            #expect(try Program.number(in: stage.database, "SELECT count(*) FROM data_key") == 0)
            try await browser.close()
            try await stage.close()
        }

        /// What a program sends besides cookie and form.
        struct Sender: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let fields: Fields
            let hasToken: Bool
            let status: Int
        }

        private static func senders(_ origin: String) -> [Sender] {
            [
                Sender(testDescription: "nothing", fields: [:], hasToken: false, status: 403),
                Sender(
                    testDescription: "Sec-Fetch-Site: cross-site", fields: ["sec-fetch-site": "cross-site"],
                    hasToken: true, status: 403),
                Sender(
                    testDescription: "Sec-Fetch-Site: same-site", fields: ["sec-fetch-site": "same-site"],
                    hasToken: true, status: 403),
                Sender(testDescription: "Origin: null", fields: [.origin: "null"], hasToken: true, status: 403),
                Sender(
                    testDescription: "another origin", fields: [.origin: "https://evil.example"], hasToken: true,
                    status: 403),
                Sender(
                    testDescription: "our host by another scheme",
                    fields: [.origin: FieldValue(origin.replacing("http:", with: "https:")) ?? ""], hasToken: true,
                    status: 403),
                Sender(
                    testDescription: "own page without token", fields: ["sec-fetch-site": "same-origin"],
                    hasToken: false, status: 403),
                Sender(
                    testDescription: "own page under no-referrer",
                    fields: ["sec-fetch-site": "same-origin", .origin: "null"], hasToken: true, status: 303),
                Sender(
                    testDescription: "an old browser", fields: [.origin: FieldValue(origin) ?? ""], hasToken: true,
                    status: 303),
                Sender(testDescription: "the token alone", fields: [:], hasToken: true, status: 303),
            ]
        }

        @Test func `scenario 8: a program with the cookie needs the form's token, and no field that speaks against it`()
            async throws
        {
            let stage = try await Stage.open()
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            let page = try await visitor.get("/settings")
            let feed = try await visitor.get("/").feed
            for sender in CrossSiteFormTests.senders(stage.baseURL) where sender.status == 403 {
                let answer = try await visitor.post(
                    "/settings/feed/replace", from: page, [], fields: sender.fields, hasToken: sender.hasToken)
                #expect(answer.status == 403, "\(sender)")
            }
            #expect(try await visitor.get("/").feed == feed)
            for sender in CrossSiteFormTests.senders(stage.baseURL) where sender.status == 303 {
                let answer = try await visitor.post(
                    "/settings/feed/replace", from: page, [], fields: sender.fields, hasToken: sender.hasToken)
                #expect(answer.status == 303, "\(sender)")
            }
            #expect(try await visitor.get("/").feed != feed)
            try await stage.close()
        }
    }
}
