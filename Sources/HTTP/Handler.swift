/// Answers requests. The same arrow as `Client`, seen from the other end.
public protocol Handler: Sendable {
    /// The answer where it takes no waiting; nil where `respond(to:)` must be asked for it. A server asks here first,
    /// as to make a task costs more than most such answers. Runs on the thread of the connection: no disk, no content
    /// of the request.
    func respondAtOnce(to request: Request) -> Response?

    /// The answer. Never fails: an error becomes an answer where it arises. On the caller's executor, as are those that
    /// it asks: a change of executor at each step costs more than most answers.
    nonisolated(nonsending) func respond(to request: Request) async -> Response
}

extension Handler {
    /// Nil: all answers come from `respond(to:)`.
    public func respondAtOnce(to request: Request) -> Response? { nil }
}

/// A handler made of a function.
public struct FunctionHandler: Handler {
    private let function: @Sendable (Request) async -> Response

    /// Wraps a function.
    public init(_ function: @escaping @Sendable (Request) async -> Response) { self.function = function }

    /// What the function answers.
    public nonisolated(nonsending) func respond(to request: Request) async -> Response { await function(request) }
}
