import CEpoll
import Glibc

/// The system calls of sockets, each in one place. Descriptors are plain numbers: who owns one says so and closes it
/// once.
enum Socket {
    /// What came of reading or writing without waiting.
    enum Transfer {
        case bytes(Int)
        /// Nothing to be had now; readiness will be reported.
        case wouldBlock
        /// The other side has ended its stream.
        case ended
        /// The connection is broken.
        case failed
    }

    /// Reads into `buffer` from `offset` on.
    static func read(_ fd: Int32, into buffer: inout [UInt8], at offset: Int) -> Transfer {
        while true {
            // SAFETY: the pointer covers the array's octets from offset to its end for the duration of the call.
            let got = unsafe buffer.withUnsafeMutableBytes { octets in
                unsafe recv(fd, octets.baseAddress.map { unsafe $0 + offset }, octets.count - offset, 0)
            }
            if got > 0 { return .bytes(got) }
            if got == 0 { return .ended }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return .wouldBlock
            default: return .failed
            }
        }
    }

    /// Writes `buffer` from `offset` on. A broken pipe is an error here, never a signal.
    static func write(_ fd: Int32, _ buffer: [UInt8], from offset: Int) -> Transfer {
        while true {
            // SAFETY: the pointer covers the array's octets from offset to its end for the duration of the call.
            let sent = unsafe buffer.withUnsafeBytes { octets in
                unsafe send(
                    fd, octets.baseAddress.map { unsafe $0 + offset }, octets.count - offset, Int32(MSG_NOSIGNAL))
            }
            if sent >= 0 { return .bytes(sent) }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return .wouldBlock
            default: return .failed
            }
        }
    }

    /// Writes `buffer` from `offset` on and, behind it, `content` from `contentOffset` on, in one call.
    static func write(
        _ fd: Int32, _ buffer: [UInt8], from offset: Int, _ content: [UInt8], from contentOffset: Int
    ) -> Transfer {
        while true {
            // SAFETY: the pointers cover the arrays' octets from the offsets to their ends for the duration of the
            // call.
            let sent = unsafe buffer.withUnsafeBytes { octets in
                unsafe content.withUnsafeBytes { more in
                    unsafe fanfare_send_two(
                        fd, octets.baseAddress.map { unsafe $0 + offset }, octets.count - offset,
                        more.baseAddress.map { unsafe $0 + contentOffset }, more.count - contentOffset)
                }
            }
            if sent >= 0 { return .bytes(sent) }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return .wouldBlock
            default: return .failed
            }
        }
    }

    /// Takes the next waiting connection and the address it comes from; nil with `errno` set when there is none.
    static func accept(_ listener: Int32) -> (fd: Int32, host: String)? {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // SAFETY: the storage is large enough for every family and outlives the call; length says how much was filled.
        let fd = unsafe fanfare_accept(listener, &address, &length)
        guard fd >= 0 else { return nil }
        return (fd, host(of: address))
    }

    /// Where a socket is bound; nil for what is neither IP nor a named Unix socket.
    static func localAddress(_ fd: Int32) -> ListenAddress? {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // SAFETY: the storage is large enough for every family; both IP families have the port at the same place.
        let port = unsafe withUnsafeMutablePointer(to: &address) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = unsafe getsockname(fd, $0, &length) }
            return unsafe storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
        switch Int32(address.ss_family) {
        case AF_INET, AF_INET6: return .tcp(host: host(of: address), port: port)
        case AF_UNIX:
            let path = unsafe withUnsafeBytes(of: &address) { octets in
                unsafe octets[MemoryLayout<sa_family_t>.size..<min(octets.count, Int(length))].prefix { $0 != 0 }
                    .map { $0 }
            }
            return path.isEmpty ? nil : .unix(path: String(decoding: path, as: UTF8.self), mode: 0)
        default: return nil
        }
    }

    /// The address as text, without port; empty for a Unix socket. IPv4 in its mapped form is shown as IPv4.
    private static func host(of address: sockaddr_storage) -> String {
        var address = address
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = Int32(address.ss_family)
        guard family == AF_INET || family == AF_INET6 else { return "" }
        // SAFETY: the storage holds an address of the family checked; text has room for the longest form and its end.
        let isWritten = unsafe withUnsafePointer(to: &address) { storage in
            if family == AF_INET {
                return unsafe storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { four in
                    var octets = unsafe four.pointee.sin_addr
                    return unsafe inet_ntop(AF_INET, &octets, &text, socklen_t(text.count)) != nil
                }
            }
            return unsafe storage.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { six in
                var octets = unsafe six.pointee.sin6_addr
                return unsafe inet_ntop(AF_INET6, &octets, &text, socklen_t(text.count)) != nil
            }
        }
        guard isWritten else { return "" }
        let end = text.firstIndex(of: 0) ?? text.count
        let host = String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return host.hasPrefix("::ffff:") && host.contains(".") ? String(host.dropFirst(7)) : host
    }

    /// Sends small packets at once (TCP_NODELAY); fails silently on sockets that are not TCP.
    static func sendAtOnce(_ fd: Int32) {
        _ = setOption(fd, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    /// Bounds what the system keeps for a client that does not read (TCP_NOTSENT_LOWAT); set on a listener it holds for
    /// each of its connections. Otherwise a few hundred slow readers have it hold up to 4 MiB each, filled in one go
    /// while everybody else waits. Fails silently on sockets that are not TCP: those have a bound of their own.
    static func boundUnsent(_ fd: Int32) {
        _ = setOption(fd, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, 128 << 10)
    }

    /// Sets an option that is a number; false on failure.
    static func setOption(_ fd: Int32, _ level: Int32, _ option: Int32, _ value: Int32) -> Bool {
        var value = value
        // SAFETY: the value outlives the call, and its size is what is told.
        return unsafe setsockopt(fd, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
    }

    /// The value of an option that is a number; nil on failure.
    static func option(_ fd: Int32, _ level: Int32, _ option: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        // SAFETY: value and length outlive the call, and the size is what is told.
        return unsafe getsockopt(fd, level, option, &value, &length) == 0 ? value : nil
    }

    /// Ends our half of the stream.
    static func endWriting(_ fd: Int32) {
        _ = shutdown(fd, Int32(SHUT_WR))
    }

    /// Gives the descriptor back.
    static func close(_ fd: Int32) {
        _ = Glibc.close(fd)
    }
}
