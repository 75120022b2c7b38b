import CEpoll
import HTTP

/// Moving octets: all that can be done without waiting, and no more.
extension Connection {
    /// Does all that can be done without waiting, up to a number of requests: then others have their turn.
    func pump() {
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        let turnEnds = answered + loop.settings.pipelinedRequestsMax
        while phase != .closed {
            // Small answers to pipelined requests leave together.
            if outputBytes > loop.settings.outputBytesHigh { flush() }
            guard outputBytes <= loop.settings.outputBytesHigh, !closesAfterOutput else { break }
            guard answered < turnEnds else {
                loop.resumeLater(self)
                break
            }
            guard step() else { break }
        }
        flush()
        closeIfOver()
        if phase == .lingering { while linger() {} }
        releaseInputIfEmpty()
    }

    /// Closes a connection that has its answers and has begun nothing else, when the server stops.
    private func closeIfOver() {
        guard loop.isStopping, answered > 0, phase == .head, !hasHeadBegun, outputBytes == 0 else { return }
        // Octets that have come count as a request in flight.
        guard inputStart == inputEnd, !isReadable else { return }
        close()
    }

    /// One step; false when there is nothing to do before something happens.
    func step() -> Bool {
        switch phase {
        case .proxyHeader: return readProxyHeader()
        case .head: return readHead()
        case .handling:
            guard let exchange, exchange.isWaiting else { return false }
            return feed(exchange)
        case .streaming: return false
        case .draining: return drain()
        case .lingering: return linger()
        case .closed: return false
        }
    }

    func readProxyHeader() -> Bool {
        guard inputStart < inputEnd else { return receive() }
        do throws(MalformedMessage) {
            switch try ProxyHeader.parse(input.span.extracting(inputStart..<inputEnd)) {
            case .needsMore: return receive()
            case .done(let source, let consumed):
                inputStart += consumed
                phase = .head
                deadline = loop.now + loop.deadlines.head
                if let source { name(Peer(host: source.description, settings: loop.settings)) }
                return true
            }
        } catch {
            // Its specification, §2: the connection is aborted; who speaks another protocol would not read an answer.
            close()
            return false
        }
    }

    /// The proxy has said whose connection it is. It counts as that client's from now on, and there may be too many.
    private func name(_ client: Peer) {
        peer = client
        guard let place = client.place else { return }
        if loop.enter(place) {
            self.place = place
        } else {
            refuse(MalformedMessage(.serviceUnavailable, "too many connections from this address"))
        }
    }

    func readHead() -> Bool {
        if inputStart < inputEnd {
            if !hasHeadBegun {
                hasHeadBegun = true
                deadline = loop.now + loop.deadlines.head
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
        return receive()
    }

    /// Reads from the socket into the input; false when there is nothing to be had, or the connection has ended.
    func receive() -> Bool {
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
            if phase == .head || phase == .draining || phase == .lingering { closesAfterOutput = true }
            if phase == .proxyHeader { close() }
            return false
        case .failed:
            close()
            return false
        }
    }

    /// Room behind the input: by moving it to the front, else by a larger array. The parser bounds how large.
    func makeRoom() {
        if inputStart > 0 {
            input.replaceSubrange(0..<(inputEnd - inputStart), with: Array(input[inputStart..<inputEnd]))
            inputEnd -= inputStart
            inputStart = 0
        } else {
            input.append(contentsOf: repeatElement(0, count: input.count))
        }
    }

    func releaseInputIfEmpty() {
        guard inputStart == inputEnd, !input.isEmpty else { return }
        let buffer = input
        input = []
        inputStart = 0
        inputEnd = 0
        loop.buffers.give(buffer)
    }

    var outputBytes: Int { output.count - outputStart + content.count - contentStart }

    /// Makes `output` the place where the next octets go.
    func beginOutput() {
        if output.capacity == 0 { output = loop.buffers.takeForOutput() }
        guard !content.isEmpty else { return }
        // Something comes behind content that is not sent yet.
        output.append(contentsOf: content[contentStart...])
        content = []
        contentStart = 0
    }

    /// Content behind the head that stands in `output`: copied if it is short, else sent from where it is.
    func send(_ bytes: [UInt8]) {
        if bytes.count <= Self.copiedBytesMax {
            output.append(contentsOf: bytes)
        } else {
            content = bytes
        }
    }

    private static let copiedBytesMax = 2 << 10

    /// Sends what waits, as far as the client takes it.
    func flush() {
        while outputBytes > 0, isWritable, phase != .closed {
            let result =
                content.isEmpty
                ? Socket.write(fd, output, from: outputStart)
                : Socket.write(fd, output, from: outputStart, content, from: contentStart)
            switch result {
            case .bytes(let count):
                sent += count
                let fromOutput = min(count, output.count - outputStart)
                outputStart += fromOutput
                contentStart += count - fromOutput
            case .wouldBlock:
                isWritable = false
                guard blockedAt == .max else { break }
                blockedAt = loop.now
                takenBeforeBlock = sent - Int(max(0, fanfare_unsent(fd)))
                deadline = loop.now + loop.deadlines.write
            case .ended, .failed: return close()
            }
        }
        guard outputBytes == 0 else { return }
        if outputStart > 0 || contentStart > 0 { endOutput() }
        if let waiter = drainWaiter {
            drainWaiter = nil
            waiter.resume(returning: true)
        }
        if closesAfterOutput, phase != .closed, phase != .lingering { beginLingering() }
    }

    /// All has been sent: the buffers go back.
    private func endOutput() {
        blockedAt = .max
        loop.buffers.giveForOutput(output)
        output = []
        outputStart = 0
        content = []
        contentStart = 0
        setRestingDeadline()
    }

    /// The deadline once nothing waits to be sent.
    func setRestingDeadline() {
        switch phase {
        case .head:
            deadline = loop.now + (hasHeadBegun ? loop.deadlines.head : loop.deadlines.idle)
        case .handling: deadline = requestEndsAt
        case .streaming: deadline = .max
        case .draining: deadline = loop.now + loop.deadlines.drain
        case .proxyHeader, .lingering, .closed: break
        }
    }
}
