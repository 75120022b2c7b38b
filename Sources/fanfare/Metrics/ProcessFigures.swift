import FoundationEssentials
import Glibc

/// What the system knows of this process and its files.
enum ProcessFigures {
    /// Octets of memory in use (VmRSS).
    static var residentBytes: Int {
        let fields = (Environment.text(ofFile: "/proc/self/statm") ?? "").split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    /// Seconds of all cores, in the process and for it.
    static var processorSeconds: Double {
        var usage = rusage()
        // SAFETY: the call fills a local variable.
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        return Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000
    }

    /// Open descriptors.
    static var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// Octets of a file; 0 if there is none.
    static func size(ofFile path: String) -> Int {
        var status = stat()
        // SAFETY: the path lives for the call, which fills a local variable.
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
