import Glibc

/// How much room a file system has.
enum FreeSpace {
    /// What a sign-in may need: its rows, their indexes, and the log with a whole page for each.
    static let needed = 256 << 10

    /// Octets that may still be written beside a file; nil where the system does not say.
    static func beside(_ path: String) -> Int? {
        var status = statvfs()
        // SAFETY: the path lives through the call, which fills a local variable.
        guard unsafe statvfs(path, &status) == 0, status.f_blocks > 0 else { return nil }
        let (octets, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? nil : Int(exactly: octets)
    }
}
