import HTTP
import Testing

@testable import Sandbox

struct QuotaTests {
    private func albums(_ harness: SandboxHarness, _ token: String, _ artist: String) async throws
        -> SandboxHarness.Reply
    {
        try await harness.call(.get, "/v1/artists/\(artist)/albums", token: token)
    }

    @Test func `development mode starts with a hundred artist-albums calls a rolling day`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn().access
        let artist = try await harness.busiestArtist()
        try await harness.admin(.post, "/tokens/policy", #"{"lifetime":1000000}"#)
        let lasting = try await harness.signIn().access
        for _ in 0..<50 { #expect(try await albums(harness, lasting, artist).status == 200) }
        try await harness.advance(193)
        for _ in 0..<50 { #expect(try await albums(harness, lasting, artist).status == 200) }
        let refused = try await albums(harness, lasting, artist)
        #expect(refused.status == 429)
        #expect(refused.fields[.retryAfter] == "86207")
        #expect(
            refused.text == #"{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}"#)
        // Other families go on, and so does the day: the first fifty leave the window together.
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 200)
        try await harness.advance(86_206)
        #expect(try await albums(harness, lasting, artist).status == 429)
        try await harness.advance(1)
        for _ in 0..<50 { #expect(try await albums(harness, lasting, artist).status == 200) }
        #expect(try await albums(harness, lasting, artist).fields[.retryAfter] == "193")
    }

    @Test func `development mode starts with 180 calls in thirty seconds`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn().access
        for _ in 0..<180 { #expect(try await harness.call(.get, "/v1/me", token: token).status == 200) }
        let refused = try await harness.call(.get, "/v1/me", token: token)
        #expect(refused.status == 429)
        #expect(refused.fields[.retryAfter] == "30")
        #expect(refused.json["error"]?["message"]?.text == "API rate limit exceeded")
        #expect(refused.json["error"]?["reason"] == nil)
        // The accounts service does not share the limit.
        _ = try await harness.signIn()
        try await harness.advance(30)
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 200)
    }

    @Test func `a demo starts without limits`() async throws {
        let harness = try SandboxHarness { $0.hasLimits = false }
        let token = try await harness.appToken()
        let artist = try await harness.busiestArtist()
        for _ in 0..<300 { #expect(try await albums(harness, token, artist).status == 200) }
    }

    struct Setting: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bodies: [String]
        /// How many artist-albums calls pass, at most 250 tried.
        let passed: Int
    }

    static let settings = [
        Setting(testDescription: "per day", bodies: [#"{"family":"artist-albums","per_day":7}"#], passed: 7),
        Setting(testDescription: "none", bodies: [#"{"family":"artist-albums","per_day":0}"#], passed: 0),
        Setting(testDescription: "per 30 s", bodies: [#"{"family":"artist-albums","per_30s":3}"#], passed: 3),
        Setting(testDescription: "other family", bodies: [#"{"family":"search","per_day":1}"#], passed: 100),
        Setting(
            testDescription: "all lifted", bodies: [#"{"family":"*","per_day":null,"per_30s":null}"#], passed: 250),
        Setting(testDescription: "all limited", bodies: [#"{"family":"*","per_day":4}"#], passed: 4),
        Setting(
            testDescription: "all widened", bodies: [#"{"family":"*","per_day":100000,"per_30s":100000}"#], passed: 250),
        Setting(
            testDescription: "one after all",
            bodies: [#"{"family":"*","per_day":null,"per_30s":null}"#, #"{"family":"artist-albums","per_day":5}"#],
            passed: 5),
    ]

    @Test(arguments: settings)
    func `limits are what the script says`(_ setting: Setting) async throws {
        let harness = try SandboxHarness()
        let token = try await harness.appToken()
        let artist = try await harness.busiestArtist()
        for body in setting.bodies { #expect(try await harness.admin(.post, "/quota", body).status == 200) }
        var passed = 0
        while passed < 250, try await albums(harness, token, artist).status == 200 { passed += 1 }
        #expect(passed == setting.passed)
    }

    @Test func `a script can name the time to wait`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.appToken()
        let artist = try await harness.busiestArtist()
        try await harness.admin(.post, "/quota", #"{"family":"artist-albums","per_day":0,"retry_after":49861}"#)
        #expect(try await albums(harness, token, artist).fields[.retryAfter] == "49861")
        try await harness.admin(.post, "/quota", #"{"family":"artist-albums","retry_after":null}"#)
        #expect(try await albums(harness, token, artist).fields[.retryAfter] == "86400")
        try await harness.admin(.post, "/quota", #"{"family":"accounts","per_day":0}"#)
        #expect(try await harness.token([("grant_type", "client_credentials")]).status == 429)
    }
}
