import HTTP
import HTTPServer
import Support
import Testing

extension OneAtATime {
    /// Scenario 7 of the research (§6) as it happens: over TLS, behind a proxy, with a host of the same domain that
    /// somebody else rules and that plants cookies for all of it.
    @Suite(.needsBrowser, .needs(.nginx), .storied) struct SiblingHostTests {
        private static let hosts = "*.example.test"

        /// A page that plants the cookies twice: its script sets them, and each of its images comes with one.
        private static func planter(_ cookies: [String]) throws -> Server {
            let list = cookies.map { "\"\($0)\"" }.joined(separator: ",")
            let images = cookies.indices.map { "<img src=/\($0) alt>" }.joined()
            let script = "<script>for (const cookie of [\(list)]) document.cookie = cookie</script>"
            let page = Array("<!doctype html><p>Win\(images)\(script)".utf8)
            return try Server(
                listeningOn: [.tcp(host: "127.0.0.1", port: 0)],
                handler: FunctionHandler { request in
                    var response = Response.html(.ok, page)
                    if let index = Int(request.path.dropFirst()), let value = FieldValue(cookies[index]) {
                        response.fields.append(.setCookie, value)
                    }
                    return response
                })
        }

        /// The attacker's cookies in every way in which a sibling could plant them, under their own names and others
        /// like them.
        private static func plants(_ pairs: [(name: Substring, value: Substring)]) -> [String] {
            let places = [
                "; Path=/; Domain=example.test", "; Path=/callback; Domain=example.test",
                "; Path=/; Domain=app.example.test", "; Path=/",
            ]
            return pairs.flatMap { name, value in
                let bare = name.dropFirst("__Host-".count)
                return ["\(name)", "\(bare)", "__Secure-\(bare)"].flatMap { name in
                    places.map { "\(name)=\(value); Secure\($0)" }
                }
            }
        }

        @Test func `scenario 7: cookies that a sibling host plants are neither a session nor a flow`() async throws {
            let front = try await ProxyFront(.nginx, isEncrypted: true, host: "app.example.test")
            let sandbox = try await SandboxProcess.start(redirectURI: "\(front.url)/callback")
            let stage = try await Stage.open(
                sandbox: sandbox, publicURL: front.url, settings: ["TRUSTED_PROXIES": "127.0.0.1"])
            let proxy = try await front.start(ProxyPlan(upstream: stage.directAddress))

            // The attacker's own session, and a flow of theirs, agreed to and not yet finished.
            let signedIn = Visitor(baseURL: stage.directURL)
            let link = try #require(try await signedIn.get("/").authorize)
            let done = try await signedIn.agree(to: link, as: "listener-2")
            #expect(try await signedIn.get(done.replacing(front.url, with: stage.directURL)).location == "/welcome")
            let starter = Visitor(baseURL: stage.directURL)
            let trap = try await starter.agree(to: #require(try await starter.get("/").authorize), as: "listener-2")
            let lines = await [signedIn.cookieLine, starter.cookieLine].joined(separator: "; ").split(separator: "; ")
            let pairs = lines.compactMap { line in
                line.firstIndex(of: "=").map { (name: line[..<$0], value: line[line.index(after: $0)...]) }
            }
            #expect(pairs.contains { $0.name == "__Host-ff_session" })
            #expect(pairs.contains { $0.name.hasPrefix("__Host-ff_flow_") })

            let planter = try Self.planter(Self.plants(pairs))
            let evil = try await ProxyFront(.nginx, isEncrypted: true, host: "evil.example.test")
            let evilProxy = try await evil.start(ProxyPlan(upstream: "\(planter.addresses[0])"))
            let exchanges = { try await sandbox.requests().filter { $0.grantType == "authorization_code" }.count }
            #expect(try await exchanges() == 1)

            let browser = try await stage.browser(
                width: 1280, height: 900, acceptsAnyCertificate: true, localHosts: Self.hosts)
            try await browser.open("\(evil.url)/")
            try await browser.open("\(front.url)/")
            // Planting works, or this would show nothing; only the prefix keeps its word.
            let cookies = try await browser.cookies
            #expect(cookies["ff_session"]?["domain"].string == ".example.test")
            #expect(cookies["__Host-ff_session"] == nil)
            for name in cookies.keys where name.hasPrefix("__Host-") {
                #expect(!pairs.contains { $0.name == name }, "\(name)")
            }
            #expect(try await browser.find("#authorize").isDisplayed)
            try await browser.open("\(front.url)/settings")
            #expect(try await !browser.source.contains("Bjørn"))

            // The attacker's callback finds no flow of theirs here.
            try await browser.open(trap)
            #expect(try await browser.find("h1").text == "This sign-in has expired")
            #expect(try await browser.cookies["__Host-ff_session"] == nil)
            #expect(try await exchanges() == 1)

            // The victim's own sign-in works beside all that, and no later planting replaces it.
            try await browser.signIn(at: front.url, as: "listener-1")
            let own = try #require(try await browser.cookies["__Host-ff_session"]?["value"].string)
            try await browser.open("\(evil.url)/")
            try await browser.open("\(front.url)/settings")
            #expect(try await browser.source.contains("Signed in as Ada Marlowe"))
            #expect(try await browser.cookies["__Host-ff_session"]?["value"].string == own)
            #expect(try await exchanges() == 2)

            try await browser.close()
            try await evilProxy.terminate()
            try await proxy.terminate()
            await planter.stop(grace: .seconds(1))
            try await stage.close()
        }
    }
}
