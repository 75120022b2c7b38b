import Synchronization

/// A handler that is named later: for a server that must listen before its application can be made, because the
/// application needs to know the port. Until then the answer is 503.
public final class HandlerSlot: Handler {
    private let handler = Mutex<(any Handler)?>(nil)

    /// An empty slot.
    public init() {}

    /// Names the handler; the last one named answers.
    public func fill(with handler: any Handler) {
        self.handler.withLock { $0 = handler }
    }

    /// The named handler's answer, if it takes no waiting.
    public func respondAtOnce(to request: Request) -> Response? {
        handler.withLock { $0 }?.respondAtOnce(to: request)
    }

    /// The named handler's answer.
    public nonisolated(nonsending) func respond(to request: Request) async -> Response {
        guard let handler = handler.withLock({ $0 }) else {
            var response = Response.text(.serviceUnavailable, "Starting\n")
            response.fields.append(.retryAfter, "1")
            return response
        }
        return await handler.respond(to: request)
    }
}
