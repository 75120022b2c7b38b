public import HTTP

/// Why there is no token, by what to do next.
///
/// No case carries text that the provider wrote, except an error code in the letters that RFC 6749 §5.2 allows.
public enum TokenEndpointFailure: Error, Sendable, Equatable {
    /// Passing trouble: of the network before anything was sent, or of the provider. Worth another attempt.
    case transient(reason: String, retryAfter: Duration?)
    /// Too many requests of this client: nothing more until then.
    case throttled(retryAfter: Duration?)
    /// `invalid_grant`: the code or refresh token is of no use any more. Not to be sent again.
    case ended(End)
    /// The client itself is refused, or its request: something to mend in the configuration, and no user's fault.
    case operatorFault(code: String)
    /// The request may have been carried out; the answer is lost.
    case unknownOutcome(reason: String)
    /// The request cannot be made: a malformed endpoint, or an address that may not be reached.
    case invalid(reason: String)

    /// How a grant ended, as far as the provider's words can be read. For people; nothing is decided by it.
    public enum End: Sendable, Equatable {
        /// Its time was over.
        case expired
        /// Somebody took it back.
        case revoked
        /// The provider did not say.
        case unknown
    }

    /// What a failed exchange of messages means here.
    public init(_ failure: ClientFailure) {
        switch failure {
        case .notSent(let reason): self = .transient(reason: reason, retryAfter: nil)
        case .outcomeUnknown(let reason): self = .unknownOutcome(reason: reason)
        case .tooLarge: self = .unknownOutcome(reason: "the answer is larger than allowed")
        case .refusedAddress(let address): self = .invalid(reason: "the address \(address) is not permitted")
        case .invalid(let reason): self = .invalid(reason: reason)
        }
    }
}
