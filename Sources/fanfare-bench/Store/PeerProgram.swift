import FoundationEssentials
import Glibc

/// Another program that shows the release page from the site's own database: `PROGRAM PORT DATABASE`.
struct PeerProgram {
    let url: String
    private let process: Int32

    /// Starts it, and waits until it shows the page to that session, ten seconds at most.
    static func start(_ program: String, database: String, cookie: String) throws -> PeerProgram {
        let port = FreePort.any()
        guard let process = Shell.start("'\(program)' \(port) '\(database)'") else { throw NotStarted() }
        let peer = PeerProgram(url: "http://127.0.0.1:\(port)/", process: process)
        let ask = "curl -s -o /dev/null -w '%{http_code}' -H 'Cookie: \(cookie)' \(peer.url)"
        guard Shell.output("for i in $(seq 100); do [ $(\(ask)) = 200 ] && echo yes && break; sleep 0.1; done") != ""
        else {
            peer.stop()
            throw NotStarted()
        }
        return peer
    }

    var processorSeconds: Double { OtherProcess.processorSeconds(of: process) }

    /// Asks it to end; after two seconds it must.
    func stop() {
        kill(-process, SIGTERM)
        _ = Shell.output("for i in $(seq 20); do kill -0 \(process) 2>/dev/null || break; sleep 0.1; done")
        kill(-process, SIGKILL)
    }

    struct NotStarted: Error, CustomStringConvertible {
        var description: String { "the peer did not show the page within ten seconds" }
    }
}
