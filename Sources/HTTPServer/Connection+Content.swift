import HTTP

/// The content of requests, for the handler that asks for it, and past the one that does not.
extension Connection {
    /// The handler asks for content.
    func wantContent(_ exchange: Exchange) {
        guard self.exchange === exchange, phase == .handling else { return exchange.fail(.disconnected) }
        if exchange.mustContinue {
            exchange.mustContinue = false
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

    /// Passes over content that the handler did not read. False if too much is still to come: the connection must close.
    func skipContent(of exchange: Exchange) -> Bool {
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
}
