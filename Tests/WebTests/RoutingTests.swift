import Domain
import HTTP
import Synchronization
import Testing

@testable import Web

struct RoutingTests {
    @Test(arguments: [
        ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/privacy", 200), ("GET", "/goodbye", 200),
        ("GET", "/healthz", 200), ("GET", "/readyz", 200), ("GET", "/robots.txt", 200), ("GET", "/favicon.ico", 302),
        ("GET", "/static/app.css", 200), ("GET", "/static/deep/file.js", 200),
        // Whoever has no session is sent to the front page.
        ("GET", "/artists", 303), ("GET", "/settings", 303), ("GET", "/welcome", 303), ("POST", "/sign-out", 303),
        // Unknown, and what may be taken for another path.
        ("GET", "/nothing", 404), ("GET", "/static", 404), ("GET", "/static/", 404), ("GET", "/callback/spotify", 404),
        ("GET", "/feeds/releases.atom", 404), ("GET", "/feeds/x/releases.atom", 404), ("GET", "//", 404),
        ("GET", "/../artists", 404), ("GET", "/%2e%2e/artists", 404), ("GET", "/a%2Fb", 404), ("GET", "/%zz", 404),
        ("GET", "/artists//", 404), ("POST", "/nothing", 404),
        // The same page, said otherwise.
        ("GET", "/artists/", 308), ("GET", "/%61rtists", 303),
        // Known, but not so.
        ("POST", "/", 405), ("DELETE", "/artists", 405), ("GET", "/sign-out", 405), ("PUT", "/healthz", 405),
        ("TRACE", "/", 405), ("POST", "/static/app.css", 405),
        ("OPTIONS", "/", 204), ("OPTIONS", "/sign-out", 204), ("OPTIONS", "/nothing", 404),
        ("BREW", "/", 501), ("get", "/", 501), ("BREW", "/nothing", 501),
    ])
    func `answers each address as its row says`(_ method: String, _ path: String, _ status: Int) async throws {
        let site = try TestSite()
        let response = await site.browser().send(Method(token: method), path, [.accept: "text/html"])
        #expect(response.status.code == status)
    }

    @Test(arguments: [("/artists/", "/artists"), ("/why/?link=a%20b&c", "/why?link=a%20b&c"), ("/why/?", "/why?")])
    func `leaves out a slash at the end, and nothing else`(_ target: String, _ location: String) async throws {
        let response = await (try TestSite()).browser().send(.get, target)
        #expect(response.status == .permanentRedirect)
        #expect(response.fields[.location] == location)
    }

    @Test(arguments: [
        ("/healthz", true), ("/robots.txt", true), ("/favicon.ico", true), ("/static/app.css", true),
        ("/fanfare/healthz", true), ("/", false), ("/artists", false), ("/readyz", false), ("/nothing", false),
    ])
    func `gives at once what it gives otherwise, where nobody is asked`(_ path: String, _ isAtOnce: Bool) async throws {
        let site = try TestSite(path: path.hasPrefix("/fanfare") ? "/fanfare" : "")
        for method in [Method.get, .head] {
            let request = Request(head: RequestHead(method: method, target: .origin(path: path, query: nil)))
            let response = site.app.respondAtOnce(to: request)
            #expect((response != nil) == isAtOnce)
            guard let response else { continue }
            let other = await site.app.respond(to: request)
            #expect(response.status == other.status)
            #expect(response.fields == other.fields)
            #expect(response.fields.contains(.contentSecurityPolicy))
        }
        // Cross-site rules and refusals are the other way's.
        let post = Request(head: RequestHead(method: .post, target: .origin(path: path, query: nil)))
        #expect(site.app.respondAtOnce(to: post) == nil)
    }

    @Test(arguments: [
        ("/", "GET, HEAD, OPTIONS"), ("/sign-out", "POST, OPTIONS"),
        ("/settings/disconnect", "GET, HEAD, POST, OPTIONS"),
    ])
    func `says what an address allows`(_ path: String, _ allowed: String) async throws {
        let site = try TestSite()
        #expect(await site.browser().send(.options, path).fields[.allow] == allowed)
        #expect(await site.browser().send(.patch, path).fields[.allow] == allowed)
    }

    @Test func `answers OPTIONS for the whole server`() async throws {
        let site = try TestSite()
        let response = await site.app.respond(to: Request(head: RequestHead(method: .options, target: .asterisk)))
        #expect(response.status == .noContent)
        #expect(response.fields[.allow] == "GET, HEAD, POST, OPTIONS")
    }

    @Test func `takes the base path off and puts it into every link`() async throws {
        let site = try TestSite(path: "/music/fanfare")
        for path in ["/music/fanfare", "/music/fanfare/"] {
            let page = await site.browser().get(path)
            #expect(page.status == .ok)
            for element in Markup(page.text).elements {
                for (name, value) in element.attributes where name == "href" || name == "src" || name == "action" {
                    let isOurs =
                        value.hasPrefix("/music/fanfare/") || value.hasPrefix("#") || value.hasPrefix("https://")
                    #expect(isOurs, "\(element.name) \(value)")
                }
            }
        }
        for path in ["/", "/music", "/music/fanfarex", "/artists", "/music/fanfare/nothing"] {
            #expect(await site.browser().get(path).status == .notFound, "\(path)")
        }
        let sent = await site.browser().get("/music/fanfare/artists?x=1")
        #expect(sent.fields[.location] == "/music/fanfare/?return_to=%2Fartists%3Fx%3D1")
        #expect(await site.browser().get("/music/fanfare/artists/").fields[.location] == "/music/fanfare/artists")
        // Probes come past the proxy.
        for path in ["/healthz", "/music/fanfare/healthz", "/readyz"] {
            #expect(await site.browser().get(path).status == .ok, "\(path)")
        }
        // The files' handler sees the path as sent.
        #expect(await site.browser().get("/music/fanfare/static/app.css").text == "file /music/fanfare/static/app.css")
    }

    @Test func `answers a refusal in words, and in JSON to a program`() async throws {
        let site = try TestSite()
        let page = await site.browser().get("/<nothing>")
        #expect(page.fields[.contentType] == "text/html; charset=utf-8")
        #expect(page.text.contains("Nothing here"))
        #expect(!page.text.contains("nothing&gt;"))
        let json = await site.browser().get("/nothing", [.accept: "application/json"])
        #expect(json.fields[.contentType] == "application/json")
        #expect(json.text.hasPrefix("{\"error\": \""))
    }

    @Test func `does not wait for a database that does not answer`() async throws {
        let site = try TestSite {
            $0.readiness = {
                try? await Task.sleep(for: .seconds(86_400))
                return []
            }
            $0.sleep = { _ in }
        }
        let response = await site.browser().get("/readyz")
        #expect(response.status == .serviceUnavailable)
        #expect(
            response.text
                == #"{"ready": false, "reasons": ["the database has not answered within 3 seconds"]}"# + "\n")
    }

    @Test func `asks nobody for the health check, and the store for readiness`() async throws {
        let site = try TestSite { $0.readiness = { ["the worker \"sleeps\""] } }
        site.store.state.withLock { $0.failure = .full }
        #expect(await site.browser().get("/healthz").text == "ok\n")
        #expect(site.store.state.withLock { $0.reads } == 0)
        let response = await site.browser().get("/readyz")
        #expect(response.status == .serviceUnavailable)
        #expect(
            response.text
                == #"{"ready": false, "reasons": ["the database has no space left", "the worker \"sleeps\""]}"# + "\n"
        )
    }

    @Test(arguments: [(StoreFailure.busy, 503), (.full, 503), (.broken("gone"), 503), (.constraint("x"), 500)])
    func `says so when the store fails`(_ failure: StoreFailure, _ status: Int) async throws {
        let site = try TestSite()
        let browser = site.browser(signedInAs: 1)
        site.store.state.withLock { $0.failure = failure }
        let response = await browser.get("/")
        #expect(response.status.code == status)
        #expect(response.fields.contains(.retryAfter) == (status == 503))
        #expect(!response.text.contains("gone"))
        // An unknown page stays unknown.
        #expect(await browser.get("/nothing").status == .notFound)
    }
}
