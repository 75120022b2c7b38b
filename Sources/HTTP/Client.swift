/// Sends requests. Redirects are not followed; an answer of any status is an answer.
public protocol Client: Sendable {
    /// Sends one request and waits for the whole answer. A cancelled task gives up: with `notSent` where that is
    /// certain, else with `outcomeUnknown`.
    nonisolated(nonsending) func send(_ request: ClientRequest) async throws(ClientFailure) -> ClientResponse
}
