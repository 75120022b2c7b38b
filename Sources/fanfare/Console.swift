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

    /// A line that was asked for, on standard output. Throws the code to end with, having said so, where it finds no
    /// room: a result that is lost is no success. A reader that has seen enough is another matter.
    static func give(_ line: String) throws {
        let code = write(Array("\(line)\n".utf8)[...], to: STDOUT_FILENO)
        guard code == 0 || code == EPIPE else {
            // SAFETY: the message lives at least until the next call on this thread, and is copied here.
            throw Exit.because(["standard output takes no more: \(unsafe String(cString: strerror(code)))"])
        }
    }

    /// Octets on a descriptor, all of them, or what the system said where it takes no more; 0 for nothing.
    @discardableResult
    static func write(_ given: ArraySlice<UInt8>, to descriptor: Int32) -> Int32 {
        var bytes = given
        while !bytes.isEmpty {
            // SAFETY: the octets live through the call.
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return errno }
            bytes = bytes.dropFirst(count)
        }
        return 0
    }
}
