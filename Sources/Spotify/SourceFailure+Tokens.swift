import Domain

extension SourceFailure {
    /// What the lack of a token means for the call that it was for.
    init(_ failure: TokenFailure) {
        switch failure {
        case .transient(let reason, let after): self = .transient(reason, after: after)
        case .ended: self = .connectionEnded
        case .misconfigured(let reason): self = .misconfigured(reason)
        case .undecryptable:
            self = .refused("The stored tokens cannot be opened, as their key is missing. Signing in again mends it.")
        case .unknownConnection: self = .gone("the connection is no more")
        case .held: self = .refused("The connection is held until the operator has looked at it.")
        }
    }
}
