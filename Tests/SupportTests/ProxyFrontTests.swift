import Support
import Testing

/// Each proxy by itself. One that is not installed shows here as a test that is skipped; tests of several proxies leave
/// out its cases.
struct ProxyFrontTests {
    @Test(.needs(.nginx)) func `nginx starts, says why it cannot, and ends`() async throws {
        try await expectLife(of: .nginx)
    }

    @Test(.needs(.caddy)) func `Caddy starts, says why it cannot, and ends`() async throws {
        try await expectLife(of: .caddy)
    }

    @Test(.needs(.haproxy)) func `HAProxy starts, says why it cannot, and ends`() async throws {
        try await expectLife(of: .haproxy)
    }

    private func expectLife(of proxy: ReverseProxy) async throws {
        // A port where nobody listens.
        let upstream = try PortReservation()
        let (front, process) = try await ProxyFront.start(proxy, ProxyPlan(upstream: "127.0.0.1:\(upstream.port)"))
        let client = RawClient(port: front.port)
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let answer = await client.receiveAll()
        #expect(answer.hasPrefix("HTTP/1.1 502 ") || answer.hasPrefix("HTTP/1.1 503 "), "\(answer)")
        try await process.terminate()
        #expect(!RawClient(port: front.port).isConnected)
        let error = await #expect(throws: WaitedInVain.self) {
            _ = try await front.start(ProxyPlan(upstream: "127.0.0.1:1 } nonsense"))
        }
        #expect(error?.description.contains("nonsense") == true)
    }
}
