import Domain

/// What a refresh ended with: the tokens as stored, or why there are none.
typealias RefreshOutcome = Result<StoredTokens, TokenFailure>

/// One refresh under way, and those who wait for it. They come and go; the refresh stays.
struct Flight {
    /// Touched only on the keeper. Each continuation is resumed once, by whoever takes it out.
    var waiting: [Int: CheckedContinuation<RefreshOutcome, Never>] = [:]
}

/// A time of rest after a failure: the tokens of that version are not exchanged again before it is over.
struct Rest {
    var version: Int64
    var since: Timestamp
    var until: Timestamp
    var failure: TokenFailure

    /// Why tokens of `version` are not to be exchanged now; nil if they may be. A clock that was set back ends the
    /// rest.
    func failure(for version: Int64, at now: Timestamp) -> TokenFailure? {
        guard version == self.version, now >= since, now < until else { return nil }
        guard case .transient(let reason, _) = failure else { return failure }
        return .transient(reason, after: until - now)
    }
}
