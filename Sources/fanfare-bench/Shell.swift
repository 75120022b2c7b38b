import Glibc

/// Other programs, by the shell.
enum Shell {
    /// Whether there is such a command.
    static func has(_ command: String) -> Bool {
        !output("command -v \(command)").isEmpty
    }

    /// What a command writes to standard output.
    static func output(_ command: String) -> String {
        // SAFETY: the stream is closed below; the buffer outlives each read, which ends its text.
        guard let stream = unsafe popen(command, "r") else { return "" }
        defer { unsafe pclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, stream)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Starts a command that goes on, with whatever it starts itself; the id of their group.
    static func start(_ command: String) -> Int32? {
        Int32(output("setsid \(command) > /dev/null 2>&1 & echo $!").split(whereSeparator: \.isWhitespace).first ?? "")
    }

    /// The path of another program in the folder of this one.
    static func sibling(_ name: String) -> String {
        let path = CommandLine.arguments[0]
        guard let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }

    /// Waits until somebody answers there, ten seconds at most.
    static func wait(for url: String) {
        _ = output("for i in $(seq 100); do curl -s -o /dev/null \(url) && break; sleep 0.1; done")
    }

    /// Posts JSON.
    static func post(_ json: String, to url: String) { _ = output("curl -s --data '\(json)' \(url)") }
}
