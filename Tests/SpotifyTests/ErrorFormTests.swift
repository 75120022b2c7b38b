import Domain
import HTTP
import Support
import Testing

struct ErrorFormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var status: Int
        var fields: Fields = [:]
        var body: String
        var releases: SourceFailure
        /// Where it differs.
        var followed: SourceFailure?

        var testDescription: String { "\(status) \(body)" }
    }

    private static let remedy =
        "In development mode the app's owner needs Premium, and every user must be on the app's list at "
        + "developer.spotify.com/dashboard."

    static let cases: [Case] = [
        // The four forms (FACTS §0.8).
        Case(
            status: 403, body: #"{ "error" : { "status" : 403, "message" : "Insufficient client scope" } }"#,
            releases: .refused(
                "Spotify refuses this call: “Insufficient client scope”. Signing in again may help, if a permission is missing."
            )),
        Case(
            status: 403, body: #"{"error":"insufficient_scope","error_description":"More is needed"}"#,
            releases: .refused(
                "Spotify refuses this call: “More is needed”. Signing in again may help, if a permission is missing.")),
        Case(
            status: 403, body: "User not registered in the Developer Dashboard\n",
            releases: .refused(
                "Spotify refuses this app or this user: “User not registered in the Developer Dashboard”. \(remedy)")),
        Case(status: 403, body: "", releases: .refused("Spotify refuses this app or this user. \(remedy)")),
        Case(
            status: 403, body: "<html><script>x</script></html>",
            releases: .refused("Spotify refuses this app or this user. \(remedy)")),
        // What is not known.
        Case(
            status: 404, body: #"{"error":{"status":404,"message":"Resource not found"}}"#,
            releases: .gone("Spotify does not know it: “Resource not found”"),
            followed: .refused("Spotify does not know it: “Resource not found”")),
        Case(
            status: 400, body: #"{"error":{"status":400,"message":"Invalid base62 id"}}"#,
            releases: .gone("Spotify does not know it: “Invalid base62 id”"),
            followed: .refused("Spotify does not know it: “Invalid base62 id”")),
        // Trouble that passes.
        Case(
            status: 502, body: #"{"error":{"status":502,"message":"Failed to get followed artists"}}"#,
            releases: .transient("Spotify answered 502: “Failed to get followed artists”", after: nil)),
        Case(
            status: 503, fields: [.retryAfter: "120"], body: "upstream connect error",
            releases: .transient("Spotify answered 503: “upstream connect error”", after: .seconds(120))),
        Case(status: 500, body: "<html>", releases: .transient("Spotify answered 500", after: nil)),
        Case(status: 504, body: "", releases: .transient("Spotify answered 504", after: nil)),
        Case(status: 302, body: "", releases: .transient("Spotify answered 302", after: nil)),
        Case(status: 204, body: "", releases: .transient("Spotify answered 204", after: nil)),
        Case(
            status: 401, body: #"{"error":{"status":401,"message":"Invalid access token"}}"#,
            releases: .transient("Spotify does not take a new token", after: nil)),
        // Too many calls (FACTS §3).
        Case(
            status: 429, fields: [.retryAfter: "86207"], body: Example.error,
            releases: .throttled(after: .seconds(86_207), isQuota: true)),
        Case(
            status: 429, fields: [.retryAfter: "5"],
            body: #"{"error":{"status":429,"message":"API rate limit exceeded"}}"#,
            releases: .throttled(after: .seconds(5), isQuota: false)),
        Case(
            status: 429, fields: [.retryAfter: "48925"], body: "Too many requests",
            releases: .throttled(after: .seconds(48_925), isQuota: true)),
        Case(
            status: 429, fields: [.retryAfter: "600"], body: "",
            releases: .throttled(after: .seconds(600), isQuota: false)),
        Case(status: 429, body: "", releases: .throttled(after: .seconds(30), isQuota: false)),
        Case(status: 429, body: Example.error, releases: .throttled(after: .hours(1), isQuota: true)),
        Case(
            status: 429, fields: [.retryAfter: "soon"], body: "",
            releases: .throttled(after: .seconds(30), isQuota: false)),
        Case(
            status: 429, fields: [.retryAfter: "-3"], body: Example.error,
            releases: .throttled(after: .hours(1), isQuota: true)),
        Case(
            status: 429, fields: [.retryAfter: "0"], body: "", releases: .throttled(after: .seconds(1), isQuota: false)),
        Case(
            status: 429, fields: [.retryAfter: "999999999999999999"], body: "",
            releases: .throttled(after: .seconds(10_000_000_000), isQuota: true)),
        Case(
            status: 429, fields: [.retryAfter: "Sat, 21 Nov 2026 00:01:00 GMT"], body: "",
            releases: .throttled(after: .seconds(60), isQuota: false)),
        Case(
            status: 429,
            fields: [.retryAfter: "Sun, 22 Nov 2026 00:00:00 GMT", .date: "Sat, 21 Nov 2026 12:00:00 GMT"], body: "",
            releases: .throttled(after: .hours(12), isQuota: true)),
        Case(
            status: 429, fields: [.retryAfter: "Fri, 20 Nov 2026 00:00:00 GMT"], body: "",
            releases: .throttled(after: .seconds(1), isQuota: false)),
    ]

    @Test(arguments: cases)
    func `an answer of any form has one meaning`(_ sample: Case) async {
        let client = ScriptedClient(sample.status, fields: sample.fields, sample.body)
        #expect(await Desk(client).releases() == .failure(sample.releases))
        #expect(await Desk(client).followed() == .failure(sample.followed ?? sample.releases))
    }

    static let lost: [(failure: ClientFailure, meaning: SourceFailure)] = [
        (.notSent("no route"), .transient("Spotify cannot be reached: no route", after: nil)),
        (.outcomeUnknown("time-out"), .transient("Spotify's answer was lost: time-out", after: nil)),
        (.tooLarge, .transient("Spotify's answer is too large", after: nil)),
        (
            .invalid("no host"),
            .refused("The configured address of Spotify's API cannot be called: no host")
        ),
    ]

    @Test(arguments: lost)
    func `no answer has a meaning, too`(_ failure: ClientFailure, _ meaning: SourceFailure) async {
        let client = ScriptedClient { _ throws(ClientFailure) in throw failure }
        #expect(await Desk(client).releases() == .failure(meaning))
        #expect(await Desk(client).followed() == .failure(meaning))
    }

    @Test func `a long text of an error is cut, and on one line`() async {
        let body = String(repeating: "word \u{1B}\r\n", count: 100)
        guard case .failure(.transient(let reason, _)) = await Desk(ScriptedClient(500, body)).releases() else {
            Issue.record("an error must fail")
            return
        }
        #expect(reason.count < 230)
        #expect(reason.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
}
