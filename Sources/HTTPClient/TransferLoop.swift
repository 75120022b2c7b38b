import CCurl
import HTTP

/// Does the transfers. Owns the multi handle and everything in it; made, used and destroyed on the client's thread.
@safe final class TransferLoop {
    private let mailbox: Mailbox
    private let configuration: CurlClient.Configuration
    private let metrics: (@Sendable (ClientMetrics) -> Void)?
    private let multi: UnsafeMutableRawPointer
    private var admission: Admission<(submission: Submission, url: RequestURL)>
    private var transfers: [ObjectIdentifier: Transfer] = [:]
    private var idleHandles: [EasyHandle] = []
    /// No later than the first deadline of those that wait.
    private var firstExpiry: ContinuousClock.Instant?
    /// When those under way are failed, once the client is closing.
    private var end: ContinuousClock.Instant?

    init(
        mailbox: Mailbox, configuration: CurlClient.Configuration, metrics: (@Sendable (ClientMetrics) -> Void)?
    ) {
        self.mailbox = mailbox
        self.configuration = configuration
        self.metrics = metrics
        admission = Admission(totalMax: configuration.transfersMax, perHostMax: configuration.transfersPerHostMax)
        // SAFETY: the handle is this object's own until `close`.
        guard let made = unsafe curl_multi_init() else { preconditionFailure("no memory for the HTTP client") }
        unsafe multi = made
        // SAFETY: the handle is new. The answer can only be that the option is unknown: then more is kept open.
        _ = unsafe ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.idleConnectionsMax)
        unsafe mailbox.setAlarm(Alarm(multi))
    }

    /// Works until the client is closed and nothing is left under way.
    func run() {
        while true {
            readMail()
            let now = ContinuousClock.now
            expireWaiting(now)
            startWaiting(now)
            perform()
            // A place that became free is given away before the thread sleeps.
            if admission.waiting > 0, startWaiting(.now) { continue }
            if let end, admission.waiting + admission.active == 0 || end <= .now { break }
            sleep()
        }
        close()
    }

    private func readMail() {
        // First: most of it ends in a request, which is then among the mail.
        for work in mailbox.takeWork() { work() }
        let mail = mailbox.take()
        for submission in mail.submissions { arrive(submission) }
        for ticket in mail.cancellations { cancel(ticket) }
        if let grace = mail.closing { end = .now.advanced(by: grace) }
    }

    private func arrive(_ submission: Submission) {
        do throws(ClientFailure) {
            let url = try RequestURL(submission.request.url)
            guard !submission.ticket.isCancelled else {
                return report(.failure(.notSent("cancelled")), of: submission, host: url.host)
            }
            admission.arrive((submission, url), host: url.host)
            firstExpiry = min(firstExpiry ?? submission.expiry, submission.expiry)
        } catch {
            report(.failure(error), of: submission, host: "")
        }
    }

    private func cancel(_ ticket: Ticket) {
        if let transfer = transfers[ObjectIdentifier(ticket)] {
            finish(transfer, .failure(transfer.untilNow("cancelled")))
        } else {
            // Unless the answer was faster than the wish to have none.
            for (submission, url) in admission.removeWaiting(where: { $0.submission.ticket === ticket }) {
                report(.failure(.notSent("cancelled")), of: submission, host: url.host)
            }
        }
    }

    private func expireWaiting(_ now: ContinuousClock.Instant) {
        guard let expiry = firstExpiry, expiry <= now else { return }
        var next: ContinuousClock.Instant?
        let late = admission.removeWaiting { item in
            if item.submission.expiry <= now { return true }
            next = min(next ?? item.submission.expiry, item.submission.expiry)
            return false
        }
        firstExpiry = next
        for (submission, url) in late {
            report(
                .failure(.notSent("the deadline passed while waiting for a free place")), of: submission, host: url.host
            )
        }
    }

    @discardableResult
    private func startWaiting(_ now: ContinuousClock.Instant) -> Bool {
        var hasStarted = false
        while let (submission, url) = admission.next() {
            do throws(ClientFailure) {
                try start(submission, url, now)
                hasStarted = true
            } catch {
                admission.leave(host: url.host)
                report(.failure(error), of: submission, host: url.host)
            }
        }
        return hasStarted
    }

    private func start(
        _ submission: Submission, _ url: RequestURL, _ now: ContinuousClock.Instant
    ) throws(ClientFailure) {
        guard let easy = idleHandles.popLast() ?? EasyHandle() else { throw .notSent("no memory") }
        let transfer = try Transfer(submission, url: url, easy: easy, configuration: configuration, now: now)
        // SAFETY: both handles live until `finish` or `close` has parted them.
        let code = unsafe curl_multi_add_handle(multi, easy.pointer)
        guard code == CURLM_OK else { throw .notSent("curl cannot start the transfer") }
        transfers[ObjectIdentifier(submission.ticket)] = transfer
    }

    private func perform() {
        var running: Int32 = 0
        // SAFETY: the handle lives until `close`. A failed step is told of in the messages of the transfers.
        _ = unsafe curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            // SAFETY: the message is valid until its handle is removed: code and context are read before.
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let code = unsafe message.pointee.data.result
            var context: UnsafeMutableRawPointer?
            guard unsafe ccurl_get_pointer(message.pointee.easy_handle, CURLINFO_PRIVATE, &context) == CURLE_OK,
                let transfer = unsafe Transfer.from(context)
            else { continue }
            finish(transfer, transfer.outcome(code))
        }
    }

    private func finish(_ transfer: Transfer, _ result: Result<ClientResponse, ClientFailure>) {
        // SAFETY: the handle was added in `start`; after this call curl holds no pointer to the transfer.
        unsafe curl_multi_remove_handle(multi, transfer.easy.pointer)
        transfers[ObjectIdentifier(transfer.submission.ticket)] = nil
        admission.leave(host: transfer.url.host)
        let easy = transfer.release()
        if idleHandles.count < configuration.idleConnectionsMax { idleHandles.append(easy) }
        report(
            result, of: transfer.submission, host: transfer.url.host, requestBytes: transfer.bytesTaken,
            responseBytes: transfer.collector.body.count)
    }

    private func report(
        _ result: Result<ClientResponse, ClientFailure>, of submission: Submission, host: String, requestBytes: Int = 0,
        responseBytes: Int = 0
    ) {
        metrics?(
            ClientMetrics(
                method: submission.request.method, host: host, outcome: result.map(\.status),
                duration: submission.at.duration(to: .now), requestBytes: requestBytes,
                responseBytes: responseBytes))
        submission.continuation.resume(returning: result)
    }

    private func sleep() {
        guard mailbox.fallAsleep() else { return }
        defer { mailbox.wakeUp() }
        let wakes = [firstExpiry, end].compactMap { $0 }.min()
        let milliseconds = wakes.map { max(.zero, ContinuousClock.now.duration(to: $0)).milliseconds } ?? 60_000
        // SAFETY: the handle lives until `close`. Curl sleeps no longer than its own next deadline.
        _ = unsafe curl_multi_poll(multi, nil, 0, Int32(min(milliseconds, 60_000)), nil)
    }

    private func close() {
        let reason = "the client is shut down"
        for (submission, url) in admission.removeWaiting(where: { _ in true }) {
            report(.failure(.notSent(reason)), of: submission, host: url.host)
        }
        for transfer in transfers.values { finish(transfer, .failure(transfer.untilNow(reason))) }
        // SAFETY: nobody can wake the handle from here on, and no easy handle is in it.
        mailbox.setAlarm(nil)
        idleHandles = []
        unsafe curl_multi_cleanup(multi)
    }
}
