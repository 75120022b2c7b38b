import FoundationEssentials
import Glibc
import Support
import Testing

/// A real nginx in front of something, with its configuration and all its files in a folder of its own.
final class Nginx: Sendable {
    private static let candidates = ["/usr/sbin/nginx", "/usr/local/sbin/nginx"]

    /// Where it is on this machine.
    static var program: String? {
        ServerProcess.find("nginx") ?? candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether tests that need it run: where it is, and where `CI=true` makes its absence a failure.
    static var isExpected: Bool { program != nil || ProcessInfo.processInfo.environment["CI"] == "true" }

    /// Scheme, host and port.
    let url: String
    private let port: PortReservation
    private let folder: ScratchFolder

    /// Reserves a port; Fanfare must know the address before nginx can know Fanfare.
    init() throws {
        port = try PortReservation()
        folder = try ScratchFolder()
        url = "http://127.0.0.1:\(port.port)"
    }

    /// Starts it with the locations given; ends with the last reference to the process.
    func start(_ locations: String) async throws -> ServerProcess {
        guard let program = Nginx.program else { throw WaitedInVain("nginx") }
        // Its own users could not enter the folder.
        let user = getuid() == 0 ? "user root;" : ""
        try Program.write(
            """
            \(user)
            daemon off;
            master_process off;
            worker_processes 1;
            pid \(folder.file("pid"));
            error_log stderr warn;
            events { worker_connections 64; }
            http {
                access_log off;
                client_body_temp_path \(folder.file("body"));
                proxy_temp_path \(folder.file("proxy"));
                fastcgi_temp_path \(folder.file("fastcgi"));
                uwsgi_temp_path \(folder.file("uwsgi"));
                scgi_temp_path \(folder.file("scgi"));
                server {
                    listen 127.0.0.1:\(port.port) reuseport;
                    \(locations)
                }
            }
            """, to: folder.file("nginx.conf"))
        let process = try ServerProcess(
            program, ["-p", folder.path, "-e", "stderr", "-c", folder.file("nginx.conf")])
        let visitor = Visitor(baseURL: url)
        try await waitUntil("nginx") {
            if let code = process.exitCode { throw WaitedInVain("nginx, which ended with \(code): \(process.lines)") }
            return (try? await visitor.get("/")) != nil
        }
        return process
    }
}

extension Trait where Self == ConditionTrait {
    /// The test needs nginx: without it it is skipped, visibly, but with `CI=true` it runs and fails.
    static var needsNginx: Self { .enabled(if: Nginx.isExpected, "There is no nginx on this machine.") }
}
