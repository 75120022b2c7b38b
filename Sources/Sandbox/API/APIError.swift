import HTTP

/// A refusal of the Web API.
struct APIError: Error {
    let status: Status
    let message: String
    var reason: String?
    var isPlainText = false
    var isPretty = true
    var fields: Fields = [:]

    static let malformedAuthorization = APIError(
        status: .badRequest, message: "Only valid bearer authentication supported")
    static let userRequired = APIError(status: .unauthorized, message: "Valid user authentication required")
    static let insufficientScope = APIError(status: .forbidden, message: "Insufficient client scope")
    static let forbidden = APIError(status: .forbidden, message: "Forbidden")
    static let invalidID = APIError(status: .badRequest, message: "Invalid base62 id")
    static let notFound = APIError(status: .notFound, message: "Resource not found")
    static let noSuchService = APIError(status: .notFound, message: "Service not found")
    static let methodNotAllowed = APIError(status: .methodNotAllowed, message: "Method not allowed")
    static let malformedJSON = APIError(status: .badRequest, message: "Malformed json")
    static let notRegistered = APIError(
        status: .forbidden,
        message: "Check settings on developer.spotify.com/dashboard, the user may not be registered.", isPlainText: true
    )
    static let ownerWithoutPremium = APIError(
        status: .forbidden,
        message: "Active premium subscription required for the owner of the app. When the subscription status changes, "
            + "it can take a few hours before requests are allowed again.",
        isPlainText: true)

    static func badRequest(_ message: String) -> APIError { APIError(status: .badRequest, message: message) }

    /// 401 of 2026 (RFC 6750 §3 for the field).
    static func unauthorized(_ error: StaticString, _ description: StaticString) -> APIError {
        let text = "Bearer realm=\"spotify\", error=\"\(error)\", error_description=\"\(description)\""
        var fields = Fields()
        if let value = FieldValue(text) { fields.append(.wwwAuthenticate, value) }
        return APIError(status: .unauthorized, message: "Missing/invalid/expired access token", fields: fields)
    }

    /// The error as it goes out.
    var response: Response {
        guard !isPlainText else {
            return Response(
                status, fields: APIFields.plainText, body: .bytes(Array(message.utf8)))
        }
        var writer = JSONWriter(isPretty: isPretty)
        writer.object { json in
            json.object("error") { json in
                json.member("status", status.code)
                json.member("message", message)
                if let reason { json.member("reason", reason) }
            }
        }
        var all = APIFields.json
        for (name, value) in fields.pairs {
            if let name = FieldName(name), let value = FieldValue(value) { all.append(name, value) }
        }
        return Response(status, fields: all, body: .bytes(writer.bytes))
    }
}

extension APIError {
    /// 429, in the two forms seen: the daily quota names its reason and is compact, the rate limit is neither.
    init(_ refusal: QuotaBuckets.Refusal) {
        status = .tooManyRequests
        switch refusal {
        case .quota(let seconds):
            message = "Too many requests"
            reason = "QUOTA_EXCEEDED"
            isPretty = false
            fields = [.retryAfter: FieldValue(seconds)]
        case .rate(let seconds):
            message = "API rate limit exceeded"
            fields = [.retryAfter: FieldValue(seconds)]
        }
    }
}
