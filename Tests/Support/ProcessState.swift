import Glibc
import Synchronization

/// What is known of a running program; outlives the object that tests hold, until its threads have ended.
final class ProcessState: Sendable {
    enum Stream { case output, errors }

    private struct State {
        var lines: [(stream: Stream, text: String)] = []
        var openStreams = 2
        var exitCode: Int32?
    }

    private let processID: Int32
    private let state = Mutex(State())

    init(processID: Int32) { self.processID = processID }

    func lines(of stream: Stream?) -> [String] {
        state.withLock { $0.lines.filter { stream == nil || $0.stream == stream }.map(\.text) }
    }

    var exitCode: Int32? { state.withLock { $0.exitCode } }

    /// Whether it has ended and all it wrote has been read.
    var hasEnded: Bool { state.withLock { $0.exitCode != nil && $0.openStreams == 0 } }

    /// Signals the process, and whatever it started that stayed in its process group.
    func signal(_ number: Int32) {
        // Under the lock, which the reaper takes too: the id cannot have been given to another process.
        state.withLock { state in
            guard state.exitCode == nil else { return }
            Glibc.kill(-processID, number)
        }
    }

    /// Reads its output and waits for its end, on threads.
    func watch(output: Int32, errors: Int32) {
        BackgroundThread.start { [self] in read(output, as: .output) }
        BackgroundThread.start { [self] in read(errors, as: .errors) }
        BackgroundThread.start { [self] in reap() }
    }

    private func read(_ descriptor: Int32, as stream: Stream) {
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8 << 10)
        while true {
            // SAFETY: an array's own storage, for the length it has.
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 || (count < 0 && errno == EINTR) else { break }
            rest += buffer[..<max(0, count)]
            guard let end = rest.lastIndex(of: 0x0A) else { continue }
            // Lines that were written together are there together.
            add(rest[..<end].split(separator: 0x0A, omittingEmptySubsequences: false), to: stream)
            rest.removeFirst(end + 1)
        }
        if !rest.isEmpty { add([rest[...]], to: stream) }
        close(descriptor)
        state.withLock { $0.openStreams -= 1 }
    }

    private func add(_ lines: [ArraySlice<UInt8>], to stream: Stream) {
        let lines = lines.map { (stream, String(decoding: $0, as: UTF8.self)) }
        state.withLock { $0.lines.append(contentsOf: lines) }
    }

    private func reap() {
        var information = unsafe siginfo_t()
        // Waits without taking the exit status: the id stays the process's own until the lock is held.
        // SAFETY: a local of the right kind.
        while unsafe waitid(P_PID, id_t(processID), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        state.withLock { state in
            var status: Int32 = 0
            // SAFETY: as above.
            _ = unsafe waitpid(processID, &status, 0)
            // wait(2): the low seven bits are the signal, or zero; the next octet is the exit code.
            let signal = status & 0x7F
            state.exitCode = signal == 0 ? status >> 8 & 0xFF : 128 + signal
        }
        ProcessesToEnd.remove(processID)
    }
}
