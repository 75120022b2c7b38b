import Domain
import HTTP

/// `Retry-After`: seconds, or a date (RFC 9110 §10.2.3).
enum RetryAfter {
    /// No wait is told apart from longer ones: three hundred years, before arithmetic on times would overflow.
    private static let longest = Duration.seconds(10_000_000_000)

    /// How long to wait; nil where nothing readable is said. A date counts from the message's own, else from `now`; one
    /// that has passed asks for no wait.
    static func wait(_ fields: Fields, now: Timestamp) -> Duration? {
        if let wait = fields.retryAfter { return bounded(wait) }
        return fields[.retryAfter].flatMap(HTTPDate.parse).map { bounded(.seconds(max(0, $0 - now.seconds))) }
    }

    /// A wait that may be added to any time there is.
    static func bounded(_ wait: Duration) -> Duration { min(wait, longest) }
}
