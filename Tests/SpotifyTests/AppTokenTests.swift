import Domain
import HTTP
import Spotify
import Support
import Testing

struct AppTokenTests {
    private static let empty = #"{"items":[],"total":0}"#

    @Test func `many calls share one request for a token`() async {
        let gate = Gate()
        let desk = Desk(ScriptedClient(gate: gate) { _ in .json(AppTokenTests.empty) })
        let catalogue = desk.catalogue()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { _ = try? await catalogue.releases(of: "artist-\(number)", group: .album) }
            }
            await gate.untilWaiting(1)
            gate.open()
        }
        #expect(desk.client.calls.count == 20)
        #expect(Set(desk.client.calls.map(\.bearer)) == ["app-1"])
        #expect(desk.client.tokenRequests.count == 1)
    }

    @Test func `a token is renewed before its end, and when the clock was set back`() async throws {
        let desk = Desk(ScriptedClient(200, AppTokenTests.empty))
        let catalogue = desk.catalogue()
        for step in [Duration.zero, .minutes(50), .minutes(8), .hours(-5)] {
            desk.clock.advance(by: step)
            _ = try await catalogue.releases(of: "a", group: .album)
        }
        #expect(desk.client.calls.map(\.bearer) == ["app-1", "app-1", "app-2", "app-3"])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var answer: ScriptedClient.Answer
        var failure: SourceFailure
        var rest: Duration
    }

    static let cases: [Case] = [
        Case(
            testDescription: "wrong secret",
            answer: { _ in ClientResponse(.badRequest, body: Array(#"{"error":"invalid_client"}"#.utf8)) },
            failure: .misconfigured(
                "Spotify refuses the app (invalid_client): check FANFARE_SPOTIFY_CLIENT_ID and FANFARE_SPOTIFY_CLIENT_SECRET"
            ), rest: .minutes(1)),
        Case(
            testDescription: "no route", answer: { _ throws(ClientFailure) in throw .notSent("no route") },
            failure: .transient("no token for the app: no route", after: nil), rest: .seconds(10)),
        Case(
            testDescription: "answer lost", answer: { _ throws(ClientFailure) in throw .outcomeUnknown("reset") },
            failure: .transient("no token for the app: reset", after: nil), rest: .seconds(10)),
        Case(
            testDescription: "too many",
            answer: { _ in ClientResponse(.tooManyRequests, fields: [.retryAfter: "100"]) },
            failure: .transient("no token for the app: Spotify asks for a pause", after: .seconds(100)),
            rest: .seconds(100)),
    ]

    @Test(arguments: cases)
    func `without a token nothing is called, and the next is not asked for at once`(_ sample: Case) async {
        let desk = Desk(ScriptedClient(tokenAnswer: sample.answer) { _ in .json(AppTokenTests.empty) })
        let catalogue = desk.catalogue()
        for _ in 0..<3 {
            await #expect(throws: sample.failure) { try await catalogue.releases(of: "a", group: .album) }
        }
        #expect(desk.client.calls.isEmpty)
        #expect(desk.client.tokenRequests.count == 1)
        desk.clock.advance(by: sample.rest)
        _ = try? await catalogue.releases(of: "a", group: .album)
        #expect(desk.client.tokenRequests.count == 2)
    }
}
