import Domain

/// One kind of work: rows that are claimed when due, and what is done about one.
protocol Duty: Sendable {
    /// The right to do one piece of it.
    associatedtype Claim: Sendable

    /// Claims what is due, `limit` at most; fewer means that no more is due.
    func claim(limit: Int) async throws(StoreFailure) -> [Claim]
    /// Does one piece and records what came of it.
    func perform(_ claim: Claim) async throws(StoreFailure) -> Onward
    /// Gives back a claim untouched, to be tried no sooner than `time`.
    func release(_ claim: Claim, until time: Timestamp) async throws(StoreFailure)
}

/// Whether the rest of what has been claimed may go on.
enum Onward: Sendable, Equatable {
    /// It may.
    case goOn
    /// The provider wants no more calls of this kind before the time.
    case paused(until: Timestamp)
}
