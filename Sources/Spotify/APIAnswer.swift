import Domain
import HTTP

/// What a call of the Web API came to, before anybody asks what it said (FACTS §3, §4.1).
enum APIAnswer: Sendable, Equatable {
    /// 200, with its content.
    case content([UInt8])
    /// 401: the token is not taken.
    case unauthorized
    /// Too many calls.
    case throttled(after: Duration, isQuota: Bool)
    /// 400 or 404: what was asked for is not known.
    case unknown(String)
    /// 403.
    case refused(String)
    /// Trouble that passes.
    case trouble(String, after: Duration?)
    /// No answer came in time, or none at all.
    case lost(String)

    /// Longer pauses than this are quota, whatever their content says: the rate limit's window is 30 seconds.
    private static let rateLimitMax = Duration.minutes(10)

    init(_ response: ClientResponse, now: Timestamp) {
        let wait = RetryAfter.wait(response.fields, now: now)
        switch response.status {
        case .ok: self = .content(response.body)
        case .unauthorized: self = .unauthorized
        case .tooManyRequests:
            let saysQuota = WireError(response.body).reason == "QUOTA_EXCEEDED"
            // Without a time told, a quota is not asked again before the hour; probing led to longer bans (FACTS §3).
            let after = max(wait ?? (saysQuota ? .hours(1) : .seconds(30)), .seconds(1))
            self = .throttled(after: after, isQuota: saysQuota || after > APIAnswer.rateLimitMax)
        case .badRequest, .notFound, .gone:
            self = .unknown(APIAnswer.sentence("Spotify does not know it", WireError(response.body).text))
        case .forbidden: self = .refused(APIAnswer.refusal(WireError(response.body)))
        default:
            self = .trouble(
                APIAnswer.sentence("Spotify answered \(response.status.code)", WireError(response.body).text),
                after: wait)
        }
    }

    /// What a failure to call came to; all of them pass but those of our own making.
    init(_ failure: ClientFailure) {
        switch failure {
        case .notSent(let reason): self = .trouble("Spotify cannot be reached: \(reason)", after: nil)
        case .outcomeUnknown(let reason): self = .lost("Spotify's answer was lost: \(reason)")
        case .tooLarge: self = .trouble("Spotify's answer is too large", after: nil)
        case .refusedAddress(let reason), .invalid(let reason):
            self = .refused("The configured address of Spotify's API cannot be called: \(reason)")
        }
    }

    private static func refusal(_ error: WireError) -> String {
        // The refusals of app and user come as plain text, those of a single call as JSON (FACTS §4.1).
        let what = error.isJSON ? "Spotify refuses this call" : "Spotify refuses this app or this user"
        let remedy =
            error.isJSON
            ? "Signing in again may help, if a permission is missing."
            : "In development mode the app's owner needs Premium, and every user must be on the app's list at "
                + "developer.spotify.com/dashboard."
        return "\(sentence(what, error.text)). \(remedy)"
    }

    private static func sentence(_ start: String, _ quote: String?) -> String {
        guard let quote else { return start }
        return "\(start): “\(quote)”"
    }
}
