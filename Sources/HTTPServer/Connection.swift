import CEpoll
import HTTP

/// One client's connection: octets in, calls of the handler in order, octets out.
///
/// `@unchecked Sendable`: everything in it is touched only on its loop's thread. The task that serves a request prefers
/// the loop's executor, so each of its steps runs there; other threads come in by `executor.perform`.
final class Connection: @unchecked Sendable {
    /// What the connection is doing. Decisions are made on this; octets move in `pump`.
    enum Phase {
        /// Before the first request, where a proxy says whose connection it is.
        case proxyHeader
        /// Between requests, or within a head.
        case head
        /// The handler has the request.
        case handling
        /// The handler's stream is being written.
        case streaming
        /// The answer is given; reading past content that the handler left, to the next request.
        case draining
        /// Everything is said; reading on until the client has seen it.
        case lingering
        case closed
    }

    let slot: Int
    let loop: EventLoop
    let fd: Int32
    /// Who is at the other end: the system's word, or that of the PROXY header.
    var peer: Peer
    /// What the connection is counted by; nil while it is not.
    var place: UInt128?
    let openedAt: Int64

    var phase: Phase
    var isReadable = true
    var isWritable = true
    var peerClosed = false
    var isPumping = false
    var isWaitingForTurn = false
    var closesAfterOutput = false

    /// Octets received and not yet used: `input[inputStart..<inputEnd]`. Empty array while there are none.
    var input: [UInt8] = []
    var inputStart = 0
    var inputEnd = 0
    var parser: RequestHeadParser
    var hasHeadBegun = false
    var answered = 0

    /// Octets to be sent: from `outputStart` on.
    var output: [UInt8] = []
    var outputStart = 0
    /// What is to be sent behind them: the content of an answer as the handler gave it, not copied.
    var content: [UInt8] = []
    var contentStart = 0
    /// Since when output waits for the client; `.max` while none does.
    var blockedAt = Int64.max
    /// Octets sent in all, and how many of them the client had when output began to wait.
    var sent = 0
    var takenBeforeBlock = 0

    var exchange: Exchange?
    var drainWaiter: CheckedContinuation<Bool, Never>?
    var task: Task<Void, Never>?

    var deadline: Int64
    /// When the request in hand must have its answer.
    var requestEndsAt: Int64 = .max

    init(fd: Int32, slot: Int, peer: Peer, expectsProxyHeader: Bool, loop: EventLoop) {
        self.fd = fd
        self.slot = slot
        self.peer = peer
        self.loop = loop
        place = peer.place
        phase = expectsProxyHeader ? .proxyHeader : .head
        openedAt = loop.now
        parser = RequestHeadParser(limits: loop.settings.head)
        // While the server stops, somebody who is already here may still say what they came for.
        let usual = expectsProxyHeader ? loop.deadlines.proxyHeader : loop.deadlines.head
        deadline = loop.now + (loop.isStopping ? min(1000, usual) : usual)
    }

    // MARK: What the loop reports

    func ready(readable: Bool, writable: Bool, peerClosed: Bool, broken: Bool) {
        guard phase != .closed else { return }
        if broken { return close() }
        if readable { isReadable = true }
        if writable { isWritable = true }
        if peerClosed {
            self.peerClosed = true
            // Nobody listens to a stream any more; an ordinary answer is still finished, the client may have
            // half-closed.
            if phase == .streaming { return close() }
        }
        pump()
    }

    func checkDeadline(_ now: Int64) {
        guard now >= deadline else { return }
        if phase == .lingering { return close() }
        if outputBytes > 0 { return checkReader(now) }
        switch phase {
        case .head:
            // RFC 9110 §15.5.9: a head begun and not ended is told; an idle connection just ends.
            if hasHeadBegun { refuse(MalformedMessage(.requestTimeout, "the head took too long")) } else { close() }
        case .handling: handlingTookTooLong(now)
        case .streaming: deadline = .max
        case .draining:
            closesAfterOutput = true
            pump()
        case .proxyHeader, .lingering, .closed: close()
        }
    }

    /// Output has waited for long: the client gets more time if it has taken enough of it. What counts is what it has
    /// acknowledged: the system's buffer takes and gives in large pieces.
    private func checkReader(_ now: Int64) {
        guard blockedAt != .max else { return close() }
        let taken = sent - Int(max(0, fanfare_unsent(fd))) - takenBeforeBlock
        let wanted = Int(now - blockedAt) * loop.settings.outputBytesPerSecondMin / 1000
        guard taken > 0, taken >= wanted else { return close() }
        deadline = now + loop.deadlines.write
    }

    func handlingTookTooLong(_ now: Int64) {
        guard let exchange else { return close() }
        if exchange.isWaiting {
            exchange.fail(.timedOut)
            // The handler answers that itself, unless it does not come back.
            deadline = max(requestEndsAt, now + 1000)
        } else {
            task?.cancel()
            deliver(.text(.serviceUnavailable, "The answer took too long\n"), for: exchange)
        }
    }

    /// The server stops: what is idle closes, what runs ends with its answer, streams are asked to end.
    func stop() {
        switch phase {
        case .head where !hasHeadBegun && outputBytes == 0:
            // What has come since the last report counts as in flight; it is answered. Somebody who has said nothing
            // yet gets a moment to say it.
            isReadable = true
            deadline = min(deadline, loop.now + 1000)
            pump()
        case .streaming: task?.cancel()
        default: break
        }
    }

    // MARK: Ends

    /// Answers what is no request, and ends the connection (RFC 9112 §9.6).
    func refuse(_ failure: MalformedMessage) {
        beginOutput()
        let text = Array("\(failure.status)\n\(failure.reason)\n".utf8)
        let isHead = phase == .head && input[inputStart..<inputEnd].drop { $0 < 0x20 }.starts(with: "HEAD ".utf8)
        ResponseSerializer.writeHead(
            failure.status, [.contentType: "text/plain; charset=utf-8"], framing: .length(text.count), date: loop.date,
            persists: false, toHTTP10: false, to: &output)
        // RFC 9110 §9.3.2: also where the rest of the request cannot be understood.
        if !isHead { output.append(contentsOf: text) }
        loop.observe?(
            AccessRecord(
                requestID: loop.requestIDs.make(), client: peer.isTrusted ? .unknown : ClientAddress(host: peer.host),
                method: nil, path: "", status: failure.status, contentBytes: isHead ? 0 : text.count, duration: .zero))
        inputStart = inputEnd
        hasHeadBegun = false
        closesAfterOutput = true
        pump()
    }

    /// RFC 9112 §9.6: close our half first, and read on for a while, or the client may lose the answer to a reset.
    func beginLingering() {
        Socket.endWriting(fd)
        phase = .lingering
        closesAfterOutput = false
        deadline = loop.now + loop.deadlines.linger
        inputStart = inputEnd
        if peerClosed, !isReadable { return close() }
        if !isPumping { pump() }
    }

    func linger() -> Bool {
        inputStart = inputEnd
        let more = receive()
        inputStart = inputEnd
        if !more, peerClosed || closesAfterOutput { close() }
        return more
    }

    func close() {
        guard phase != .closed else { return }
        if phase == .handling || phase == .streaming { loop.gauge.requestsChanged(by: -1) }
        phase = .closed
        Socket.close(fd)
        loop.remove(self)
        task?.cancel()
        task = nil
        exchange?.fail(.disconnected)
        exchange = nil
        if let waiter = drainWaiter {
            drainWaiter = nil
            waiter.resume(returning: false)
        }
        inputStart = inputEnd
        releaseInputIfEmpty()
        output = []
        outputStart = 0
        content = []
        contentStart = 0
    }
}
