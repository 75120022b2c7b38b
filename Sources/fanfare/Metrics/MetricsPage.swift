import Domain
import HTTP
import HTTPServer

/// `/metrics`, on listeners of its own: the public ones know nothing of it.
struct MetricsPage: Handler {
    let metrics: Metrics
    /// The server that is told of.
    let server: Server
    let databasePath: String
    let startedAt: Timestamp

    func respond(to request: Request) async -> Response {
        guard request.path == "/metrics" else { return .text(.notFound, "Nothing here but /metrics\n") }
        guard request.method == .get || request.method == .head else {
            return Response(.methodNotAllowed, fields: [.allow: "GET, HEAD"])
        }
        return Response(
            .ok, fields: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: .bytes(Array(text().utf8)))
    }

    private func text() -> String {
        var page = MetricsText()
        writeRequests(&page)
        writeWork(&page)
        page.gauge("fanfare_database_bytes", "Octets of the database.", ProcessFigures.size(ofFile: databasePath))
        page.gauge(
            "fanfare_database_wal_bytes", "Octets of the database's write-ahead log.",
            ProcessFigures.size(ofFile: databasePath + "-wal"))
        page.counter(
            "fanfare_log_lines_dropped_total", "Log lines that nobody read in time.",
            LogWriter.standardError.droppedLines)
        page.gauge("process_resident_memory_bytes", "Octets of memory in use.", ProcessFigures.residentBytes)
        page.counter("process_cpu_seconds_total", "Seconds of processor time.", ProcessFigures.processorSeconds)
        page.gauge("process_open_fds", "Open descriptors.", ProcessFigures.descriptors)
        page.gauge("process_start_time_seconds", "When the process started, in Unix time.", startedAt.seconds)
        page.gauge(
            "fanfare_uptime_seconds", "Seconds since the start.", MachineClock().now().seconds - startedAt.seconds)
        return page.text
    }

    private func writeRequests(_ page: inout MetricsText) {
        let requests = metrics.requests
        page.counters(
            "fanfare_http_requests_total", "Answers by class of status code.", by: "class",
            (1...5).map { ("\($0)xx", requests.byClass[$0]) })
        page.gauge("fanfare_http_requests_in_flight", "Requests whose answer has not ended.", server.requestCount)
        page.gauge("fanfare_http_connections", "Open connections.", server.connectionCount)
        page.counter(
            "fanfare_http_response_bytes_total", "Octets of content sent, without streams.", requests.contentBytes)
        page.histogram(
            "fanfare_http_request_duration_seconds", "From a request's head to the begin of its answer.",
            bounds: Metrics.bounds.map { Double($0) / 1_000_000 }, counts: requests.buckets,
            sum: Double(requests.microseconds) / 1_000_000)
    }

    private func writeWork(_ page: inout MetricsText) {
        let work = metrics.work
        func sorted(_ counts: [String: Int]) -> [(String, Int)] { counts.sorted { $0.key < $1.key } }
        page.counter("fanfare_worker_beats_total", "Beats of the worker.", work.beats)
        page.counters(
            "fanfare_checks_total", "Checks of one group of an artist, by outcome.", by: "outcome", sorted(work.checks))
        page.counters(
            "fanfare_follow_list_readings_total", "Readings of follow lists, by outcome.", by: "outcome",
            sorted(work.followLists))
        page.counters(
            "fanfare_token_refreshes_total", "Exchanges of refresh tokens, by outcome.", by: "outcome",
            sorted(work.refreshes))
    }
}
