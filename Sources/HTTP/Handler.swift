/// Answers requests. The same arrow as `Client`, seen from the other end.
public protocol Handler: Sendable {
    /// The answer. Never fails: an error becomes an answer where it arises. On the caller's executor, as are those that it
    /// asks: a change of executor at each step costs more than most answers.
    nonisolated(nonsending) func respond(to request: Request) async -> Response
}

/// A handler made of a function.
public struct FunctionHandler: Handler {
    private let function: @Sendable (Request) async -> Response

    /// Wraps a function.
    public init(_ function: @escaping @Sendable (Request) async -> Response) { self.function = function }

    /// What the function answers.
    public nonisolated(nonsending) func respond(to request: Request) async -> Response { await function(request) }
}
