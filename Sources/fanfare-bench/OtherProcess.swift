import Glibc

/// What the system says of another process, which leads a group of its own.
enum OtherProcess {
    /// Octets of memory in use (VmRSS).
    static func resident(of process: Int32) -> Int? {
        let text = Shell.output("awk '/^VmRSS/ {print $2}' /proc/\(process)/status 2>/dev/null")
        return text.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }.map { $0 << 10 }
    }

    /// Seconds of the processor that it has used.
    static func processorSeconds(of process: Int32) -> Double {
        // The name, in brackets, may hold spaces.
        let fields = Shell.output("cat /proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
