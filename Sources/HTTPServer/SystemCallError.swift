import Glibc

/// A system call that failed, by name, with the system's number for why.
public struct SystemCallError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The call: `bind`, `listen`, ….
    public let call: String
    /// `errno`.
    public let code: Int32
    /// What it was about: an address, a path.
    public let subject: String

    /// The call that just failed on this thread.
    static func last(_ call: String, _ subject: String = "") -> SystemCallError {
        SystemCallError(call: call, code: errno, subject: subject)
    }

    /// A sentence for the operator.
    public var description: String {
        // SAFETY: strerror returns a terminated text, copied at once.
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return subject.isEmpty ? "\(call): \(reason)" : "\(call) \(subject): \(reason)"
    }
}
