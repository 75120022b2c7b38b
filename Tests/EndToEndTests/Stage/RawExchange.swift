import Support

/// Octets sent to a server as they are, and what comes back until the server closes the connection.
enum RawExchange {
    /// Sends the text, in which `\r`, `\n` and `\0` are written as backslash escapes; throws if the connection stays
    /// open.
    static func send(_ escaped: String, toPort port: String) async throws -> String {
        let script = "exec 3<>\"/dev/tcp/127.0.0.1/$1\"; printf '%b' \"$2\" >&3; exec cat <&3"
        let process = try ServerProcess("/bin/bash", ["-c", script, "bash", port, escaped])
        // Well before the server closes idle connections.
        try await process.waitForExit()
        return process.output.joined(separator: "\n")
    }
}
