import Glibc

/// A port of the loopback address that stays ours: a socket is bound to it and never listens. A server that sets
/// `SO_REUSEPORT`, as Fanfare and the proxies do, can listen on it as often as it starts, and nobody else is given it
/// meanwhile.
public final class PortReservation: Sendable {
    /// Why there is none.
    public struct Failure: Error {
        /// What the system said.
        public let code: Int32
    }

    /// The port.
    public let port: UInt16
    private let descriptor: Int32

    /// Reserves a port that the system chooses.
    public init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        var one: Int32 = 1
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // SAFETY: every pointer is to a local variable, of the size told, and is used during its call alone.
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &one, 4)
            return unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else {
            let failure = Failure(code: errno)
            close(descriptor)
            throw failure
        }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
