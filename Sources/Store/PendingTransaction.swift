import Domain
import SQLite

/// A transaction that waits for its turn, and the caller who waits for it.
struct PendingTransaction: Sendable {
    /// Told how the commit went: nil for well.
    typealias Settle = @Sendable (StoreFailure?) -> Void

    /// Does the work, uncommitted.
    let perform: @Sendable (Connection) throws -> Settle
    /// Tells the caller that the work could not be done.
    let fail: @Sendable (StoreFailure) -> Void

    init<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T,
        _ caller: CheckedContinuation<Result<T, StoreFailure>, Never>
    ) {
        perform = { connection in
            let value = try body(connection)
            return { failure in
                caller.resume(returning: failure.map(Result.failure) ?? .success(value))
            }
        }
        fail = { caller.resume(returning: .failure($0)) }
    }
}
