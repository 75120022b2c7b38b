/// Why there is no answer, said so that the caller knows whether the other side may have acted.
public enum ClientFailure: Error, Equatable, Sendable {
    /// Nothing reached the other side: name, route, connection, TLS. Safe to repeat.
    case notSent(String)
    /// The request may have been carried out, the answer is lost.
    case outcomeUnknown(String)
    /// The answer is larger than allowed.
    case tooLarge
    /// The address is one that this request may not reach.
    case refusedAddress(String)
    /// The request cannot be made: a malformed URL, say. A mistake of the caller.
    case invalid(String)
}

extension ClientFailure: CustomStringConvertible {
    /// In words, for whoever operates either side.
    public var description: String {
        switch self {
        case .notSent(let reason): "it cannot be reached (\(reason))"
        case .outcomeUnknown(let reason): "its answer was lost (\(reason))"
        case .tooLarge: "its answer is larger than allowed"
        case .refusedAddress(let address): "the address \(address) is not permitted"
        case .invalid(let reason): "it cannot be asked: \(reason)"
        }
    }
}
