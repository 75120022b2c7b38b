import CEpoll
import Glibc

/// A listening socket. Its owner closes it.
struct Listener: Sendable {
    let fd: Int32
    /// Where it really listens: with the port the system chose.
    let address: ListenAddress
    /// Whether several loops watch the same socket, which then wakes one of them.
    let isShared: Bool
    /// How many sockets of this server listen at the address.
    let siblings: Int
    /// Whether the service manager gave it: then it listens on after we have stopped.
    var isActivated = false
    /// Whether its connections begin with a header of the PROXY protocol.
    var isProxied = false

    /// One socket a loop where the system spreads connections over them (`SO_REUSEPORT`), else some for all. Where the
    /// address is not to be shared with other processes, it must be free.
    static func open(
        _ address: ListenAddress, loops: Int, backlog: Int32, sharesAddress: Bool = true
    ) throws(SystemCallError) -> [Listener] {
        switch address {
        case .proxied(let address):
            let opened = try open(address, loops: loops, backlog: backlog, sharesAddress: sharesAddress)
            return opened.map { listener in
                var listener = listener
                listener.isProxied = true
                return listener
            }
        case .systemd:
            return try ActivatedSockets.take().map { fd in
                Socket.boundUnsent(fd)
                return Listener(
                    fd: fd, address: Socket.localAddress(fd) ?? .systemd, isShared: true, siblings: 1,
                    isActivated: true)
            }
        case .unix(let path, let mode):
            let fd = try openUnix(path, mode: mode, backlog: backlog)
            return [Listener(fd: fd, address: address, isShared: true, siblings: 1)]
        case .tcp(let host, let port):
            // Without `SO_REUSEPORT` the system refuses an address where somebody listens.
            if !sharesAddress, port != 0 { Socket.close(try bindTCP(host, port: port, sharesAddress: false)) }
            var opened: [Listener] = []
            var actual = port
            for _ in 0..<loops {
                do {
                    let fd = try openTCP(host, port: actual, backlog: backlog)
                    if case .tcp(_, let chosen)? = Socket.localAddress(fd) { actual = chosen }
                    opened.append(
                        Listener(fd: fd, address: .tcp(host: host, port: actual), isShared: false, siblings: loops))
                } catch {
                    for listener in opened { Socket.close(listener.fd) }
                    throw error
                }
            }
            // A server that stopped before us may have left its preference for us behind.
            if let first = opened.first { _ = fanfare_prefer_no_listener(first.fd) }
            return opened
        }
    }

    private static func openTCP(_ host: String, port: UInt16, backlog: Int32) throws(SystemCallError) -> Int32 {
        let fd = try bindTCP(host, port: port, sharesAddress: true)
        guard listen(fd, backlog) == 0 else {
            let failure = SystemCallError.last("listen", ListenAddress.tcp(host: host, port: port).description)
            Socket.close(fd)
            throw failure
        }
        return fd
    }

    private static func bindTCP(_ host: String, port: UInt16, sharesAddress: Bool) throws(SystemCallError) -> Int32 {
        let subject = ListenAddress.tcp(host: host, port: port).description
        // SAFETY: a structure of zeros and null pointers, of which only the numbers below are set.
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        // SAFETY: the list is freed below, after its last use; the texts live for the call.
        guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0, let first = unsafe list else {
            throw SystemCallError(call: "resolve", code: EADDRNOTAVAIL, subject: subject)
        }
        defer { unsafe freeaddrinfo(first) }
        let info = unsafe first.pointee
        let fd = unsafe socket(
            info.ai_family, info.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            info.ai_protocol)
        guard fd >= 0 else { throw .last("socket", subject) }
        _ = Socket.setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1)
        if sharesAddress { _ = Socket.setOption(fd, SOL_SOCKET, SO_REUSEPORT, 1) }
        Socket.boundUnsent(fd)
        if unsafe info.ai_family == AF_INET6 { _ = Socket.setOption(fd, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
        // SAFETY: the address belongs to the list, which lives until the end of this function.
        guard unsafe bind(fd, info.ai_addr, info.ai_addrlen) == 0 else {
            let failure = SystemCallError.last("bind", subject)
            Socket.close(fd)
            throw failure
        }
        return fd
    }

    private static func openUnix(_ path: String, mode: UInt16, backlog: Int32) throws(SystemCallError) -> Int32 {
        let fd = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { throw .last("socket", path) }
        // SAFETY: here and below the address and the path live for the duration of the calls.
        if unsafe UnixAddress.with(path, { unsafe connect(fd, $0, $1) }) == 0 {
            Socket.close(fd)
            throw SystemCallError(call: "bind", code: EADDRINUSE, subject: path)
        }
        // Nobody answers: a socket there is left over from a process that ended without cleaning up. The system says
        // the same of a plain file, which is not ours to delete.
        var status = stat()
        if errno == ECONNREFUSED, unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK {
            _ = unsafe unlink(path)
        }
        let before = umask(0o777 & ~mode_t(mode))
        let bound = unsafe UnixAddress.with(path) { unsafe bind(fd, $0, $1) }
        let failure = SystemCallError.last("bind", path)
        _ = umask(before)
        guard bound == 0 else {
            Socket.close(fd)
            throw failure
        }
        guard listen(fd, backlog) == 0 else {
            let failure = SystemCallError.last("listen", path)
            Socket.close(fd)
            throw failure
        }
        return fd
    }
}
