import HTTP
import Synchronization
import Testing

@testable import Sandbox

struct FaultTests {
    static let globs: [(pattern: String, path: String, matches: Bool)] = [
        ("/v1/me", "/v1/me", true), ("/v1/me", "/v1/me/following", false), ("/v1/*", "/v1/me/following", true),
        ("*", "", true), ("*albums", "/v1/artists/x/albums", true), ("/v1/*/albums", "/v1/artists/x/albums", true),
        ("/v1/*/albums", "/v1/artists/x/albums/", false), ("/v1/a*b*c", "/v1/abcabc", true),
        ("/v1/a*b*c", "/v1/abcab", false), ("", "/", false), ("**", "/anything", true),
    ]

    @Test(arguments: globs.indices)
    func `a star stands for anything, slashes too`(_ index: Int) {
        let (pattern, path, matches) = Self.globs[index]
        #expect(Glob.matches(Array(path.utf8), Array(pattern.utf8)) == matches)
    }

    @Test func `the first fault that fits meets the request, as often as told`() async throws {
        let harness = try SandboxHarness()
        let token = try await harness.signIn().access
        try await harness.admin(
            .post, "/faults",
            #"{"method":"get","path":"/v1/me","status":503,"headers":{"Retry-After":"7"},"body":"upstream","times":2}"#)
        try await harness.admin(.post, "/faults", #"{"path":"/v1/*","status":429,"body":{"error":"odd"}}"#)
        for _ in 0..<2 {
            let reply = try await harness.call(.get, "/v1/me", token: token)
            #expect(reply.status == 503)
            #expect(reply.fields[.retryAfter] == "7")
            #expect(reply.text == "upstream")
        }
        let later = try await harness.call(.get, "/v1/me", token: token)
        #expect(later.status == 429)
        #expect(later.text == #"{"error":"odd"}"#)
        #expect(later.fields[.contentType] == "application/json; charset=utf-8")
        #expect(try await harness.admin(.get, "/faults").json.elements?.count == 1)
        try await harness.admin(.delete, "/faults")
        #expect(try await harness.call(.get, "/v1/me", token: token).status == 200)
    }

    @Test func `with a status nothing happens behind it, cut short it has happened`() async throws {
        let harness = try SandboxHarness()
        try await harness.admin(.post, "/tokens/policy", #"{"rotation":"always"}"#)
        let refresh = try await harness.signIn().refresh
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)]
        try await harness.admin(.post, "/faults", #"{"path":"/api/token","status":502,"times":1}"#)
        try await harness.admin(.post, "/faults", #"{"path":"/api/token","cut_after_bytes":9,"times":1}"#)
        #expect(try await harness.token(form).status == 502)
        await #expect(throws: ClientFailure.outcomeUnknown("a streamed answer")) { try await harness.token(form) }
        let reply = try await harness.token(form)
        #expect(reply.json["error_description"]?.text == "Refresh token revoked")
    }

    private final class Collector: BodyWriter {
        let bytes = Mutex([UInt8]())
        func write(_ piece: [UInt8]) async throws(BodyFailure) { bytes.withLock { $0 += piece } }
    }

    @Test(arguments: [0, 1, 100])
    func `a cut answer breaks after so many octets`(_ count: Int) async throws {
        let cut = CutBody.cutting(.text(.ok, "0123456789"), after: count)
        guard case .stream(let write) = cut.body else {
            Issue.record("not a stream")
            return
        }
        let collector = Collector()
        await #expect(throws: BodyFailure.disconnected) { try await write(collector) }
        #expect(collector.bytes.withLock { $0 }.count == min(count, 10))
    }

    @Test func `a delay answers in the end`() async throws {
        let harness = try SandboxHarness()
        try await harness.admin(.post, "/faults", #"{"path":"/v1/me","delay_ms":1}"#)
        #expect(try await harness.call(.get, "/v1/me", token: try await harness.signIn().access).status == 200)
    }

    static let refused = [
        "{}", #"{"path":"/v1/me"}"#, #"{"path":"v1","status":500}"#, #"{"path":"/a","status":99}"#,
        #"{"path":"/a","status":500,"times":0}"#, #"{"path":"/a","delay_ms":-1}"#,
        #"{"path":"/a","delay_ms":1,"body":"x"}"#,
        #"{"path":"/a","status":500,"headers":{"a b":"c"}}"#,
        #"{"path":"/a","status":500,"headers":{"a":"b\r\nc: d"}}"#,
        #"{"path":"/a","status":500,"statsu":1}"#, "[]", "{", #"{"path":"/a","path":"/b","status":500}"#,
    ]

    @Test(arguments: refused)
    func `refuses faults that mean nothing`(_ body: String) async throws {
        let reply = try await SandboxHarness().admin(.post, "/faults", body)
        #expect(reply.status == 400)
        #expect(reply.json["error"]?.text?.isEmpty == false)
    }
}
