import Domain
import FoundationEssentials
import HTTP

/// Calls of the Web API with a bearer token (RFC 6750 §2.1), which is sent to the configured API and nowhere else.
struct WebAPI: Sendable {
    let settings: SpotifySettings
    let client: any Client
    let clock: any WallClock

    /// One GET. `path` begins with a slash, its parts encoded.
    nonisolated(nonsending) func get(_ path: String, _ query: FormFields = FormFields(), token: Secret) async
        -> APIAnswer
    {
        guard let credentials = FieldValue("Bearer \(token.reveal())") else {
            return .trouble("the token may not stand in a field", after: nil)
        }
        let question = query.pairs.isEmpty ? "" : "?\(query.encoded)"
        let request = ClientRequest(
            .get, settings.apiURL + path + question,
            fields: [.authorization: credentials, .accept: "application/json"])
        do throws(ClientFailure) {
            return APIAnswer(try await client.send(request), now: clock.now())
        } catch {
            return APIAnswer(error)
        }
    }

    /// Reads content; nil for what is no JSON object. Every field of it may be missing.
    static func read<Value: Decodable>(_ content: [UInt8], as type: Value.Type = Value.self) -> Value? {
        try? JSONDecoder().decode(type, from: Data(content))
    }
}
