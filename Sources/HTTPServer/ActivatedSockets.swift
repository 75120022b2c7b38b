import Glibc

/// Listening sockets that the service manager opened before it started this process (sd_listen_fds(3)).
///
/// The variables are part of that handover between two processes, like the descriptors, and are read here alone.
enum ActivatedSockets {
    /// By definition the first one (SD_LISTEN_FDS_START).
    private static let firstDescriptor: Int32 = 3
    private static let countMax = 64

    /// How many sockets the variables hand to the process `processID`; nil if none, or if they are meant for another
    /// one: a child inherits its parent's variables.
    static func count(processID: Int32, listenPID: String?, listenFDs: String?) -> Int? {
        guard let listenPID, let listenFDs, listenPID == String(processID),
            listenFDs.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(listenFDs),
            (1...countMax).contains(count)
        else { return nil }
        return count
    }

    /// Takes the sockets over. To be called before other threads start, once: the variables are gone afterwards, so
    /// that no child takes them for its own.
    static func take() throws(SystemCallError) -> [Int32] {
        let count = count(
            processID: getpid(), listenPID: variable("LISTEN_PID"), listenFDs: variable("LISTEN_FDS"))
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] {
            // SAFETY: the text lives for the call.
            _ = unsafe unsetenv(name)
        }
        guard let count else {
            throw SystemCallError(call: "take a socket from", code: ENOENT, subject: "the service manager")
        }
        let descriptors = (0..<count).map { firstDescriptor + Int32($0) }
        for descriptor in descriptors { try prepare(descriptor) }
        return descriptors
    }

    /// Only a stream socket that listens will do; others would fail at the first accept, or never.
    private static func prepare(_ descriptor: Int32) throws(SystemCallError) {
        let subject = "descriptor \(descriptor)"
        guard let type = Socket.option(descriptor, SOL_SOCKET, SO_TYPE) else { throw .last("getsockopt", subject) }
        guard type == Int32(SOCK_STREAM.rawValue), Socket.option(descriptor, SOL_SOCKET, SO_ACCEPTCONN) == 1 else {
            throw SystemCallError(call: "listen on", code: EINVAL, subject: subject)
        }
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0,
            fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
        else { throw .last("fcntl", subject) }
    }

    private static func variable(_ name: String) -> String? {
        // SAFETY: copied at once, before anything could change the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
