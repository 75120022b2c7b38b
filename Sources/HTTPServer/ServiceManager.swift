import Glibc

/// Tells the service manager how this process fares (sd_notify(3)).
public struct ServiceManager: Sendable {
    private let socketPath: String
    /// How long the manager waits for a sign of life before it takes the process for hung; nil if it does not.
    public let watchdogInterval: Duration?

    /// The manager of this process; nil if none asked to be told.
    public static func ofProcess() -> ServiceManager? {
        ServiceManager(processID: getpid()) { name in
            // SAFETY: copied at once, before anything could change the environment.
            unsafe getenv(name).map { unsafe String(cString: $0) }
        }
    }

    /// The manager that the variables name: `NOTIFY_SOCKET`, and `WATCHDOG_USEC` unless it is meant for another
    /// process.
    init?(processID: Int32, variable: (String) -> String?) {
        guard let path = variable("NOTIFY_SOCKET"), path.hasPrefix("/") || path.hasPrefix("@") else { return nil }
        socketPath = path
        let isMeant = variable("WATCHDOG_PID").map { $0 == String(processID) } ?? true
        let microseconds = variable("WATCHDOG_USEC").flatMap { Int64($0) } ?? 0
        watchdogInterval = isMeant && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Everything listens: whoever depends on us may start.
    public func ready() { tell("READY=1") }

    /// The process begins to end, and asks for as much time as its own deadlines may take.
    public func stopping(within time: Duration) {
        tell("STOPPING=1\nEXTEND_TIMEOUT_USEC=\(time.milliseconds * 1000)")
    }

    /// A sign of life.
    public func watchdog() { tell("WATCHDOG=1") }

    /// One datagram, without waiting for room: a manager that does not read must not hold up a thread. Nothing is done
    /// about a failure, since whoever does not listen cannot be told so either.
    private func tell(_ text: String) {
        let fd = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { return }
        defer { Socket.close(fd) }
        let octets = Array(text.utf8)
        // SAFETY: octets and address live for the call.
        _ = unsafe UnixAddress.with(socketPath) { address, length in
            unsafe sendto(fd, octets, octets.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), address, length)
        }
    }
}
