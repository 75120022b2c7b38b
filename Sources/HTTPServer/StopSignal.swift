import Dispatch
import Glibc
import Synchronization

/// SIGTERM, SIGINT, and the SIGHUP of a terminal that is closed, which ask a program to stop. The second one ends it at
/// once.
///
/// To be made before anybody is told that the program runs: from then on a signal is a request, and no sudden end.
public struct StopSignal: Sendable {
    private let watch: SignalWatch

    /// Begins to listen for the signals.
    public init() {
        // A Dispatch source only hears of signals that do nothing by themselves.
        _ = signal(SIGTERM, SIG_IGN)
        _ = signal(SIGINT, SIG_IGN)
        // Whoever was started to live on without its terminal, as by nohup(1), does.
        // SAFETY: handlers are compared as addresses and never called.
        let livesOn =
            unsafe unsafeBitCast(signal(SIGHUP, SIG_IGN), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        watch = SignalWatch(for: livesOn ? [SIGTERM, SIGINT] : [SIGTERM, SIGINT, SIGHUP])
        // Lives on: the second signal must be heard while the program ends.
        StopSignal.kept.withLock { $0 = watch }
    }

    private static let kept = Mutex<SignalWatch?>(nil)

    /// Returns at the first signal, or at once if there was one.
    public func wait() async {
        await watch.first.wait()
    }
}

/// A Dispatch source for each signal, on a queue of their own.
///
/// `@unchecked Sendable`: `sources` is written in `init` and only held afterwards, to keep the sources alive.
private final class SignalWatch: @unchecked Sendable {
    let first = Completion()
    private let count = Atomic<Int>(0)
    private var sources: [any DispatchSourceSignal] = []

    init(for signals: [Int32]) {
        let queue = DispatchQueue(label: "signals")
        for number in signals {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [weak self] in self?.received(number) }
            source.activate()
            sources.append(source)
        }
    }

    private func received(_ number: Int32) {
        if count.add(1, ordering: .relaxed).oldValue == 0 {
            first.complete()
        } else {
            _exit(128 + number)
        }
    }
}
