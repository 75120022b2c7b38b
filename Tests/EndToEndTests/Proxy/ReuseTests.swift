import HTTP
import HTTPServer
import Support
import Synchronization
import Testing

/// Connections between proxy and server that serve many requests, and end at bad moments.
@Suite(.serialized, .storied) struct ReuseTests {
    private static let get = "GET /again HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test(arguments: ReverseProxy.allCases)
    func `many requests need few connections`(proxy: ReverseProxy) async throws {
        let backend = try Backend.start()
        let (front, process) = try await ProxyFront.start(proxy, ProxyPlan(upstream: backend.upstream))
        let port = front.port
        let clients = (0..<4).map { _ in RawClient(port: port) }
        let served = await Parallel.map(clients) { client in
            var count = 0
            while count < 100, await client.exchange(Self.get).statuses == [200] { count += 1 }
            return count
        }
        #expect(served == [100, 100, 100, 100])
        // While the clients are there: some proxies end with a client the connection that served it.
        let count = Connections.count(toPort: backend.port)
        #expect((1...8).contains(count), "\(count) connections")
        withExtendedLifetime(clients) {}
        try await process.terminate()
        await backend.stop()
    }

    @Test(arguments: ReverseProxy.allCases)
    func `an idle connection that the server closes costs no request`(proxy: ReverseProxy) async throws {
        // Shorter than the proxy keeps them, the other way round than it ought to be.
        let backend = try Backend.start { $0.idleDeadline = .milliseconds(1) }
        let (front, process) = try await ProxyFront.start(proxy, ProxyPlan(upstream: backend.upstream))
        let port = front.port
        await withTaskGroup(of: [Int].self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var statuses: [Int] = []
                    var client = RawClient(port: port)
                    for turn in 0..<12 {
                        var replies = await client.exchange(Self.get)
                        if replies.all.isEmpty {
                            // RFC 9112 §9.5: a client tries again where a connection that was used before closes.
                            client = RawClient(port: port)
                            replies = await client.exchange(Self.get)
                        }
                        statuses += replies.statuses
                        // Around the quarter of a second in which the server looks for idle connections.
                        try? await Task.sleep(for: .milliseconds(60 + 37 * ((worker + turn) % 7)))
                    }
                    return statuses
                }
            }
            for await statuses in group { #expect(statuses == Array(repeating: 200, count: 12)) }
        }
        try await process.terminate()
        await backend.stop()
    }

    @Test(arguments: ReverseProxy.allCases)
    func `no request is lost while another process takes the port over`(proxy: ReverseProxy) async throws {
        var backend = try Backend.start()
        let (front, process) = try await ProxyFront.start(proxy, ProxyPlan(upstream: backend.upstream))
        let port = front.port
        let isOver = Flag()
        await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var statuses: [Int] = []
                    var client = RawClient(port: port)
                    while !isOver.isSet {
                        var replies = await client.exchange(Self.get)
                        if replies.all.isEmpty {
                            client = RawClient(port: port)
                            replies = await client.exchange(Self.get)
                        }
                        statuses.append(replies.statuses.first ?? 0)
                    }
                    return statuses
                }
            }
            for _ in 0..<3 {
                do {
                    let next = try Backend.start(port: backend.port)
                    await backend.stop()
                    try await waitUntil("requests at the next one") { next.seen.count > 50 }
                    backend = next
                } catch {
                    Issue.record(error)
                }
            }
            isOver.set()
            for await statuses in group { #expect(statuses.allSatisfy { $0 == 200 }, "\(statuses.count)") }
        }
        try await process.terminate()
        await backend.stop()
    }
}

/// Something that comes true once.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
