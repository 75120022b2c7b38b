import Glibc
public import HTTP
import Synchronization

/// An HTTP/1.1 server (RFC 9110, 9112): one event loop a core, each with its own listener where the system allows it.
public final class Server: Sendable {
    /// Where it listens, with the ports the system chose.
    public let addresses: [ListenAddress]
    private let loops: [LoopHandle]
    private let ledger: ConnectionLedger
    /// Sockets that all loops watch; the others are closed by their own loop.
    private let sharedDescriptors: [Int32]
    private let unixPaths: [String]

    private struct LoopHandle: Sendable {
        let executor: LoopExecutor
        let stop: @Sendable (Duration) -> Void
        let ended: Completion
        let gauge: LoopGauge
    }

    /// Listens and serves at once.
    ///
    /// Throws `SystemCallError` where an address cannot be listened on; then nothing is left open.
    ///
    /// - Parameters:
    ///   - observe: told of every answer, on the loop's thread; must be quick.
    public init(
        listeningOn addresses: [ListenAddress], settings: ServerSettings = ServerSettings(), handler: any Handler,
        observe: (@Sendable (AccessRecord) -> Void)? = nil
    ) throws(SystemCallError) {
        Server.raiseDescriptorLimit()
        let count = settings.loops ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        ledger = ConnectionLedger(
            connectionsMax: settings.connectionsMax, perPlaceMax: settings.connectionsPerAddressMax)
        var opened: [[Listener]] = []
        for address in addresses {
            do {
                opened.append(
                    try Listener.open(
                        address, loops: count, backlog: settings.backlog, sharesAddress: settings.sharesAddresses))
            } catch {
                for listener in opened.joined() { Socket.close(listener.fd) }
                throw error
            }
        }
        self.addresses = opened.flatMap { $0[0].isShared ? $0.map(\.address) : [$0[0].address] }
        sharedDescriptors = opened.joined().filter(\.isShared).map(\.fd)
        // What the service manager has made it keeps.
        unixPaths = opened.joined().compactMap { listener in
            if case .unix(let path, _) = listener.address, !listener.isActivated { path } else { nil }
        }
        loops = (0..<count).map { [ledger] index in
            let mine = opened.flatMap { $0[0].isShared ? $0 : [$0[index]] }
            return Server.startLoop(index, mine, settings, handler, ledger, observe)
        }
    }

    /// Stops accepting, lets requests in progress end within `grace`, and returns when all loops have ended. Event
    /// streams are asked to end at once. Calling it again shortens the grace.
    public func stop(grace: Duration = .seconds(20)) async {
        for loop in loops {
            let stop = loop.stop
            loop.executor.perform { stop(grace) }
        }
        for loop in loops { await loop.ended.wait() }
        if isFirstStop() {
            for descriptor in sharedDescriptors { Socket.close(descriptor) }
            // SAFETY: the path lives for the duration of the call.
            for path in unixPaths { _ = unsafe unlink(path) }
        }
    }

    /// Open connections.
    public var connectionCount: Int { ledger.count }

    /// Requests whose answer has not ended.
    public var requestCount: Int { loops.reduce(0) { $0 + $1.gauge.requestCount } }

    /// Returns once every loop has taken a turn: one that hangs keeps the caller waiting. What a watchdog asks.
    public func turn() async {
        for loop in loops {
            await withCheckedContinuation { continuation in loop.executor.perform { continuation.resume() } }
        }
    }

    /// The way into each loop, for tests that must hold one.
    var loopExecutors: [LoopExecutor] { loops.map(\.executor) }

    private let hasStopped = Atomic<Bool>(false)

    private func isFirstStop() -> Bool { !hasStopped.exchange(true, ordering: .acquiringAndReleasing) }

    private static func startLoop(
        _ index: Int, _ listeners: [Listener], _ settings: ServerSettings, _ handler: any Handler,
        _ ledger: ConnectionLedger, _ observe: (@Sendable (AccessRecord) -> Void)?
    ) -> LoopHandle {
        let executor = LoopExecutor()
        let ended = Completion()
        let gauge = LoopGauge()
        let box = LoopBox()
        LoopThread.start {
            let loop = EventLoop(
                settings: settings, handler: handler, executor: executor, listeners: listeners, index: index,
                ledger: ledger, gauge: gauge, observe: observe, onEnd: { ended.complete() })
            box.loop = loop
            loop.run()
            box.loop = nil
        }
        return LoopHandle(
            executor: executor, stop: { grace in box.loop?.stop(grace: grace) }, ended: ended, gauge: gauge)
    }

    /// The soft limit of open descriptors up to the hard one: idle connections cost one each.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        // SAFETY: the calls read and fill a local variable.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// Holds the loop for the closures that its own thread runs.
///
/// `@unchecked Sendable`: `loop` is set, read and cleared on the loop's thread alone.
private final class LoopBox: @unchecked Sendable {
    var loop: EventLoop?
}
