import Glibc

/// A client that sends exactly the octets it is told, for what no proper client would send.
public final class RawClient: Sendable {
    private let fd: Int32
    /// Whether somebody listens there. What is sent to nobody is not answered.
    public let isConnected: Bool

    /// Connects to a port on loopback, on demand from an address that tells it from others: all of 127.0.0.0/8 is this
    /// machine. Every wait of it ends after `patience` seconds, as a failure. `receiveBytes` is how much the system
    /// takes for it while it does not read.
    public init(port: UInt16, patience: Int = 60, from source: String? = nil, receiveBytes: Int32? = nil) {
        let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.fd = fd
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        // SAFETY: here and below options and addresses are local variables that outlive the calls.
        _ = unsafe setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var size = receiveBytes { _ = unsafe setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        if let source {
            var own = sockaddr_in()
            own.sin_family = sa_family_t(AF_INET)
            own.sin_addr.s_addr = unsafe inet_addr(source)
            let bound = unsafe withUnsafePointer(to: &own) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(fd, $0, length) }
            }
            precondition(bound == 0, "not an address of loopback: \(source)")
        }
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(fd, $0, length) }
        }
        isConnected = code == 0
    }

    deinit { close(fd) }

    /// Sends all of the text; false once the other side has gone.
    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends all of the octets; false once the other side has gone.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            // SAFETY: the pointer covers the octets not yet sent for the duration of the call.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.send(fd, $0.baseAddress.map { unsafe $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Ends the sending half.
    public func endSending() { _ = shutdown(fd, Int32(SHUT_WR)) }

    /// Reads once, at most so many octets; nil at the end, on failure, or when patience is over.
    public func receive(atMost bytesMax: Int = 65_536) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: bytesMax)
        // SAFETY: the pointer covers the buffer for the duration of the call.
        var count = -1
        repeat {
            count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(fd, $0.baseAddress, $0.count, 0) }
        } while count < 0 && errno == EINTR
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// Whether there is something to read, or the end, within the time.
    public func isReadable(within limit: Duration) -> Bool {
        var entry = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
        let milliseconds = limit.components.seconds * 1000 + limit.components.attoseconds / 1_000_000_000_000_000
        // SAFETY: one entry, which outlives the call.
        return unsafe poll(&entry, 1, Int32(milliseconds)) > 0
    }

    /// Reads until the other side ends the connection. On a thread of its own: what it waits for may need the shared
    /// pool.
    public func receiveAll() async -> String {
        await BackgroundThread.result { [self] in waitForAll() }
    }

    /// Reads until the text has come; what has come by then.
    public func receive(until end: String) async -> String {
        await BackgroundThread.result { [self] in
            var all: [UInt8] = []
            while !String(decoding: all, as: UTF8.self).contains(end) {
                guard let bytes = receive() else { break }
                all += bytes
            }
            return String(decoding: all, as: UTF8.self)
        }
    }

    /// The same as `receiveAll`, for callers that have a thread of their own.
    public func waitForAll() -> String {
        var all: [UInt8] = []
        while let bytes = receive() { all += bytes }
        return String(decoding: all, as: UTF8.self)
    }
}
