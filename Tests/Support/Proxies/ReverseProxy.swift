import FoundationEssentials
public import Testing

/// A reverse proxy that operators put before servers, as Debian packages it.
public enum ReverseProxy: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// nginx.
    case nginx
    /// Caddy.
    case caddy
    /// HAProxy.
    case haproxy

    /// The name of its program.
    public var testDescription: String { rawValue }

    /// Where it is on this machine: servers lie where only root's `PATH` leads.
    public var program: String? {
        let folders = ["/usr/sbin", "/usr/local/sbin"].map { "\($0)/\(rawValue)" }
        return ServerProcess.find(rawValue) ?? folders.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether tests that need it run: where it is, and where `CI=true` makes its absence a failure.
    public var isExpected: Bool { program != nil || ProcessInfo.processInfo.environment["CI"] == "true" }

    /// Where it is. Without it the test, or this case of it, is left out; with `CI=true` it fails.
    public func require() throws -> String {
        if let program { return program }
        guard isExpected else { try Test.cancel("There is no \(rawValue) on this machine.") }
        throw WaitedInVain("\(rawValue), which is not installed")
    }
}
