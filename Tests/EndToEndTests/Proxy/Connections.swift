import Glibc

/// Connections of this machine, as the system lists them (proc_net_tcp(5)).
enum Connections {
    /// How many there are to a port of loopback.
    static func count(toPort port: UInt16) -> Int {
        let digits = String(port, radix: 16, uppercase: true)
        let suffix = ":" + String(repeating: "0", count: 4 - digits.count) + digits
        let lines = read("/proc/net/tcp").split(separator: "\n").dropFirst()
        // Columns 1 and 2: the local address, the remote one.
        return lines.count { line in
            let columns = line.split(separator: " ")
            return columns.count > 3 && columns[2].hasSuffix(suffix)
        }
    }

    /// A file that does not know its size beforehand.
    private static func read(_ path: String) -> String {
        // SAFETY: the path lives through the call, the buffer is an array's own storage for the length it has.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = unsafe Glibc.read(descriptor, &buffer, buffer.count), count > 0 {
            all += buffer[..<count]
        }
        return String(decoding: all, as: UTF8.self)
    }
}
