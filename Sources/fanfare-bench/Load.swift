/// Load from wrk, a process of its own, so that it takes no part in what is measured.
enum Load {
    struct Result {
        var perSecond: Double
        /// As wrk writes it: `1.23ms`.
        var p99: String

        /// The same as a number; nil if wrk said nothing.
        var p99Milliseconds: Double? {
            for (unit, factor) in [("us", 0.001), ("ms", 1), ("s", 1000)] where p99.hasSuffix(unit) {
                return Double(p99.dropLast(unit.count)).map { $0 * factor }
            }
            return nil
        }
    }

    /// Asks one URL as fast as it goes; nil if there was no answer, or a wrong one.
    static func run(_ url: String, cookie: String?, script: String? = nil, connections: Int, seconds: Int) -> Result? {
        let field = cookie.map { " -H 'Cookie: \($0)'" } ?? ""
        let scripted = script.map { " -s '\($0)'" } ?? ""
        let output = Shell.output("wrk -t1 -c\(connections) -d\(seconds)s --latency\(field)\(scripted) '\(url)' 2>&1")
        guard !output.contains("Non-2xx"), let rate = value(in: output, after: "Requests/sec:"),
            let number = Double(rate)
        else { return nil }
        return Result(perSecond: number, p99: value(in: output, after: "99%") ?? "?")
    }

    private static func value(in text: String, after label: String) -> String? {
        guard let range = text.firstRange(of: label) else { return nil }
        return text[range.upperBound...].split(whereSeparator: \.isWhitespace).first.map(String.init)
    }
}
