import HTTP
import Support
import Testing

extension OneAtATime {
    /// Behind a real nginx, below a path, set up as the manual says.
    @Suite(.needsNginx) struct BehindNginxTests {
        private func location(_ upstream: String) -> String {
            """
            location /music/ {
                proxy_pass \(upstream);
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
            """
        }

        @Test(.needsBrowser) func `signing in, forms and live pages work through it`() async throws {
            let nginx = try Nginx()
            let stage = try await Stage.open(
                path: "/music", publicURL: nginx.url, settings: ["TRUSTED_PROXIES": "127.0.0.1/32"])
            let proxy = try await nginx.start(location(stage.directURL))
            let artists = Array(try await stage.sandbox.artists().prefix(2))
            try await stage.sandbox.setFollows(of: "listener-1", to: artists)
            let browser = try await Browser.start(width: 390, height: 844, isPhone: true)
            try await browser.signIn(at: stage.baseURL, as: "listener-1")
            try await browser.waitForImport(at: stage.baseURL)
            try await browser.mark()
            try await stage.sandbox.publish("Through the Wall", by: [artists[0]])
            try await browser.waitUntil("the release") {
                try await browser.count(ofElementsWithText: "Through the Wall") == 1
            }
            #expect(try await browser.isMarked)
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.follow("Settings", to: "\(stage.baseURL)/settings")
            let old = try await browser.texts(".address")
            try await browser.find(control: "Replace").click()
            try await browser.waitUntil("another address") {
                let addresses = try await browser.texts(".address")
                return addresses.count == 1 && addresses != old
            }
            let feed = try await browser.find(".address").text
            #expect(feed.hasPrefix("\(stage.baseURL)/feeds/"))
            #expect(try await stage.visitor().get(feed).entries == ["Through the Wall"])
            try await browser.follow("Sign out", to: "\(stage.baseURL)/")
            try await browser.expectGoodPage(of: stage.baseURL)
            try await browser.close()
            try await proxy.terminate()
            try await stage.close()
        }

        @Test func `the event stream passes at once, and a change with it`() async throws {
            let nginx = try Nginx()
            let stage = try await Stage.open(path: "/music", publicURL: nginx.url)
            let proxy = try await nginx.start(location(stage.directURL))
            let artists = Array(try await stage.sandbox.artists().prefix(1))
            try await stage.sandbox.setFollows(of: "listener-1", to: artists)
            let visitor = stage.visitor()
            try await visitor.signIn(as: "listener-1")
            try await visitor.waitForImport()
            let cookie = await visitor.cookieLine
            let stream = try ServerProcess(
                "/bin/bash",
                [
                    "-c",
                    "exec 3<>\"/dev/tcp/127.0.0.1/$1\"; printf 'GET /music/events HTTP/1.1\\r\\nHost: a\\r\\nCookie: %s\\r\\n\\r\\n' \"$2\" >&3; exec cat <&3",
                    "bash", nginx.url.split(separator: ":").last.map { String($0) } ?? "", cookie,
                ])
            try await stream.waitForLine(containing: "retry: ")
            try await stage.sandbox.publish("Streamed", by: artists)
            try await stream.waitForLine(containing: "event: change")
            try await stream.kill()
            try await proxy.terminate()
            try await stage.close()
        }

        @Test func `whose word on the client's address is taken`() async throws {
            let nginx = try Nginx()
            let socket = try ScratchFolder()
            let direct = try PortReservation()
            let stage = try await Stage.open(
                path: "/music", publicURL: nginx.url,
                settings: [
                    "LISTEN": "127.0.0.1:\(direct.port),unix:\(socket.file("web"))?mode=600", "TRUSTED_PROXIES": "unix",
                    "LOG_LEVEL": "debug",
                ])
            let proxy = try await nginx.start(location("http://unix:\(socket.file("web"))"))
            let spoofed: Fields = [.xForwardedFor: "203.0.113.7", .forwarded: "for=203.0.113.7"]

            let visitor = stage.visitor()
            #expect(try await visitor.get("/privacy", fields: spoofed).status == 200)
            // nginx has added whom it saw, and the address before that is anybody's claim.
            let relayed = try await stage.server.waitForLine(containing: "path=/music/privacy")
            #expect(relayed.contains("client=127.0.0.1 "))
            // Who comes past the proxy is whoever the socket says.
            let page = try await visitor.get("http://127.0.0.1:\(direct.port)/music/artists", fields: spoofed)
            #expect(page.status == 303 && page.location?.hasPrefix("/music/?return_to=") == true)
            let lone = try await stage.server.waitForLine(containing: "path=/music/artists")
            #expect(lone.contains("client=127.0.0.1 "))
            #expect(!stage.log.contains { $0.contains("203.0.113.7") })

            // Nor does any field decide where the site is.
            let hosts: Fields = [.xForwardedHost: "evil.example", .xForwardedProto: "https"]
            let front = try await visitor.get("/", fields: hosts)
            #expect(front.status == 200 && !front.text.contains("evil.example"))
            try await proxy.terminate()
            try await stage.close()
        }
    }
}
