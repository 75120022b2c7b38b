import HTTP

/// One client's connection: octets in, calls of the handler in order, octets out.
///
/// `@unchecked Sendable`: everything in it is touched only on its loop's thread. The task that serves a request prefers the
/// loop's executor, so each of its steps runs there; other threads come in by `executor.perform`.
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
        /// Everything is said; reading on until the client has seen it.
        case lingering
        case closed
    }

    let slot: Int
    let loop: EventLoop
    private let fd: Int32
    /// Who is at the other end: the system's word, or that of the PROXY header.
    private var peer: Peer
    /// What the connection is counted by.
    let place: UInt128?
    private let openedAt: Int64

    private(set) var phase: Phase
    private var isReadable = true
    private var isWritable = true
    private var peerClosed = false
    private var isPumping = false
    private var closesAfterOutput = false

    /// Octets received and not yet used: `input[inputStart..<inputEnd]`. Empty array while there are none.
    private var input: [UInt8] = []
    private var inputStart = 0
    private var inputEnd = 0
    private var parser: RequestHeadParser
    private var hasHeadBegun = false
    private var answered = 0

    /// Octets to be sent: from `outputStart` on.
    private var output: [UInt8] = []
    private var outputStart = 0

    private var exchange: Exchange?
    private var drainWaiter: CheckedContinuation<Bool, Never>?
    private var task: Task<Void, Never>?

    private var deadline: Int64
    /// When the request in hand must have its answer.
    private var requestEndsAt: Int64 = .max

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
        let usual = expectsProxyHeader ? loop.settings.proxyHeaderDeadline : loop.settings.headDeadline
        let patience = loop.isStopping ? min(.seconds(1), usual) : usual
        deadline = loop.now + patience.milliseconds
    }

    // MARK: What the loop reports

    func ready(readable: Bool, writable: Bool, peerClosed: Bool, broken: Bool) {
        guard phase != .closed else { return }
        if broken { return close() }
        if readable { isReadable = true }
        if writable { isWritable = true }
        if peerClosed {
            self.peerClosed = true
            // Nobody listens to a stream any more; an ordinary answer is still finished, the client may have half-closed.
            if phase == .streaming { return close() }
        }
        pump()
    }

    func checkDeadline(_ now: Int64) {
        guard now >= deadline else { return }
        if !output.isEmpty || phase == .lingering { return close() }
        switch phase {
        case .head:
            // RFC 9110 §15.5.9: a head begun and not ended is told; an idle connection just ends.
            if hasHeadBegun { refuse(MalformedMessage(.requestTimeout, "the head took too long")) } else { close() }
        case .handling: handlingTookTooLong(now)
        case .streaming: deadline = .max
        case .proxyHeader, .lingering, .closed: close()
        }
    }

    private func handlingTookTooLong(_ now: Int64) {
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
        case .head where !hasHeadBegun && output.isEmpty:
            // What has come since the last report counts as in flight; it is answered. Somebody who has said nothing yet
            // gets a moment to say it.
            isReadable = true
            deadline = min(deadline, loop.now + 1000)
            pump()
        case .streaming: task?.cancel()
        default: break
        }
    }

    // MARK: Moving octets

    /// Does all that can be done without waiting.
    private func pump() {
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        while true {
            flush()
            if phase == .closed { return }
            guard outputBytes <= loop.settings.outputBytesHigh, !closesAfterOutput, step() else { break }
        }
        flush()
        releaseInputIfEmpty()
    }

    /// One step; false when there is nothing to do before something happens.
    private func step() -> Bool {
        switch phase {
        case .proxyHeader: return readProxyHeader()
        case .head: return readHead()
        case .handling:
            guard let exchange, exchange.isWaiting else { return false }
            return feed(exchange)
        case .streaming: return false
        case .lingering: return linger()
        case .closed: return false
        }
    }

    private func readProxyHeader() -> Bool {
        guard inputStart < inputEnd else { return receive() }
        do throws(MalformedMessage) {
            switch try ProxyHeader.parse(input.span.extracting(inputStart..<inputEnd)) {
            case .needsMore: return receive()
            case .done(let source, let consumed):
                inputStart += consumed
                if let source { peer = Peer(host: source.description, settings: loop.settings) }
                phase = .head
                deadline = loop.now + loop.settings.headDeadline.milliseconds
                return true
            }
        } catch {
            // Its specification, §2: the connection is aborted; who speaks another protocol would not read an answer.
            close()
            return false
        }
    }

    private func readHead() -> Bool {
        if inputStart < inputEnd {
            if !hasHeadBegun {
                hasHeadBegun = true
                deadline = loop.now + loop.settings.headDeadline.milliseconds
            }
            do throws(MalformedMessage) {
                switch try parser.parse(input.span.extracting(inputStart..<inputEnd)) {
                case .done(let head, let consumed):
                    inputStart += consumed
                    begin(head)
                    return true
                case .needsMore: break
                }
            } catch {
                refuse(error)
                return true
            }
        }
        if receive() { return true }
        if loop.isStopping, answered > 0, !hasHeadBegun, phase == .head, outputBytes == 0 { close() }
        return false
    }

    /// Reads from the socket into the input; false when there is nothing to be had, or the connection has ended.
    private func receive() -> Bool {
        guard isReadable else { return false }
        if input.isEmpty {
            input = loop.buffers.take()
            inputStart = 0
            inputEnd = 0
        } else if inputEnd == input.count {
            makeRoom()
        }
        let room = input.count - inputEnd
        switch Socket.read(fd, into: &input, at: inputEnd) {
        case .bytes(let count):
            inputEnd += count
            // A short read has emptied the socket; the next octets are reported anew. An end is seen by reading on.
            if count < room, !peerClosed { isReadable = false }
            return true
        case .wouldBlock:
            isReadable = false
            return false
        case .ended:
            isReadable = false
            exchange?.fail(.disconnected)
            if phase == .head || phase == .lingering { closesAfterOutput = true }
            if phase == .proxyHeader { close() }
            return false
        case .failed:
            close()
            return false
        }
    }

    /// Room behind the input: by moving it to the front, else by a larger array. The parser bounds how large.
    private func makeRoom() {
        if inputStart > 0 {
            input.replaceSubrange(0..<(inputEnd - inputStart), with: Array(input[inputStart..<inputEnd]))
            inputEnd -= inputStart
            inputStart = 0
        } else {
            input.append(contentsOf: repeatElement(0, count: input.count))
        }
    }

    private func releaseInputIfEmpty() {
        guard inputStart == inputEnd, !input.isEmpty else { return }
        let buffer = input
        input = []
        inputStart = 0
        inputEnd = 0
        loop.buffers.give(buffer)
    }

    private var outputBytes: Int { output.count - outputStart }

    /// Sends what waits, as far as the client takes it.
    private func flush() {
        while outputBytes > 0, isWritable, phase != .closed {
            switch Socket.write(fd, output, from: outputStart) {
            case .bytes(let count):
                outputStart += count
                deadline = loop.now + loop.settings.writeDeadline.milliseconds
            case .wouldBlock:
                isWritable = false
                if deadline == .max { deadline = loop.now + loop.settings.writeDeadline.milliseconds }
            case .ended, .failed: return close()
            }
        }
        guard outputBytes == 0 else { return }
        if outputStart > 0 {
            outputStart = 0
            // A buffer that one large page needed is not kept for the connection's life.
            output.removeAll(keepingCapacity: output.capacity <= BufferPool.size)
            if phase == .head, inputStart == inputEnd { output = [] }
            setRestingDeadline()
        }
        if let waiter = drainWaiter {
            drainWaiter = nil
            waiter.resume(returning: true)
        }
        if closesAfterOutput, phase != .closed, phase != .lingering { beginLingering() }
    }

    /// The deadline once nothing waits to be sent.
    private func setRestingDeadline() {
        switch phase {
        case .head:
            deadline = loop.now + (hasHeadBegun ? loop.settings.headDeadline : loop.settings.idleDeadline).milliseconds
        case .handling: deadline = requestEndsAt
        case .streaming: deadline = .max
        case .proxyHeader, .lingering, .closed: break
        }
    }

    // MARK: One exchange

    private func begin(_ received: RequestHead) {
        var head = received
        hasHeadBegun = false
        parser = RequestHeadParser(limits: loop.settings.head)
        requestEndsAt = loop.now + loop.settings.requestDeadline.milliseconds
        deadline = requestEndsAt
        phase = .handling
        let client = ProxyTrust.client(of: head.fields, peer: peer, settings: loop.settings)
        let id = ProxyTrust.requestID(of: head.fields, peer: peer) ?? loop.requestIDs.make()
        if !peer.isTrusted { head.fields.removeForwarding() }
        let exchange = Exchange(head: head, id: id, client: client, connection: self)
        self.exchange = exchange
        let request = Request(
            head: head, body: head.framing == .none ? .empty : RequestBody(reader: exchange),
            client: client, id: id)
        if case .asterisk = head.target {
            return deliver(Response(.noContent, fields: [.allow: "GET, HEAD, POST, OPTIONS"]), for: exchange)
        }
        let handler = loop.handler
        let task = Task.immediate(executorPreference: loop.executor) { [self] in
            let response = await handler.respond(to: request)
            deliver(response, for: exchange)
            if case .stream(let produce) = response.body, exchange.isStreaming {
                let isWhole = (try? await produce(exchange)) != nil
                endStream(exchange, isWhole: isWhole)
            }
        }
        if phase == .handling || phase == .streaming { self.task = task }
    }

    /// The handler has answered.
    private func deliver(_ given: Response, for exchange: Exchange) {
        guard phase == .handling, self.exchange === exchange else { return }
        var response = given
        if let level = loop.settings.gzipLevel {
            ResponseCoding.apply(
                to: &response, request: exchange.head.fields, level: level, bytesMin: loop.settings.gzipBytesMin)
        }
        observe(response, for: exchange)
        let head = exchange.head
        exchange.finishReading()
        var persists = head.persists && !loop.isStopping && !peerClosed
        persists = persists && loop.now - openedAt < loop.settings.connectionLifetime.milliseconds
        persists = persists && loop.now < requestEndsAt
        if persists, !skipContent(of: exchange) { persists = false }
        let isHTTP10 = head.version == .http10
        var framing: ResponseSerializer.Framing
        var content: [UInt8] = []
        switch response.body {
        case .empty: framing = .length(0)
        case .bytes(let bytes):
            framing = .length(bytes.count)
            content = bytes
        case .stream:
            framing = isHTTP10 ? .close : .chunked
            if isHTTP10 { persists = false }
            exchange.isStreaming = head.method != .head
            exchange.isChunked = !isHTTP10
        }
        if response.status.hasNoContent {
            framing = .none
            content = []
            exchange.isStreaming = false
        }
        exchange.persists = persists
        ResponseSerializer.writeHead(
            response.status, response.fields, framing: framing, date: loop.date, persists: persists, toHTTP10: isHTTP10,
            to: &output)
        if head.method != .head { output.append(contentsOf: content) }
        if exchange.isStreaming {
            phase = .streaming
            deadline = .max
            if loop.isStopping { task?.cancel() }
        } else {
            end(exchange)
        }
        pump()
    }

    private func observe(_ response: Response, for exchange: Exchange) {
        guard let observe = loop.observe else { return }
        var count = 0
        if case .bytes(let bytes) = response.body { count = bytes.count }
        observe(
            AccessRecord(
                requestID: exchange.id, client: exchange.client, method: exchange.head.method,
                path: exchange.head.target.path, status: response.status,
                contentBytes: count, duration: .microseconds(MonotonicClock.microseconds() - exchange.startedAt)))
    }

    private func end(_ exchange: Exchange) {
        self.exchange = nil
        task = nil
        answered += 1
        phase = .head
        deadline = loop.now + loop.settings.idleDeadline.milliseconds
        if !exchange.persists { closesAfterOutput = true }
    }

    /// A piece of a stream. Says true when the client has taken enough of it, false when it is gone.
    func write(_ bytes: [UInt8], of exchange: Exchange, _ taken: CheckedContinuation<Bool, Never>) {
        guard phase == .streaming, self.exchange === exchange else { return taken.resume(returning: false) }
        if exchange.isChunked {
            ResponseSerializer.writeChunk(bytes, to: &output)
        } else {
            output.append(contentsOf: bytes)
        }
        flush()
        if phase == .streaming, outputBytes > loop.settings.outputBytesHigh {
            drainWaiter = taken
        } else {
            taken.resume(returning: phase == .streaming)
        }
    }

    private func endStream(_ exchange: Exchange, isWhole: Bool) {
        guard phase == .streaming, self.exchange === exchange else { return }
        // RFC 9112 §8: a stream cut short must not look whole, so it ends without its last chunk.
        if exchange.isChunked, isWhole { ResponseSerializer.writeLastChunk(to: &output) }
        if !isWhole { exchange.persists = false }
        end(exchange)
        pump()
    }

    // MARK: Content of requests

    /// The handler asks for content.
    func wantContent(_ exchange: Exchange) {
        guard self.exchange === exchange, phase == .handling else { return exchange.fail(.disconnected) }
        if exchange.mustContinue {
            exchange.mustContinue = false
            output.append(contentsOf: Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        deadline = min(requestEndsAt, loop.now + loop.settings.bodyIdleDeadline.milliseconds)
        if !isPumping { pump() }
    }

    private func feed(_ exchange: Exchange) -> Bool {
        if inputStart < inputEnd {
            do throws(MalformedMessage) {
                let bytes = input
                inputStart += try exchange.take(bytes.span.extracting(inputStart..<inputEnd), at: loop.now)
            } catch {
                exchange.fail(.malformed(error.reason))
                return true
            }
            deadline = requestEndsAt
            return true
        }
        if exchange.offerWhatIsLeft() { return true }
        return receive()
    }

    /// Passes over content that the handler did not read. False if too much is still to come: the connection must close.
    private func skipContent(of exchange: Exchange) -> Bool {
        guard !exchange.isContentDone else { return true }
        // A client that waits for 100 may never send it.
        if exchange.mustContinue { return false }
        var skipped = 0
        while !exchange.isContentDone, inputStart < inputEnd, skipped <= loop.settings.drainBytesMax {
            do throws(MalformedMessage) {
                let bytes = input
                let count = try exchange.skip(bytes.span.extracting(inputStart..<inputEnd))
                inputStart += count
                skipped += count
            } catch {
                return false
            }
        }
        return exchange.isContentDone
    }

    // MARK: Ends

    /// Answers what is no request, and ends the connection (RFC 9112 §9.6).
    private func refuse(_ failure: MalformedMessage) {
        let text = Array("\(failure.status)\n\(failure.reason)\n".utf8)
        ResponseSerializer.writeHead(
            failure.status, [.contentType: "text/plain; charset=utf-8"], framing: .length(text.count), date: loop.date,
            persists: false, toHTTP10: false, to: &output)
        output.append(contentsOf: text)
        inputStart = inputEnd
        hasHeadBegun = false
        closesAfterOutput = true
        pump()
    }

    /// RFC 9112 §9.6: close our half first, and read on for a while, or the client may lose the answer to a reset.
    private func beginLingering() {
        Socket.endWriting(fd)
        phase = .lingering
        closesAfterOutput = false
        deadline = loop.now + loop.settings.lingerDeadline.milliseconds
        inputStart = inputEnd
        if peerClosed, !isReadable { return close() }
        if !isPumping { pump() }
    }

    private func linger() -> Bool {
        inputStart = inputEnd
        let more = receive()
        inputStart = inputEnd
        if !more, peerClosed || closesAfterOutput { close() }
        return more
    }

    func close() {
        guard phase != .closed else { return }
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
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Status {
    /// RFC 9110 §6.4.1.
    var hasNoContent: Bool { code < 200 || code == 204 || code == 304 }
}
