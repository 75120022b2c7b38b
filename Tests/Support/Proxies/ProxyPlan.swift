/// What a proxy in a test stands in front of, and what it does beyond the README's example.
public struct ProxyPlan: Sendable {
    /// The server: `127.0.0.1:PORT` or `unix:/path`.
    public var upstream: String
    /// The version of the PROXY protocol with which connections to the server begin; HAProxy alone speaks it here.
    public var proxyProtocol: Int?
    /// A word: requests with it in their path are answered with 403 by the proxy itself.
    public var forbiddenWord: String?
    /// Whether content of any length is handed on as it comes, also by those that would collect or bound it.
    public var streamsUploads = false

    /// A proxy as in the README, in front of a server.
    public init(upstream: String) { self.upstream = upstream }
}

extension ReverseProxy {
    /// The configuration for a plan: the README's example with another address, port and certificate.
    func configuration(
        _ plan: ProxyPlan, port: UInt16, certificate: SelfSignedCertificate?, folder: ScratchFolder
    ) throws -> String {
        switch self {
        case .nginx: try nginx(plan, port, certificate, folder)
        case .caddy: try caddy(plan, port, certificate, folder)
        case .haproxy: try haproxy(plan, port, certificate)
        }
    }

    private func nginx(
        _ plan: ProxyPlan, _ port: UInt16, _ certificate: SelfSignedCertificate?, _ folder: ScratchFolder
    ) throws -> String {
        var example = try ManualExample("nginx")
        try example.replace("server 127.0.0.1:3000;", with: "server \(plan.upstream);")
        // With SO_REUSEPORT it can listen where the port is kept for it.
        try example.replace(
            "listen 443 ssl;", with: "listen 127.0.0.1:\(port)\(certificate == nil ? "" : " ssl") reuseport;")
        try example.replace(
            "ssl_certificate /etc/ssl/fanfare.pem;",
            with: certificate.map { "ssl_certificate \($0.certificate);" } ?? "")
        try example.replace(
            "ssl_certificate_key /etc/ssl/fanfare.key;",
            with: certificate.map { "ssl_certificate_key \($0.key);" } ?? "")
        if let word = plan.forbiddenWord {
            try example.add(["location ~ \(word) { return 403; }"], behind: "server_name fanfare.example;")
        }
        if plan.streamsUploads {
            try example.add(["proxy_request_buffering off;", "client_max_body_size 0;"], behind: "location / {")
        }
        // As root it would change to a user who may not enter the folder.
        return """
            \(ProcessOwner.isRoot ? "user root;" : "")
            daemon off;
            master_process off;
            worker_processes 1;
            pid \(folder.file("pid"));
            error_log stderr warn;
            events { worker_connections 512; }
            http {
                access_log off;
                client_body_temp_path \(folder.file("body"));
                proxy_temp_path \(folder.file("proxy"));
                fastcgi_temp_path \(folder.file("fastcgi"));
                uwsgi_temp_path \(folder.file("uwsgi"));
                scgi_temp_path \(folder.file("scgi"));
            \(example.text)
            }
            """
    }

    private func caddy(
        _ plan: ProxyPlan, _ port: UInt16, _ certificate: SelfSignedCertificate?, _ folder: ScratchFolder
    ) throws -> String {
        var example = try ManualExample("caddy")
        let upstream = plan.upstream.replacing("unix:", with: "unix/")
        try example.replace("reverse_proxy 127.0.0.1:3000 {", with: "reverse_proxy \(upstream) {")
        var lines = ["bind 127.0.0.1"]
        if let certificate { lines.append("tls \(certificate.certificate) \(certificate.key)") }
        if let word = plan.forbiddenWord {
            lines += ["@forbidden path *\(word)*", "respond @forbidden 403"]
        }
        // Any host, as the tests of messages name several.
        try example.replace("fanfare.example {", with: "\(certificate == nil ? "http" : "https")://:\(port) {")
        try example.replace(
            "reverse_proxy \(upstream) {", with: "\(lines.joined(separator: "\n"))\nreverse_proxy \(upstream) {")
        return """
            {
                admin off
                auto_https off
                skip_install_trust
                storage file_system \(folder.file("storage"))
                grace_period 1s
                servers {
                    protocols h1 h2
                }
            }
            \(example.text)
            """
    }

    private func haproxy(
        _ plan: ProxyPlan, _ port: UInt16, _ certificate: SelfSignedCertificate?
    ) throws -> String {
        var example = try ManualExample("haproxy")
        let bind = "bind 127.0.0.1:\(port)\(certificate.map { " ssl crt \($0.both)" } ?? "")"
        try example.replace("bind :443 ssl crt /etc/ssl/fanfare.pem", with: bind)
        let upstream = plan.upstream.replacing("unix:", with: "unix@")
        let header = plan.proxyProtocol.map { $0 == 1 ? " send-proxy" : " send-proxy-v\($0)" } ?? ""
        try example.replace("server fanfare 127.0.0.1:3000", with: "server fanfare \(upstream)\(header)")
        if plan.proxyProtocol != nil {
            try example.replace("    http-request set-header X-Forwarded-For %[src]\n", with: "")
        }
        if let word = plan.forbiddenWord {
            try example.add(["    http-request deny if { path_sub \(word) }"], behind: bind)
        }
        return example.text
    }
}
