import HTTP
import Testing

@testable import Sandbox

/// The admin side's page for people.
struct AdminPageTests {
    private func submit(_ harness: SandboxHarness, _ form: String, _ pairs: [(name: String, value: String)])
        async throws
        -> String
    {
        let reply = try await harness.admin(.post, "/page/\(form)", FormFields(pairs).encoded)
        #expect(reply.status == 303)
        #expect(reply.fields[.location]?.hasPrefix("/?said=") == true)
        return try await harness.admin(.get, try #require(reply.fields[.location])).text
    }

    @Test func `shows the world, the clock, users, faults and the last requests`() async throws {
        let harness = try SandboxHarness()
        _ = try await harness.signIn("listener-2")
        _ = try await harness.send(.get, "/v1/me?x=%3Cb%3E&access_token=SECRET")
        let reply = try await harness.admin(.get, "/")
        #expect(reply.fields[.contentType] == "text/html; charset=utf-8")
        for expected in [
            "2026-11-21", "dev-2026", "http://sandbox.test", "Dee &amp; Jay", "listener-5", "/api/token",
            "/v1/me?x=%3Cb%3E&amp;access_token=redacted", "Nothing goes wrong", "href=\"/help\"",
        ] {
            #expect(reply.text.contains(expected), "\(expected)")
        }
        #expect(!reply.text.contains("SECRET"))
        #expect(!reply.text.contains("<script"))
    }

    @Test func `advances the clock and publishes what is told`() async throws {
        let harness = try SandboxHarness()
        #expect(try await submit(harness, "advance", [("seconds", "86400")]).contains("2026-11-22"))
        let artist = try await harness.busiestArtist()
        let form = [("artist", artist), ("name", "By <hand> & heart"), ("type", "album"), ("date", "2026-11-22")]
        #expect(try await submit(harness, "release", form).contains("<strong>By &lt;hand&gt; &amp; heart</strong>"))
        let albums = try await harness.call(
            .get, "/v1/artists/\(artist)/albums?include_groups=album", token: try await harness.appToken())
        #expect(albums.json["items"]?.elements?.first?["name"]?.text == "By <hand> & heart")
    }

    @Test func `adds and ends faults and incidents, changes users`() async throws {
        let harness = try SandboxHarness()
        let fault = [("name", "503-as-text"), ("path", "/v1/*"), ("times", "3")]
        #expect(try await submit(harness, "fault", fault).contains("3 more times"))
        #expect(try await harness.send(.get, "/v1/me").status == 503)
        #expect(try await submit(harness, "faults/clear", []).contains("Nothing goes wrong"))
        #expect(try await submit(harness, "incident", [("incident", "unavailable")]).contains("Incident: unavailable"))
        #expect(try await harness.token([("grant_type", "client_credentials")]).status == 503)
        _ = try await submit(harness, "incident", [("incident", "none")])
        let token = try await harness.signIn().access
        _ = try await submit(harness, "user", [("user", "listener-1"), ("action", "disallow")])
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 403)
        _ = try await submit(harness, "user", [("user", "listener-1"), ("action", "allow")])
        _ = try await submit(harness, "user", [("user", "listener-1"), ("action", "revoke")])
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 401)
    }

    static let refused: [(form: String, pairs: [(name: String, value: String)])] = [
        ("advance", [("seconds", "-1")]), ("release", []), ("fault", [("name", "x"), ("path", "/")]), ("user", []),
        ("incident", []), ("nothing", []),
    ]

    @Test(arguments: refused.indices)
    func `says why it has not done something`(_ index: Int) async throws {
        let (form, pairs) = Self.refused[index]
        #expect(try await submit(try SandboxHarness(), form, pairs).contains("Not done: "))
    }

    @Test func `explains itself, every call and every fault`() async throws {
        let harness = try SandboxHarness()
        let help = try await harness.admin(.get, "/help").text
        for name in NamedFault.allCases { #expect(help.contains(name.rawValue), "\(name.rawValue)") }
        let calls = try #require(try await harness.admin(.get, "/nothing").json["error"]?.text).matches(
            of: #/[A-Z]+ (/[a-z]+(/[a-z]+)?)/#)
        #expect(calls.count > 10)
        for call in calls { #expect(help.contains(String(call.output.1)), "\(call.output.0)") }
        for expected in ["spotipy", "tekore", "http://sandbox.test/v1/", "--artists"] {
            #expect(help.contains(expected))
        }
    }
}
