import Glibc

/// The two streams, written at once: in a pipe nothing may wait in a buffer.
enum Console {
    /// A line on standard output, for whoever started the program.
    static func say(_ line: String) {
        write(Array("\(line)\n".utf8)[...], to: STDOUT_FILENO)
    }

    /// What is said once requests are accepted: where, and how to become the first administrator. In one piece, so that
    /// who waits for the one has the other.
    static func welcome(at address: String, _ firstAdministrator: String?) -> String {
        let lines = ["Fanfare is at \(address)"]
        guard let firstAdministrator else { return lines[0] }
        return (lines + ["There is no administrator yet. Within 24 hours, once: \(firstAdministrator)"])
            .joined(separator: "\n")
    }

    /// A line on standard error.
    static func error(_ line: String) {
        write(Array("\(line)\n".utf8)[...], to: STDERR_FILENO)
    }

    /// Octets on a descriptor, all of them.
    static func write(_ given: ArraySlice<UInt8>, to descriptor: Int32) {
        var bytes = given
        while !bytes.isEmpty {
            // SAFETY: the octets live through the call.
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
