import HTTP

/// What the browser brought back from the provider (RFC 6749 §4.1.2, RFC 9207). Nothing in it can be trusted before
/// `state` has been compared, and `issuer` after that.
public struct CallbackParameters: Sendable, Equatable, SecretBearing {
    /// How the authorization request ended.
    public enum Outcome: Sendable, Equatable {
        /// With a code, good for one exchange.
        case code(String)
        /// With an error code of RFC 6749 §4.1.2.1 or another short word.
        case error(String)
    }

    /// Why the parameters are not used.
    public enum Refusal: Error, Sendable, Equatable {
        /// The query cannot be decoded.
        case malformed
        /// A parameter stands twice (RFC 6749 §3.1).
        case repeated
        /// A parameter is longer than any provider makes it.
        case tooLong
        /// There is no state, or neither or both of code and error.
        case incomplete
    }

    /// What the authorization request sent along.
    public let state: String
    /// Who answers, if it says so.
    public let issuer: String?
    /// Code or error.
    public let outcome: Outcome

    /// Reads a request's query. Unknown parameters are ignored (RFC 6749 §4.1.2).
    public init(query: String?) throws(Refusal) {
        guard let fields = FormFields(query: query) else { throw .malformed }
        let limits = [("code", 4096), ("state", 1024), ("iss", 1024), ("error", 64)]
        guard !fields.hasRepeated(limits.map(\.0) + ["error_description", "error_uri"]) else { throw .repeated }
        for (name, octetsMax) in limits where (fields[name]?.utf8.count ?? 0) > octetsMax { throw .tooLong }
        guard let state = fields["state"], !state.isEmpty else { throw .incomplete }
        self.state = state
        issuer = fields["iss"]
        switch (fields["code"], fields["error"]) {
        case (let code?, nil) where !code.isEmpty: outcome = .code(code)
        case (nil, let error?): outcome = .error(TokenErrorBody.code(error) ?? "unknown")
        default: throw .incomplete
        }
    }

    /// Whether the answer comes from the issuer expected, compared octet by octet (RFC 9207 §2.4). One that names no
    /// issuer passes unless the provider is known to send it; one that names an issuer where none is known does not.
    public func isFrom(issuer expected: String?, isRequired: Bool) -> Bool {
        guard let issuer else { return !isRequired }
        return expected.map { $0.utf8.elementsEqual(issuer.utf8) } ?? false
    }
}
