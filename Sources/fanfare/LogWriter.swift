import Dispatch
import Glibc
import Synchronization

/// Writes log lines to standard error in the order they come. Lines of which each request has one are written on a
/// thread of its own: whoever reads them may be slow, or a pipe that nobody reads, and no request may wait for that.
///
/// What waits is bounded; past that lines are dropped, and a line says how many.
final class LogWriter: Sendable {
    /// The one of this process.
    static let standardError = LogWriter(descriptor: STDERR_FILENO)

    private struct Waiting {
        var bytes: [UInt8] = []
        var dropped = 0
        var isWriting = false
    }

    private static let waitingBytesMax = 1 << 20
    private let descriptor: Int32
    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "fanfare.log")
    private let droppedCount = Atomic<Int>(0)

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Lines dropped since the start.
    var droppedLines: Int { droppedCount.load(ordering: .relaxed) }

    /// Takes a line without its end: written before this returns, unless another thread is writing and takes it along.
    func write(_ line: some Collection<UInt8>) {
        if enter(line) { drain() }
    }

    /// Takes a line without its end, to be written soon; never waits.
    func writeSoon(_ line: some Collection<UInt8>) {
        if enter(line) { queue.async { self.drain() } }
    }

    /// Puts a line behind those that wait; true if the caller must see that they are written.
    private func enter(_ line: some Collection<UInt8>) -> Bool {
        waiting.withLock { waiting in
            guard waiting.bytes.count + line.count < LogWriter.waitingBytesMax else {
                waiting.dropped += 1
                return false
            }
            waiting.bytes.append(contentsOf: line)
            waiting.bytes.append(0x0A)
            defer { waiting.isWriting = true }
            return !waiting.isWriting
        }
    }

    /// Waits until all is written, but not for ever.
    func flush(within limit: DispatchTimeInterval = .seconds(1)) {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + limit)
    }

    private func drain() {
        while true {
            let (bytes, dropped) = waiting.withLock { waiting in
                defer {
                    waiting.isWriting = !waiting.bytes.isEmpty
                    waiting.bytes = []
                    waiting.dropped = 0
                }
                return (waiting.bytes, waiting.dropped)
            }
            guard !bytes.isEmpty else { return }
            Console.write(bytes[...], to: descriptor)
            if dropped > 0 {
                droppedCount.add(dropped, ordering: .relaxed)
                Console.write(
                    Array("fanfare: \(dropped) log lines were dropped: nobody read them\n".utf8)[...], to: descriptor)
            }
        }
    }
}
