import Domain
import HTTP

/// Which buckets a request draws from.
///
/// A network is an IPv4 address, or an IPv6 /64, which is what one customer has at least; and with sixteen times as
/// much, the /48 around it, which is what one has at most. A request from this machine, or from a trusted proxy that
/// names no client, says nothing of who asks: a limit there would let anybody lock everybody out, so it is a hundred
/// times as high, and beginning a sign-in is free.
struct RequestLimits: Sendable {
    private static let localFactor: Double = 100
    private static let siteFactor: Double = 16

    private let buckets = TokenBuckets()
    private let settings: RateLimits
    private let uptime: @Sendable () -> Duration

    init(_ environment: WebEnvironment) {
        settings = environment.limits
        uptime = environment.uptime
    }

    /// A sign-in that begins without a session.
    func checkStart(_ visit: Visit) throws(Refusal) {
        guard visit.session == nil, !isLocal(visit) else { return }
        try take(.start, of: networks(of: visit))
    }

    /// A form of somebody who is signed in.
    func checkForm(_ visit: Visit) throws(Refusal) {
        try take(.form, of: networks(of: visit))
        if let session = visit.session {
            try take(.sessionForm, of: [(.session(session.id), isLocal(visit) ? RequestLimits.localFactor : 1)])
        }
    }

    /// A callback, before anything is done about it. What fails of those that belong to a sign-in is counted
    /// afterwards.
    func checkCallback(_ visit: Visit) throws(Refusal) {
        guard let flow = flow(of: visit) else { return try take(.strangeCallback, of: networks(of: visit)) }
        if let account = flow.renewing { return try take(.reconnect, of: [(.account(account), 1)]) }
        try take(.failedSignIn, of: networks(of: visit), cost: 0)
    }

    /// Counts a sign-in that came to nothing.
    func countFailedCallback(_ visit: Visit) {
        guard let flow = flow(of: visit), flow.renewing == nil else { return }
        try? take(.failedSignIn, of: networks(of: visit))
    }

    /// Whether one more line about strangers may go into the audit log.
    func allowsAuditOfStranger() -> Bool {
        guard let factor = settings.factor else { return true }
        let limit = RateLimit.standard(.audit).times(factor)
        return buckets.take(.audit, of: .everybody, limit, now: uptime()) == nil
    }

    private func take(
        _ kind: RateLimit.Kind, of owners: [(TokenBuckets.Owner, factor: Double)], cost: Double = 1
    ) throws(Refusal) {
        guard let factor = settings.factor else { return }
        let now = uptime()
        for (owner, share) in owners {
            let limit = RateLimit.standard(kind).times(factor * share)
            if let wait = buckets.take(kind, of: owner, limit, cost: cost, now: now) { throw .tooMany(wait) }
        }
    }

    private func networks(of visit: Visit) -> [(TokenBuckets.Owner, factor: Double)] {
        let local = isLocal(visit) ? RequestLimits.localFactor : 1
        guard let address = IPAddress(visit.request.client.host) else { return [(.everybody, local)] }
        if address.isVersion4 { return [(.network(address.bits, bits: 128), local)] }
        return [
            (.network(address.bits >> 64, bits: 64), local),
            (.network(address.bits >> 80, bits: 48), local * RequestLimits.siteFactor),
        ]
    }

    /// Whether the address is no client's: this machine's, a Unix socket's, a proxy's own.
    private func isLocal(_ visit: Visit) -> Bool {
        guard let address = IPAddress(visit.request.client.host) else { return true }
        return address.isLoopback || settings.proxies.contains { $0.contains(address) }
    }

    private func flow(of visit: Visit) -> SignInFlow? {
        FormFields(query: visit.request.query)?["state"].flatMap { FlowCookies(visit).flow(of: $0) }
    }
}

extension Refusal {
    /// Too much in too short a time (RFC 6585 §4).
    static func tooMany(_ wait: Duration) -> Refusal {
        let seconds = max(1, Int(wait.components.seconds) + (wait.components.attoseconds > 0 ? 1 : 0))
        return Refusal(
            .tooManyRequests, "One moment, please",
            "That was tried very often in a short time, so nothing was done. Wait \(CountWords.of(seconds, "second")), then "
                + "try again.",
            fields: [.retryAfter: FieldValue(String(seconds)) ?? "60"])
    }
}
