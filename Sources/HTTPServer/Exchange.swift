import HTTP

/// One request and its answer: brings the handler the content, and takes its stream.
///
/// `@unchecked Sendable`: everything mutable in it is touched only on the thread of the connection's loop; `next` and
/// `write` go there first.
final class Exchange: BodyReader, BodyWriter, @unchecked Sendable {
    let head: RequestHead
    let id: String
    let client: ClientAddress
    let startedAt: Int64
    private let connection: Connection
    private let executor: LoopExecutor

    var persists = true
    var isStreaming = false
    var isChunked = false
    /// Whether the client still waits for 100 (RFC 9110 §10.1.1).
    var mustContinue: Bool

    private enum Content {
        case length(Int)
        case chunked(ChunkedDecoder)
        case done
    }

    private var content: Content
    private var pieces: [UInt8] = []
    private var failure: BodyFailure?
    private var waiter: CheckedContinuation<Result<[UInt8]?, BodyFailure>, Never>?
    private var received = 0
    /// Octets passed over because nobody asked for them, framing included.
    private(set) var skipped = 0
    /// How much the handler that waits would take.
    private var wanted = Int.max
    private var contentStartedAt: Int64?

    /// Octets handed over at once.
    private static let pieceBytesMax = 64 << 10

    init(head: RequestHead, id: String, client: ClientAddress, connection: Connection) {
        self.head = head
        self.id = id
        self.client = client
        self.connection = connection
        executor = connection.loop.executor
        startedAt = connection.loop.observe == nil ? 0 : MonotonicClock.microseconds()
        mustContinue = head.expectsContinue
        content =
            switch head.framing {
            case .none, .length(0): .done
            case .length(let count): .length(count)
            case .chunked: .chunked(ChunkedDecoder(limits: connection.loop.settings.head))
            }
    }

    var announcedLength: Int? {
        if case .length(let count) = head.framing { count } else { nil }
    }

    // MARK: For the handler

    func next(upTo bytesMax: Int) async throws(BodyFailure) -> [UInt8]? {
        let result = await withCheckedContinuation { continuation in
            executor.perform { [self] in ask(continuation, upTo: bytesMax) }
        }
        return try result.get()
    }

    func write(_ bytes: [UInt8]) async throws(BodyFailure) {
        let isTaken = await withCheckedContinuation { continuation in
            executor.perform { [self] in connection.write(bytes, of: self, continuation) }
        }
        guard isTaken else { throw .disconnected }
    }

    // MARK: For the connection

    private func ask(_ continuation: CheckedContinuation<Result<[UInt8]?, BodyFailure>, Never>, upTo bytesMax: Int) {
        wanted = bytesMax
        if let failure { return continuation.resume(returning: .failure(failure)) }
        if isContentDone, pieces.isEmpty { return continuation.resume(returning: .success(nil)) }
        waiter = continuation
        connection.wantContent(self)
    }

    /// Whether content was malformed, late or too much: where it ends is not known any more.
    var hasFailed: Bool { failure != nil }

    /// Octets that are surely still to come.
    var remaining: Int {
        switch content {
        case .done: 0
        case .length(let count): count
        case .chunked(let decoder): decoder.remaining
        }
    }

    /// Whether the handler waits for content.
    var isWaiting: Bool { waiter != nil }

    /// Whether all content has been taken from the connection.
    var isContentDone: Bool {
        if case .done = content { true } else { false }
    }

    /// Takes content from the octets and hands it to the waiting handler.
    func take(_ bytes: Span<UInt8>, at now: Int64) throws(MalformedMessage) -> Int {
        let count = try decode(bytes)
        received += count
        let started = contentStartedAt ?? now
        contentStartedAt = started
        let settings = connection.loop.settings
        let elapsed = now - started
        if elapsed > settings.bodyIdleDeadline.milliseconds,
            received < Int(elapsed / 1000) * settings.bodyBytesPerSecondMin
        {
            fail(.timedOut)
            return count
        }
        if pieces.count > wanted || remaining > wanted - pieces.count {
            fail(.tooLarge)
            return count
        }
        _ = offerWhatIsLeft()
        return count
    }

    /// Hands the pieces at hand, or the end, to a waiting handler; false if there is neither.
    func offerWhatIsLeft() -> Bool {
        guard let waiter, !pieces.isEmpty || isContentDone else { return false }
        self.waiter = nil
        let piece = pieces
        pieces = []
        waiter.resume(returning: .success(piece.isEmpty ? nil : piece))
        return true
    }

    /// Takes content from the octets and drops it.
    func skip(_ bytes: Span<UInt8>) throws(MalformedMessage) -> Int {
        let count = try decode(bytes)
        skipped += count
        pieces.removeAll(keepingCapacity: true)
        return count
    }

    private func decode(_ bytes: Span<UInt8>) throws(MalformedMessage) -> Int {
        switch content {
        case .done: return 0
        case .length(let remaining):
            let count = min(remaining, min(bytes.count, Self.pieceBytesMax))
            pieces.reserveCapacity(pieces.count + count)
            for index in 0..<count { pieces.append(bytes[index]) }
            content = count == remaining ? .done : .length(remaining - count)
            return count
        case .chunked(var decoder):
            let count = try decoder.decode(bytes, into: &pieces, outputMax: Self.pieceBytesMax)
            content = decoder.isDone ? .done : .chunked(decoder)
            return count
        }
    }

    /// No more content will come; a waiting handler hears why.
    func fail(_ failure: BodyFailure) {
        self.failure = self.failure ?? failure
        if let waiter {
            self.waiter = nil
            waiter.resume(returning: .failure(failure))
        }
    }

    /// The answer has begun: content not asked for by now is not handed over any more.
    func finishReading() {
        if waiter != nil { fail(.disconnected) }
    }
}
