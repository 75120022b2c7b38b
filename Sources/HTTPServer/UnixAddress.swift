import Glibc

/// Names of Unix sockets as the system wants them.
enum UnixAddress {
    /// Calls `body` with the address of `path`; one that begins with `@` is abstract (unix(7)): its first octet is
    /// zero. Nil for a path that does not fit.
    static func with<Value>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var octets = Array(path.utf8)
        guard octets.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        let isAbstract = octets.first == 0x40
        if isAbstract { octets[0] = 0 }
        // SAFETY: the octets fit into sun_path, as checked, with room for the end.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: octets) }
        // An abstract name ends with the length told, any other at its zero octet.
        let header = MemoryLayout<sa_family_t>.size
        let length = isAbstract ? header + octets.count : MemoryLayout<sockaddr_un>.size
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(length))
            }
        }
    }
}
