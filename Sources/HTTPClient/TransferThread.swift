import CCurl
import Glibc

/// The thread that a client's transfers run on.
enum TransferThread {
    private final class Start: Sendable {
        let mailbox: Mailbox
        let configuration: CurlClient.Configuration
        let metrics: (@Sendable (ClientMetrics) -> Void)?

        init(
            _ mailbox: Mailbox, _ configuration: CurlClient.Configuration,
            _ metrics: (@Sendable (ClientMetrics) -> Void)?
        ) {
            self.mailbox = mailbox
            self.configuration = configuration
            self.metrics = metrics
        }
    }

    // Once for the process, before the first handle is made.
    private static let library: Void = {
        let code = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        precondition(code == CURLE_OK, "libcurl cannot be used: \(code.text)")
    }()

    /// Starts the thread. A process that cannot have one more thread as it starts cannot do its work: it stops.
    static func start(
        mailbox: Mailbox, configuration: CurlClient.Configuration, metrics: (@Sendable (ClientMetrics) -> Void)?
    ) {
        library
        // SAFETY: retained here, released by the thread, which takes it over.
        let start = unsafe Unmanaged.passRetained(Start(mailbox, configuration, metrics))
        var thread = pthread_t()
        // SAFETY: the retained object is released by the thread. A plain function is passed, not a closure: one formed
        // on the main actor would check, on this other thread, that it runs there, and trap.
        let code = unsafe pthread_create(&thread, nil, transferThreadMain, start.toOpaque())
        precondition(code == 0, "the thread of the HTTP client cannot be started: errno \(code)")
        mailbox.setThread(thread)
    }

    @unsafe fileprivate static func run(_ context: UnsafeMutableRawPointer) {
        // SAFETY: the object that `start` retained for this thread.
        let start = unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
        blockSignals()
        TransferLoop(mailbox: start.mailbox, configuration: start.configuration, metrics: start.metrics).run()
        start.mailbox.end()
    }

    // Signals are for threads that know what to do with them; and a connection closed by the other side must be an
    // error code, not a SIGPIPE, which curl leaves to its user under CURLOPT_NOSIGNAL.
    private static func blockSignals() {
        var all = sigset_t()
        // SAFETY: a local variable, filled before it is read.
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
    }
}

private func transferThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // SAFETY: the context is the object that `start` retained for this thread, which takes it once.
    if let context = unsafe context { unsafe TransferThread.run(context) }
    return nil
}
