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
        if Shell.has("nginx") { target.addNginx(in: folder) }
        target.add("peer", "\(ours) peer --listen 127.0.0.1:PORT", paths: ["/tiny", "/page", "/static/app.css"])
        return target
    }

    /// nginx as one would set it up to serve files quickly.
    private mutating func addNginx(in folder: String) {
        let port = FreePort.any()
        let configuration = """
            worker_processes 2; daemon off; pid \(folder)/pid; error_log \(folder)/errors crit;
            events { worker_connections 4096; }
            http {
                access_log off; sendfile on; tcp_nopush on; open_file_cache max=100; keepalive_requests 1000000000;
                types { text/css css; }
                client_body_temp_path \(folder)/a; proxy_temp_path \(folder)/b; fastcgi_temp_path \(folder)/c;
                uwsgi_temp_path \(folder)/d; scgi_temp_path \(folder)/e;
                server { listen 127.0.0.1:\(port) reuseport; location /static/ { alias $PWD/Public/; } }
            }
            """
        // Run as another user than root its workers could not read what root alone may.
        _ = Shell.output("chmod 755 \(folder); cat > \(folder)/nginx.conf <<END\n\(configuration)\nEND")
        add("nginx", "nginx -e \(folder)/errors -c \(folder)/nginx.conf", port: port, paths: ["/static/app.css"])
    }

    private mutating func add(_ name: String, _ command: String, paths: [String]) {
        add(name, command, port: FreePort.any(), paths: paths)
    }

    private mutating func add(_ name: String, _ command: String, port: UInt16, paths: [String]) {
        let text = command.split(separator: "PORT", omittingEmptySubsequences: false).joined(separator: String(port))
        guard let process = Shell.start(text) else { return }
        processes.append(process)
        _ = Shell.output(
            "for i in $(seq 100); do curl -s -o /dev/null http://127.0.0.1:\(port)/tiny && break; sleep 0.1; done")
        for path in paths { addresses.append(("\(name) \(path)", "http://127.0.0.1:\(port)\(path)", nil)) }
    }

    func stop() {
        // Started on one of Dispatch's threads they have that thread's mask: a wish to end would wait for ever.
        for process in processes { kill(-process, SIGKILL) }
    }
}
