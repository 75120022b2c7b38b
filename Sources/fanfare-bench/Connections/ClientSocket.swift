import ArgumentParser
import Glibc

/// A client's connection to loopback, for what wrk does not do.
struct ClientSocket: Sendable {
    let fd: Int32

    /// Connects; nil if nobody listens or there is no descriptor left.
    ///
    /// - Parameter receiveBytes: how much the system takes for it while it does not read.
    init?(port: UInt16, receiveBytes: Int32? = nil) {
        fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { return nil }
        // SAFETY: here and below options and addresses are local variables that outlive the calls.
        if var size = receiveBytes { _ = unsafe setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            _ = Glibc.close(fd)
            return nil
        }
    }

    /// Sends a text; false once the other side has gone.
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        // SAFETY: the pointer covers the octets for the duration of the call.
        return unsafe bytes.withUnsafeBytes { unsafe Glibc.send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            == bytes.count
    }

    /// Reads once, waiting unless told otherwise; how much came, 0 at the end, -1 on failure or if there is nothing.
    func receive(upTo count: Int, waits: Bool = true) -> Int {
        var buffer = [UInt8](repeating: 0, count: count)
        // SAFETY: the pointer covers the buffer for the duration of the call.
        return unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(fd, $0.baseAddress, $0.count, waits ? 0 : Int32(MSG_DONTWAIT))
        }
    }

    func close() { _ = Glibc.close(fd) }

    /// Lets the process open so many descriptors.
    static func raiseLimit(to count: Int) throws {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        // SAFETY: the calls read and fill a local variable.
        _ = unsafe getrlimit(resource, &limit)
        guard limit.rlim_max >= rlim_t(count) else {
            throw ValidationError("\(count) descriptors are needed and \(limit.rlim_max) allowed: ulimit -n \(count)")
        }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(resource, &limit)
    }
}
