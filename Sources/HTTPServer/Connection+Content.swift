import HTTP

/// The content of requests, for the handler that asks for it, and past the one that does not.
extension Connection {
    /// The handler asks for content.
    func wantContent(_ exchange: Exchange) {
        guard self.exchange === exchange, phase == .handling else { return exchange.fail(.disconnected) }
        if exchange.mustContinue {
            exchange.mustContinue = false
            beginOutput()
            output.append(contentsOf: Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        deadline = min(requestEndsAt, loop.now + loop.deadlines.bodyIdle)
        if !isPumping { pump() }
    }

    func feed(_ exchange: Exchange) -> Bool {
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

    /// What is left of a request's content once its answer is given.
    enum Rest {
        /// Nothing: the next request may begin.
        case none
        /// So little that it is worth reading past it, to keep the connection.
        case coming
        /// Too much, malformed, or perhaps never sent: the connection must close (RFC 9112 §9.3).
        case hopeless
    }

    /// Passes over content that the handler did not read, as far as it has come.
    func skipContent(of exchange: Exchange) -> Rest {
        guard !exchange.isContentDone else { return .none }
        // A client that waits for 100 may never send it.
        guard !exchange.mustContinue, !exchange.hasFailed else { return .hopeless }
        let skippedMax = loop.settings.drainBytesMax
        while !exchange.isContentDone, inputStart < inputEnd, exchange.skipped <= skippedMax {
            do throws(MalformedMessage) {
                let bytes = input
                inputStart += try exchange.skip(bytes.span.extracting(inputStart..<inputEnd))
            } catch {
                return .hopeless
            }
        }
        if exchange.isContentDone { return .none }
        return exchange.skipped + exchange.remaining <= skippedMax ? .coming : .hopeless
    }

    /// Reads on past the content of a request that has its answer.
    func drain() -> Bool {
        guard let exchange else { return false }
        switch skipContent(of: exchange) {
        case .none:
            self.exchange = nil
            phase = .head
            deadline = loop.now + loop.deadlines.idle
            return true
        case .coming: return receive()
        case .hopeless:
            closesAfterOutput = true
            return false
        }
    }
}
