import Glibc
import Support

/// A client that sends exactly the octets it is told, for what no proper client would send.
final class RawClient: Sendable {
    private let fd: Int32
    /// Whether somebody listens there. What is sent to nobody is not answered.
    let isConnected: Bool

    /// Connects to a port on loopback. Every wait of it ends after `patience` seconds, as a failure.
    init(port: UInt16, patience: Int = 10) {
        let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.fd = fd
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        // SAFETY: the options and the address are local variables that outlive the calls.
        _ = unsafe setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        isConnected = code == 0
    }

    deinit { close(fd) }

    /// Sends all of the text; false once the other side has gone.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
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
    func endSending() { _ = shutdown(fd, Int32(SHUT_WR)) }

    /// Reads once; nil at the end, on failure, or when patience is over.
    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        // SAFETY: the pointer covers the buffer for the duration of the call.
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(fd, $0.baseAddress, $0.count, 0) }
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// Reads until the other side ends the connection. On a thread of its own: what it waits for may need the shared pool.
    func receiveAll() async -> String {
        await BackgroundThread.result { [self] in waitForAll() }
    }

    /// Reads until the text has come; what has come by then.
    func receive(until end: String) async -> String {
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
    func waitForAll() -> String {
        var all: [UInt8] = []
        while let bytes = receive() { all += bytes }
        return String(decoding: all, as: UTF8.self)
    }
}
