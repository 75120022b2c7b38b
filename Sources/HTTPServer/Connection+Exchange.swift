import HTTP

/// One request and its answer, from the head to the last octet.
extension Connection {
    func begin(_ received: consuming RequestHead) {
        var head = received
        hasHeadBegun = false
        parser = RequestHeadParser(limits: loop.settings.head)
        requestEndsAt = loop.now + loop.deadlines.request
        deadline = requestEndsAt
        phase = .handling
        let client = ProxyTrust.client(of: head.fields, peer: peer, trusted: loop.settings.trustedProxies)
        let id = ProxyTrust.requestID(of: head.fields, peer: peer) ?? loop.requestIDs.make()
        if !peer.isTrusted { head.fields.removeForwarding() }
        let exchange = Exchange(head: head, id: id, client: client, connection: self)
        self.exchange = exchange
        loop.gauge.requestsChanged(by: 1)
        let request = Request(
            head: head, body: head.framing == .none ? .empty : RequestBody(reader: exchange),
            client: client, id: id, isFromTrustedProxy: peer.isTrusted)
        if case .asterisk = head.target {
            return deliver(Response(.noContent, fields: [.allow: "GET, HEAD, POST, OPTIONS"]), for: exchange)
        }
        let handler = loop.handler
        let atOnce = handler.respondAtOnce(to: request)
        if let atOnce, !atOnce.isStreamed { return deliver(atOnce, for: exchange) }
        let task = Task.immediate(executorPreference: loop.executor) { [self] in
            let response = if let atOnce { atOnce } else { await handler.respond(to: request) }
            deliver(response, for: exchange)
            if case .stream(let produce) = response.body, exchange.isStreaming {
                let isWhole = (try? await produce(exchange)) != nil
                endStream(exchange, isWhole: isWhole)
            }
        }
        if phase == .handling || phase == .streaming { self.task = task }
    }

    /// The handler has answered.
    func deliver(_ given: Response, for exchange: Exchange) {
        guard phase == .handling, self.exchange === exchange else { return }
        var response = given
        if let level = loop.settings.gzipLevel {
            ResponseCoding.apply(
                to: &response, request: exchange.head.fields, level: level, bytesMin: loop.settings.gzipBytesMin)
        }
        observe(response, for: exchange)
        exchange.finishReading()
        var persists = exchange.head.persists && !loop.isStopping
        persists = persists && loop.now - openedAt < loop.deadlines.lifetime
        persists = persists && loop.now < requestEndsAt
        // Content that came too slowly or was too much is not waited for.
        if response.status == .contentTooLarge || response.status == .requestTimeout { persists = false }
        if persists, skipContent(of: exchange) == .hopeless { persists = false }
        let isHTTP10 = exchange.head.version == .http10
        let isHead = exchange.head.method == .head
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
            exchange.isStreaming = !isHead
            exchange.isChunked = !isHTTP10
        }
        if response.status.hasNoContent {
            framing = .none
            content = []
            exchange.isStreaming = false
        }
        exchange.persists = persists
        beginOutput()
        ResponseSerializer.writeHead(
            response.status, response.fields, framing: framing, date: loop.date, persists: persists, toHTTP10: isHTTP10,
            to: &output)
        if !isHead { send(content) }
        if exchange.isStreaming {
            phase = .streaming
            deadline = .max
            if loop.isStopping { task?.cancel() }
        } else {
            end(exchange)
        }
        pump()
    }

    func observe(_ response: Response, for exchange: Exchange) {
        guard let observe = loop.observe else { return }
        var count = 0
        if case .bytes(let bytes) = response.body, exchange.head.method != .head { count = bytes.count }
        observe(
            AccessRecord(
                requestID: exchange.id, client: exchange.client, method: exchange.head.method,
                path: exchange.head.target.path, status: response.status,
                contentBytes: count, duration: .microseconds(MonotonicClock.microseconds() - exchange.startedAt)))
    }

    func end(_ exchange: Exchange) {
        self.exchange = nil
        loop.gauge.requestsChanged(by: -1)
        task = nil
        answered += 1
        phase = .head
        deadline = loop.now + loop.deadlines.idle
        if !exchange.persists {
            closesAfterOutput = true
        } else if !exchange.isContentDone {
            phase = .draining
            deadline = loop.now + loop.deadlines.drain
            self.exchange = exchange
        }
    }

    /// A piece of a stream. Says true when the client has taken enough of it, false when it is gone.
    func write(_ bytes: [UInt8], of exchange: Exchange, _ taken: CheckedContinuation<Bool, Never>) {
        guard phase == .streaming, self.exchange === exchange else { return taken.resume(returning: false) }
        beginOutput()
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

    func endStream(_ exchange: Exchange, isWhole: Bool) {
        guard phase == .streaming, self.exchange === exchange else { return }
        // RFC 9112 §8: a stream cut short must not look whole, so it ends without its last chunk.
        beginOutput()
        if exchange.isChunked, isWhole { ResponseSerializer.writeLastChunk(to: &output) }
        // Its head said nothing of an end: it was written before the server was to stop.
        if !isWhole || loop.isStopping { exchange.persists = false }
        end(exchange)
        pump()
    }
}

extension Status {
    /// RFC 9110 §6.4.1.
    fileprivate var hasNoContent: Bool { code < 200 || code == 204 || code == 304 }
}
