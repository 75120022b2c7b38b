import Glibc

/// Ports for servers that are started with one.
enum FreePort {
    /// A port that was free a moment ago.
    static func any() -> UInt16 {
        let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(fd) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // SAFETY: the address is a local variable of the size told, which the calls read and fill.
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe bind(fd, $0, length)
                _ = unsafe getsockname(fd, $0, &length)
            }
            return unsafe UInt16(bigEndian: pointer.pointee.sin_port)
        }
    }
}
