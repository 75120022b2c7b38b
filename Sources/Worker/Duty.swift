import Domain

/// One kind of work: rows that are claimed when due, and what is done about one.
protocol Duty: Sendable {
    /// The right to do one piece of it.
    associatedtype Claim: Sendable

    /// Claims what is due, `limit` at most; fewer means that no more is due.
    func claim(limit: Int) async throws(StoreFailure) -> [Claim]
    /// Does one piece and records what came of it, unless that is nothing new.
    nonisolated(nonsending) func perform(_ claim: Claim) async throws(StoreFailure) -> Onward
    /// Records pieces that brought nothing new, and when each was done.
    func confirm(_ unchanged: [(claim: Claim, at: Timestamp)]) async throws(StoreFailure)
    /// Gives back a claim with which nothing was begun.
    func giveBack(_ claim: Claim) async throws(StoreFailure)
}

/// Whether the rest of what has been claimed may go on.
enum Onward: Sendable, Equatable {
    /// It may.
    case goOn
    /// It may, and the piece brought nothing new, which is still to be recorded, together with others. A crash before
    /// that does the piece twice, never not at all: its lease runs out and it is claimed again.
    case unchanged
    /// No more calls of this kind are made for now; the store knows until when.
    case paused
}
