import CEpoll
import Glibc
import HTTP

/// One thread, one epoll, and the connections it has accepted. Not `Sendable`: made and used on its own thread, reached
/// through its `executor`.
final class EventLoop {
    let settings: ServerSettings
    let deadlines: Deadlines
    let handler: any Handler
    let executor: LoopExecutor
    let observe: (@Sendable (AccessRecord) -> Void)?
    let buffers = BufferPool()
    let requestIDs: RequestIDs
    let gauge: LoopGauge
    private let poller: Int32
    private var listeners: [Listener]
    private let onEnd: @Sendable () -> Void
    /// Shared by all loops of the server.
    private let ledger: ConnectionLedger

    /// Connections by slot. A token carries slot and generation, since an earlier event of the same batch may already
    /// have closed the one that a later event speaks of.
    private var slots: [Connection?] = []
    private var generations: [UInt32] = []
    private var freeSlots: [Int] = []
    private(set) var connectionCount = 0
    /// Connections that have had their turn and are not done.
    private var waiting: [Connection] = []

    /// The time of the current turn, in milliseconds.
    private(set) var now: Int64
    /// The value of `Date`, made once a second.
    private(set) var date: [UInt8] = []
    private var dateSecond: Int64 = -1
    private var lastSweep: Int64
    /// Until when no connection is accepted, after the system ran out of descriptors.
    private var acceptsAgainAt: Int64?
    /// When a stopping loop gives its listeners back.
    private var stopsListeningAt: Int64?
    /// When a stopping loop ends whatever still runs; nil while it serves.
    private var stopDeadline: Int64?
    /// Connections close with their current answer.
    var isStopping: Bool { stopDeadline != nil }

    private static let sweepInterval: Int64 = 250
    /// Milliseconds from the wish to stop to the end of listening.
    private static let handoverTime: Int64 = 40
    private static let tooMany = Array(
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".utf8)
    private static let wakeToken = UInt64.max
    private static let listenerBit: UInt64 = 1 << 63

    init(
        settings: ServerSettings, handler: any Handler, executor: LoopExecutor, listeners: [Listener], index: Int,
        ledger: ConnectionLedger, gauge: LoopGauge, observe: (@Sendable (AccessRecord) -> Void)?,
        onEnd: @escaping @Sendable () -> Void
    ) {
        self.settings = settings
        deadlines = Deadlines(settings)
        self.handler = handler
        self.executor = executor
        self.listeners = listeners
        self.ledger = ledger
        self.gauge = gauge
        self.observe = observe
        self.onEnd = onEnd
        requestIDs = RequestIDs(loop: index)
        poller = fanfare_epoll_create()
        // Without one the loop would spin and hear of nothing.
        precondition(poller >= 0, "no epoll for an event loop")
        now = MonotonicClock.milliseconds()
        lastSweep = now
        _ = fanfare_epoll_add(
            poller, executor.wakeDescriptor, fanfare_readable | fanfare_edge, Self.wakeToken)
        watchListeners()
    }

    /// Serves until stopped. Called once, on the loop's thread.
    func run() {
        executor.adoptCurrentThread()
        var events = [fanfare_event](repeating: fanfare_event(), count: 256)
        var work: [LoopExecutor.Work] = []
        while !isFinished {
            let timeout: Int32 = executor.fallAsleep() && waiting.isEmpty ? sleepTime : 0
            // SAFETY: the array outlives the call, which fills at most as many reports as told.
            let count = unsafe events.withUnsafeMutableBufferPointer {
                unsafe fanfare_epoll_wait(poller, $0.baseAddress, Int32($0.count), timeout)
            }
            executor.wakeUp()
            now = MonotonicClock.milliseconds()
            refreshDate()
            for index in 0..<max(0, Int(count)) { handle(events[index]) }
            executor.collect(into: &work)
            for item in work { executor.run(item) }
            work.removeAll(keepingCapacity: true)
            resumeWaiting()
            if now - lastSweep >= Self.sweepInterval { sweep() }
            if let stopsListeningAt, now >= stopsListeningAt { endListening() }
        }
        finish()
    }

    /// The connection has more to do, after the others.
    func resumeLater(_ connection: Connection) {
        guard !connection.isWaitingForTurn else { return }
        connection.isWaitingForTurn = true
        waiting.append(connection)
    }

    private func resumeWaiting() {
        guard !waiting.isEmpty else { return }
        let turn = waiting
        waiting = []
        for connection in turn {
            connection.isWaitingForTurn = false
            connection.pump()
        }
    }

    private var sleepTime: Int32 {
        if isStopping { return Int32(Self.handoverTime / 2) }
        return connectionCount > 0 || acceptsAgainAt != nil ? Int32(Self.sweepInterval) : -1
    }

    private var isFinished: Bool {
        guard let stopDeadline else { return false }
        return (connectionCount == 0 && listeners.isEmpty) || now >= stopDeadline
    }

    private func handle(_ event: fanfare_event) {
        if event.token == Self.wakeToken {
            var count: UInt64 = 0
            // SAFETY: eight octets into a local variable, as an eventfd gives them.
            _ = unsafe read(executor.wakeDescriptor, &count, 8)
        } else if event.token & Self.listenerBit != 0 {
            accept(from: Int(event.token & ~Self.listenerBit))
        } else {
            let slot = Int(event.token & 0xFFFF_FFFF)
            guard slot < slots.count, UInt64(generations[slot]) == event.token >> 32, let connection = slots[slot]
            else { return }
            connection.ready(
                readable: event.events & (fanfare_readable | fanfare_peer_closed) != 0,
                writable: event.events & fanfare_writable != 0,
                peerClosed: event.events & fanfare_peer_closed != 0,
                broken: event.events & fanfare_broken != 0)
        }
    }

    private func refreshDate() {
        let second = MonotonicClock.wallSeconds()
        guard second != dateSecond else { return }
        dateSecond = second
        date = Array(HTTPDate.format(second).utf8)
    }

    // MARK: Accepting

    private func watchListeners() {
        for (index, listener) in listeners.enumerated() {
            let events = fanfare_readable | (listener.isShared ? fanfare_exclusive : 0)
            _ = fanfare_epoll_add(poller, listener.fd, events, Self.listenerBit | UInt64(index))
        }
    }

    private func unwatchListeners() {
        for listener in listeners { _ = fanfare_epoll_remove(poller, listener.fd) }
    }

    private func accept(from index: Int) {
        guard index < listeners.count, acceptsAgainAt == nil else { return }
        // A bound on one turn, so that a flood of new connections does not starve the old ones.
        for _ in 0..<64 {
            guard ledger.reserve() else { return pauseAccepting() }
            guard let (fd, host) = Socket.accept(listeners[index].fd) else {
                let code = errno
                ledger.release()
                switch code {
                case EINTR, ECONNABORTED, EPROTO: continue
                case EMFILE, ENFILE, ENOBUFS, ENOMEM: return pauseAccepting()
                default: return
                }
            }
            add(fd, host: host, from: listeners[index])
        }
    }

    /// Out of descriptors or room: without this the listener would be reported ready for ever, and the loop would spin.
    private func pauseAccepting() {
        acceptsAgainAt = now + Self.sweepInterval
        unwatchListeners()
    }

    private func add(_ fd: Int32, host: String, from listener: Listener) {
        let peer = Peer(host: host, settings: settings)
        // Anybody else could claim any address.
        if listener.isProxied, !peer.isTrusted {
            ledger.release()
            return Socket.close(fd)
        }
        if let place = peer.place, !ledger.enter(place) {
            ledger.release()
            // As good as it can be had at no cost: a client that has already sent something may not get to read it.
            _ = Socket.write(fd, EventLoop.tooMany, from: 0)
            return Socket.close(fd)
        }
        Socket.sendAtOnce(fd)
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = slots.count
            slots.append(nil)
            generations.append(0)
        }
        // Below the listener bit and never all ones.
        generations[slot] = (generations[slot] + 1) & 0x3FFF_FFFF
        let connection = Connection(
            fd: fd, slot: slot, peer: peer, expectsProxyHeader: listener.isProxied, loop: self)
        slots[slot] = connection
        connectionCount += 1
        let token = UInt64(generations[slot]) << 32 | UInt64(slot)
        let events = fanfare_readable | fanfare_writable | fanfare_peer_closed | fanfare_edge
        guard fanfare_epoll_add(poller, fd, events, token) == 0 else {
            return connection.close()
        }
    }

    /// Counts a connection as this client's; false, and not counted, if there are as many as may be.
    func enter(_ place: UInt128) -> Bool { ledger.enter(place) }

    /// The connection has closed its descriptor, which took it out of the poller.
    func remove(_ connection: Connection) {
        ledger.release()
        if let place = connection.place { ledger.leave(place) }
        slots[connection.slot] = nil
        freeSlots.append(connection.slot)
        connectionCount -= 1
    }

    /// Takes what the system has queued, and gives the sockets back: a client whose connection was already made is
    /// served, later ones go to whoever listens now. Closing first would reset those in the queue.
    private func endListening() {
        stopsListeningAt = nil
        acceptsAgainAt = nil
        unwatchListeners()
        for listener in listeners {
            while ledger.reserve() {
                guard let (fd, host) = Socket.accept(listener.fd) else {
                    ledger.release()
                    break
                }
                add(fd, host: host, from: listener)
            }
            if !listener.isShared { Socket.close(listener.fd) }
        }
        listeners = []
    }

    // MARK: Time

    private func sweep() {
        lastSweep = now
        for index in slots.indices {
            if let connection = slots[index] { connection.checkDeadline(now) }
        }
        if let again = acceptsAgainAt, now >= again, !isStopping {
            acceptsAgainAt = nil
            watchListeners()
        }
    }

    // MARK: Stopping

    /// Stops accepting, closes what is idle, and lets what runs end within `grace`. A second call shortens the grace.
    func stop(grace: Duration) {
        let deadline = MonotonicClock.milliseconds() + grace.milliseconds
        let isFirst = stopDeadline == nil
        stopDeadline = min(stopDeadline ?? deadline, deadline)
        guard isFirst else { return }
        for index in slots.indices { slots[index]?.stop() }
        // Who comes now waits in the service manager's socket for our successor.
        for listener in listeners where listener.isActivated {
            _ = fanfare_epoll_remove(poller, listener.fd)
        }
        listeners.removeAll(where: \.isActivated)
        // Another process may listen on the same port already (SO_REUSEPORT): from now on the system gives new
        // connections to it, while those it has already begun to give to us arrive within moments.
        for listener in listeners where !listener.isShared {
            _ = fanfare_prefer_listener(listener.fd, UInt32(listener.siblings))
        }
        stopsListeningAt = MonotonicClock.milliseconds() + Self.handoverTime
    }

    private func finish() {
        if !listeners.isEmpty { endListening() }
        for index in slots.indices { slots[index]?.close() }
        for item in executor.close() { executor.run(item) }
        Socket.close(poller)
        onEnd()
    }
}
