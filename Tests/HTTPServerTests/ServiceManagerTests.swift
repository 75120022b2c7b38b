import Glibc
import Support
import Testing

@testable import HTTPServer

@Suite struct `The service manager` {
    /// Variables, whether there is a manager, the seconds of its watch.
    static let variables: [([String: String], Bool, Duration?)] = [
        ([:], false, nil), (["NOTIFY_SOCKET": ""], false, nil), (["NOTIFY_SOCKET": "relative"], false, nil),
        (["NOTIFY_SOCKET": "/x"], true, nil), (["NOTIFY_SOCKET": "@x"], true, nil),
        (["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "3000000"], true, .seconds(3)),
        (["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"], true, .seconds(3)),
        (["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"], true, nil),
        (["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "0"], true, nil),
        (["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "x"], true, nil),
    ]

    @Test(arguments: variables)
    func `is known by its variables`(variables: [String: String], exists: Bool, watch: Duration?) {
        let manager = ServiceManager(processID: 7) { variables[$0] }
        #expect((manager != nil) == exists)
        #expect(manager?.watchdogInterval == watch)
    }

    @Test(arguments: ["/tmp/fanfare-notify-", "@fanfare-notify-"])
    func `hears when we are ready, alive, and about to stop`(prefix: String) async throws {
        let path = "\(prefix)\(UInt64.random(in: 0...UInt64.max))"
        let ear = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer {
            close(ear)
            _ = unsafe unlink(path)
        }
        // SAFETY: the address lives for the call.
        #expect(unsafe UnixAddress.with(path) { unsafe bind(ear, $0, $1) } == 0)
        let manager = try #require(
            ServiceManager(processID: 7) { ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "1000"][$0] })
        manager.ready()
        #expect(try await hear(ear) == "READY=1")
        manager.stopping(within: .seconds(60))
        #expect(try await hear(ear) == "STOPPING=1\nEXTEND_TIMEOUT_USEC=60000000")
        let (server, _) = try startServer()
        let watch = Task { await manager.keepWatch(over: server) }
        #expect(try await hear(ear) == "WATCHDOG=1")
        watch.cancel()
        await watch.value
        await server.stop()
    }

    /// The next datagram. Never blocks: what it waits for may need this very thread.
    private func hear(_ ear: Int32) async throws -> String {
        var octets = [UInt8](repeating: 0, count: 256)
        var count = -1
        try await waitUntil("a datagram") {
            // SAFETY: the array has room for what is told.
            count = unsafe recv(ear, &octets, octets.count, Int32(MSG_DONTWAIT))
            return count >= 0
        }
        return String(decoding: octets[..<max(0, count)], as: UTF8.self)
    }
}
