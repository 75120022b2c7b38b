public import HTTP

/// What became of one request, for counters and logs: no path, no query, no field, since those may hold secrets.
public struct ClientMetrics: Sendable, Equatable {
    /// The request's method.
    public let method: Method
    /// The host and port asked; empty for a URL that names none.
    public let host: String
    /// The status answered, or why there is no answer.
    public let outcome: Result<Status, ClientFailure>
    /// From the call to the outcome, the wait for a free place included.
    public let duration: Duration
    /// Octets of content sent.
    public let requestBytes: Int
    /// Octets of content received, after decoding.
    public let responseBytes: Int
}
