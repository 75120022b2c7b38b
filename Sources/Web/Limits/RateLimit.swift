public import HTTP

/// How often something may be done: at once so many times, and then again at a rate.
struct RateLimit: Sendable {
    /// What is limited, each by buckets of its own, so that who is kept from one thing can do the others.
    enum Kind: Sendable, Hashable {
        /// Beginning a sign-in without a session, by network: it costs a cookie and a page.
        case start
        /// Callbacks that belong to no sign-in of the browser, by network. Nobody signs in with one.
        case strangeCallback
        /// Sign-ins that failed, by network: each has cost calls at the provider. Those that succeed are not counted.
        case failedSignIn
        /// Reconnecting, by account: whoever repairs their connection waits for nobody else's attempts.
        case reconnect
        /// Forms, by network and by session.
        case form, sessionForm
        /// Lines in the audit log about people who are not signed in, all together.
        case audit
    }

    let burst: Double
    let perSecond: Double

    /// What a large household, or an office behind one address, does not come near.
    static func standard(_ kind: Kind) -> RateLimit {
        switch kind {
        case .start: RateLimit(burst: 120, perSecond: 2)
        case .strangeCallback: RateLimit(burst: 30, perSecond: 0.5)
        case .failedSignIn: RateLimit(burst: 30, perSecond: 0.5)
        case .reconnect: RateLimit(burst: 30, perSecond: 0.2)
        case .form: RateLimit(burst: 600, perSecond: 10)
        case .sessionForm: RateLimit(burst: 120, perSecond: 2)
        case .audit: RateLimit(burst: 300, perSecond: 1)
        }
    }

    func times(_ factor: Double) -> RateLimit { RateLimit(burst: burst * factor, perSecond: perSecond * factor) }
}

/// What the operator decides about rates.
public struct RateLimits: Sendable {
    /// What all limits are multiplied by; nil for none at all (`RATE_LIMIT`).
    public var factor: Double?
    /// Networks of proxies: a request that came from there by itself names nobody.
    public var proxies: [AddressRange]

    /// Decisions; the standard ones unless told.
    public init(factor: Double? = 1, proxies: [AddressRange] = []) {
        self.factor = factor
        self.proxies = proxies
    }
}
