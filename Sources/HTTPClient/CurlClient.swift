public import HTTP

/// A client on libcurl: any number of requests at a time on one thread of its own.
///
/// TLS certificates are verified, redirects are not followed, only `http` and `https` exist, no proxy is taken from the
/// environment. A request is sent at most once unless its method is idempotent and the reused connection turned out to
/// be closed (RFC 9110 §9.2.2).
public final class CurlClient: Client, Sendable {
    private let mailbox: Mailbox
    /// The client's thread, for tasks whose work is mostly calls of this client.
    public let executor: TransferExecutor

    /// Starts the client's thread. `metrics` is told of every finished request, on that thread: it must not block.
    public init(
        _ configuration: Configuration = Configuration(), metrics: (@Sendable (ClientMetrics) -> Void)? = nil
    ) {
        mailbox = Mailbox()
        executor = TransferExecutor(mailbox)
        TransferThread.start(mailbox: mailbox, configuration: configuration, metrics: metrics)
    }

    deinit {
        mailbox.close(grace: .zero, whenClosed: nil)
    }

    /// Sends one request and waits for the whole answer.
    ///
    /// The deadline includes the wait for a free place. A cancelled task gives up at once: with `notSent` where nothing
    /// had been written yet, else with `outcomeUnknown`.
    public nonisolated(nonsending) func send(_ request: ClientRequest) async throws(ClientFailure) -> ClientResponse {
        try await outcome(of: request, on: #isolation).get()
    }

    private func outcome(of request: ClientRequest, on caller: isolated (any Actor)?) async
        -> Result<ClientResponse, ClientFailure>
    {
        let ticket = Ticket()
        return await withTaskCancellationHandler {
            // Named, or the closure would run on the shared pool, and wake a thread of it.
            _ = caller
            return await withCheckedContinuation { continuation in
                mailbox.submit(Submission(ticket: ticket, request: request, at: .now, continuation: continuation))
            }
        } onCancel: {
            ticket.cancel()
            mailbox.cancel(ticket)
        }
    }

    /// Takes no further requests, gives those under way `grace` to finish, fails the rest, and returns when the
    /// client's thread has ended. May be called more than once.
    public func shutdown(grace: Duration = .zero) async {
        await withCheckedContinuation { continuation in
            mailbox.close(grace: grace, whenClosed: continuation)
        }
        mailbox.joinThread()
    }
}
