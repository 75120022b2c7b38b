import HTTP

/// A call on its way to the client's thread.
struct Submission: Sendable {
    let ticket: Ticket
    let request: ClientRequest
    /// When the call was made.
    let at: ContinuousClock.Instant
    let continuation: CheckedContinuation<Result<ClientResponse, ClientFailure>, Never>

    /// When the call must have ended.
    var expiry: ContinuousClock.Instant { at.advanced(by: request.deadline) }
}
