/// The rate limit and the daily quota, by family and over all. A refused call is not counted.
struct QuotaBuckets: Sendable {
    /// Why a call is refused.
    enum Refusal: Equatable, Sendable {
        /// The daily quota is used up; whole seconds to wait.
        case quota(retryAfter: Int64)
        /// Too many calls in thirty seconds.
        case rate(retryAfter: Int64)
    }

    /// One family's limits, or the one of all of them together.
    private struct Bucket: Sendable {
        var day = RollingWindow(length: .seconds(86_400), limit: nil)
        var short = RollingWindow(length: .seconds(30), limit: nil)
        var retryAfter: Int64?

        mutating func refusal(at time: Moment) -> Refusal? {
            if let wait = day.wait(at: time) { return .quota(retryAfter: retryAfter ?? wait.secondsRoundedUp) }
            if let wait = short.wait(at: time) { return .rate(retryAfter: retryAfter ?? wait.secondsRoundedUp) }
            return nil
        }

        mutating func record(at time: Moment) {
            day.record(at: time)
            short.record(at: time)
        }

        mutating func apply(_ perDay: Change, _ perHalfMinute: Change, _ retryAfter: Change) {
            if case .set(let limit) = perDay { day.limit = limit }
            if case .set(let limit) = perHalfMinute { short.limit = limit }
            if case .set(let seconds) = retryAfter { self.retryAfter = seconds.map(Int64.init) }
        }
    }

    private var families: [EndpointFamily: Bucket] = [:]
    private var all = Bucket()

    /// The limits a profile starts with. The hundred is what one app was seen to get; the other number is ours.
    init(profile: SandboxProfile, hasLimits: Bool) {
        guard hasLimits, profile == .dev2026 else { return }
        families[.artistAlbums, default: Bucket()].day.limit = 100
        all.short.limit = 180
    }

    /// What a setting does to a limit.
    enum Change: Equatable {
        case keep
        case set(Int?)
    }

    /// Changes limits and starts their counts anew. No family is all of them: the limit then counts all API calls
    /// together, and the families' own limits of that kind go, so that nothing is also everything.
    mutating func change(_ family: EndpointFamily?, perDay: Change, perHalfMinute: Change, retryAfter: Change) {
        if let family {
            families[family, default: Bucket()].apply(perDay, perHalfMinute, retryAfter)
            return
        }
        all.apply(perDay, perHalfMinute, retryAfter)
        let clear: (Change) -> Change = { $0 == .keep ? .keep : .set(nil) }
        for family in families.keys {
            families[family]?.apply(clear(perDay), clear(perHalfMinute), clear(retryAfter))
        }
    }

    /// Counts a call, or says why not.
    mutating func admit(_ family: EndpointFamily, at time: Moment) -> Refusal? {
        if let refusal = families[family]?.refusal(at: time) { return refusal }
        // The accounts service is another service: the API's common limit does not count its calls.
        guard family != .accounts else {
            families[family]?.record(at: time)
            return nil
        }
        if let refusal = all.refusal(at: time) { return refusal }
        families[family]?.record(at: time)
        all.record(at: time)
        return nil
    }
}
