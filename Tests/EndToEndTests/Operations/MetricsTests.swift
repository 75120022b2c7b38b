import HTTP
import HTTPClient
import Support
import Testing

/// Figures for Prometheus, on a listener of their own.
@Suite(.storied) struct MetricsTests {
    @Test func `are served where the operator says, and nowhere else`() async throws {
        let stage = try await Stage.open()
        let line = try await stage.server.waitForLine(containing: "serving metrics")
        let address = try #require(line.firstMatch(of: #/address=(\S+)/#)?.output.1)
        let visitor = stage.visitor()
        #expect(try await visitor.get("/metrics").status == 404)
        _ = try await visitor.get("/healthz")
        try await waitUntil("a beat") { try await stage.beats(of: stage.server) > 0 }
        let client = CurlClient()
        let response = try await client.send(ClientRequest(.get, "http://\(address)/metrics"))
        #expect(response.status == .ok)
        #expect(response.fields[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        let text = String(decoding: response.body, as: UTF8.self)
        let values = Dictionary(
            text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
                let parts = line.split(separator: " ")
                return parts.count == 2 ? Double(parts[1]).map { (String(parts[0]), $0) } : nil
            }, uniquingKeysWith: { $1 })
        #expect(values["fanfare_http_requests_total{class=\"2xx\"}"] ?? 0 >= 1)
        #expect(values["fanfare_http_requests_total{class=\"4xx\"}"] == 1)
        #expect(values["fanfare_http_request_duration_seconds_count"] ?? 0 >= 2)
        #expect(values["fanfare_http_request_duration_seconds_bucket{le=\"+Inf\"}"] ?? 0 >= 2)
        for name in [
            "fanfare_http_connections", "fanfare_worker_beats_total", "fanfare_database_bytes", "process_open_fds",
            "process_resident_memory_bytes", "process_cpu_seconds_total", "process_start_time_seconds",
        ] {
            #expect(values[name] ?? 0 > 0, "\(name)")
        }
        for name in ["fanfare_http_requests_in_flight", "fanfare_database_wal_bytes", "fanfare_uptime_seconds"] {
            #expect(values[name] != nil, "\(name)")
        }
        #expect(try await client.send(ClientRequest(.get, "http://\(address)/")).status == .notFound)
        #expect(try await stage.close() == 0)
    }
}
