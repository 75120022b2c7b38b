import HTTP

/// Classes an answer without a token. Codes decide, never descriptions: those change, and are translated.
enum TokenErrorClass {
    /// The class of an answer with this status and, if there is one, this error.
    static func failure(_ response: ClientResponse, error: TokenErrorBody?) -> TokenEndpointFailure {
        let status = response.status.code
        let retryAfter = response.fields.retryAfter
        if status == 429 || (status == 503 && retryAfter != nil) { return .throttled(retryAfter: retryAfter) }
        // A provider in trouble may say anything; false `invalid_grant`s have been seen in an outage.
        guard status == 200 || (400..<500).contains(status) else { return transient(response, nil) }
        switch error?.code {
        case "invalid_grant": return .ended(end(error?.description))
        case let code? where operatorCodes.contains(code): return .operatorFault(code: code)
        // RFC 6749 §5.2: 401 is for a client that failed to authenticate, whatever else is said.
        case let code where status == 401: return .operatorFault(code: code ?? "401")
        case let code: return transient(response, code)
        }
    }

    private static let operatorCodes: Set<String> = [
        "invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type", "invalid_request",
    ]

    /// Passing trouble, described without the provider's words.
    static func transient(_ response: ClientResponse, _ code: String?) -> TokenEndpointFailure {
        let error = code.map { ", error \($0)" } ?? ""
        return .transient(
            reason: "status \(response.status.code)\(error), \(response.body.count) octets",
            retryAfter: response.fields.retryAfter)
    }

    // The one use of a description: to choose a word for people.
    private static func end(_ description: String?) -> TokenEndpointFailure.End {
        let words = ASCII.lowercased(description ?? "")
        if words.contains("expired") { return .expired }
        if words.contains("revoked") { return .revoked }
        return .unknown
    }
}
