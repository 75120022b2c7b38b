import FoundationEssentials

/// A real proxy in front of a server, with its configuration and all its files in a folder of its own. Ends with its
/// last reference at the latest.
public final class ProxyFront: Sendable {
    /// Scheme, host and port.
    public let url: String
    /// The port, which stays the same when it is started again.
    public var port: UInt16 { reservation.port }
    private let proxy: ReverseProxy
    private let program: String
    private let reservation: PortReservation
    private let folder: ScratchFolder
    private let certificate: SelfSignedCertificate?

    /// Keeps a port for it: a server must know its public address before its proxy can know the server. Skips the test
    /// where the proxy is not installed. `host` is what people call this machine.
    public init(_ proxy: ReverseProxy, isEncrypted: Bool = false, host: String = "127.0.0.1") async throws {
        self.proxy = proxy
        program = try proxy.require()
        reservation = try PortReservation()
        folder = try ScratchFolder()
        certificate = isEncrypted ? try await SelfSignedCertificate.make(in: folder) : nil
        url = "\(isEncrypted ? "https" : "http")://\(host):\(reservation.port)"
    }

    /// Keeps a port, and starts at once.
    public static func start(_ proxy: ReverseProxy, _ plan: ProxyPlan) async throws -> (ProxyFront, ServerProcess) {
        let front = try await ProxyFront(proxy)
        return (front, try await front.start(plan))
    }

    /// Starts it and waits until it takes connections. The process ends with its last reference, or when it is told.
    public func start(_ plan: ProxyPlan) async throws -> ServerProcess {
        let text = try proxy.configuration(plan, port: port, certificate: certificate, folder: folder)
        let file = folder.file("configuration")
        try Data((text + "\n").utf8).write(to: URL(filePath: file))
        let process = try ServerProcess(program, arguments(file), environment: ["HOME": folder.path])
        try await waitUntil(proxy.rawValue) {
            if let code = process.exitCode {
                throw WaitedInVain("\(proxy), which ended with \(code): \(process.lines)\n\(text)")
            }
            return RawClient(port: port).isConnected
        }
        return process
    }

    private func arguments(_ file: String) -> [String] {
        switch proxy {
        case .nginx: ["-p", folder.path, "-e", "stderr", "-c", file]
        case .caddy: ["run", "--config", file, "--adapter", "caddyfile"]
        case .haproxy: ["-db", "-f", file]
        }
    }
}
