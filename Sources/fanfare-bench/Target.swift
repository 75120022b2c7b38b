import Glibc

/// The servers that are compared: those of the peers that can be built or found here, and ours at the same work.
struct Target {
    /// Name, URL, cookie.
    private(set) var addresses: [(String, String, String?)] = []
    private var processes: [Int32] = []

    static func start(ours: String, peers: String, hummingbird: String?) throws -> Target {
        var target = Target()
        let folder = Shell.output("mktemp -d").split(whereSeparator: \.isNewline).first.map(String.init) ?? "/tmp"
        if Shell.output("cc -O2 -o \(folder)/base \(peers)/c-epoll/base.c -lpthread 2>&1; echo $?").hasSuffix("0\n") {
            target.add("c-epoll", "\(folder)/base PORT 2", paths: ["/tiny"])
        }
        if let hummingbird { target.add("hummingbird", "\(hummingbird) PORT", paths: ["/tiny", "/page"]) }
        if Shell.has("node") { target.add("node", "node \(peers)/node/server.js PORT", paths: ["/tiny", "/page"]) }
        if Shell.has("gunicorn") {
            target.add(
                "flask", "gunicorn -w 2 -b 127.0.0.1:PORT --chdir \(peers)/flask app:app", paths: ["/tiny", "/page"])
        }
        target.add("peer", "\(ours) peer --listen 127.0.0.1:PORT", paths: ["/tiny", "/page"])
        return target
    }

    private mutating func add(_ name: String, _ command: String, paths: [String]) {
        let port = FreePort.any()
        let text = command.split(separator: "PORT", omittingEmptySubsequences: false).joined(separator: String(port))
        guard let process = Shell.start(text) else { return }
        processes.append(process)
        _ = Shell.output(
            "for i in $(seq 100); do curl -s -o /dev/null http://127.0.0.1:\(port)/tiny && break; sleep 0.1; done")
        for path in paths { addresses.append(("\(name) \(path)", "http://127.0.0.1:\(port)\(path)", nil)) }
    }

    func stop() {
        for process in processes { kill(-process, SIGTERM) }
    }
}
