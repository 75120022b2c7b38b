import ArgumentParser
import Glibc

/// `fanfare-bench http`: our answers beside those of other servers, in one run on one machine, as ratios.
struct HTTPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Compares small replies, pages and a static file with the peers. Needs wrk in the path.",
        discussion: """
            Peers that are not installed are left out. The static file is /static/app.css, beside nginx with sendfile and \
            without an access log. The last column is the 99th percentile of the time to an answer.
            """)

    @Option(help: "The folder of the peers' sources.") var peers = "../shared/peers"
    @Option(help: "A built Hummingbird peer; left out unless named.") var hummingbird: String?
    @Option(help: "Seconds of each measurement.") var seconds = 2
    @Option(help: "How often each is measured; the best counts.") var rounds = 2
    @Option(help: "Connections; may be repeated.") var connections: [Int] = [1, 16, 64, 512]
    @Option(help: "Requests sent at once on each connection; may be repeated.") var pipeline: [Int] = [1, 16]
    @Option(help: "Measure only addresses whose name contains this; may be repeated.") var only: [String] = []

    private struct Case: Hashable {
        let name: String
        let connections: Int
        let pipeline: Int
    }

    func run() async throws {
        guard Shell.has("wrk") else {
            throw ValidationError("wrk is not installed; on Debian: apt-get install wrk")
        }
        let site = try await SampleSite.start()
        let target = try Target.start(ours: CommandLine.arguments[0], peers: peers, hummingbird: hummingbird)
        defer { target.stop() }
        let addresses =
            (target.addresses + [
                ("fanfare /healthz", "\(site.url)/healthz", nil), ("fanfare / signed in", "\(site.url)/", site.cookie),
            ]).filter { address in only.isEmpty || only.contains { address.0.contains($0) } }
        var results: [Case: Load.Result] = [:]
        for pipeline in pipeline {
            let script = pipeline > 1 ? HTTPCommand.script(pipeline) : nil
            for connections in connections {
                // Rounds outside, so that a slow moment of the machine hits all alike.
                for _ in 0..<rounds {
                    for (name, url, cookie) in addresses {
                        let result = Load.run(
                            url, cookie: cookie, script: script, connections: connections, seconds: seconds)
                        guard let result else { continue }
                        let key = Case(name: name, connections: connections, pipeline: pipeline)
                        if result.perSecond > results[key]?.perSecond ?? 0 { results[key] = result }
                    }
                }
                report(results, addresses.map(\.0), connections, pipeline)
            }
        }
        await site.stop()
    }

    /// A file that makes wrk send several requests at once.
    private static func script(_ count: Int) -> String {
        let text = """
            init = function(args) local all = {} for i = 1, \(count) do all[i] = wrk.format() end one = table.concat(all) end \
            request = function() return one end
            """
        return Shell.output("f=$(mktemp) && printf '%s' '\(text)' > $f && printf '%s' $f")
    }

    private func report(_ results: [Case: Load.Result], _ names: [String], _ connections: Int, _ pipeline: Int) {
        print("\(connections) connections, \(pipeline) at once, best of \(rounds) times \(seconds) s:")
        func result(_ name: String) -> Load.Result? {
            results[Case(name: name, connections: connections, pipeline: pipeline)]
        }
        for name in names {
            guard let result = result(name) else {
                print("  \(name): no answer")
                continue
            }
            print("  \(name): \(Int(result.perSecond)) requests/s, 99 % within \(result.p99)")
        }
        let wanted: [(String, String)] = [
            ("peer /tiny", "c-epoll /tiny"), ("peer /tiny", "hummingbird /tiny"), ("peer /tiny", "node /tiny"),
            ("peer /page", "hummingbird /page"), ("peer /page", "node /page"), ("peer /page", "flask /page"),
            ("peer /static/app.css", "nginx /static/app.css"), ("fanfare /healthz", "c-epoll /tiny"),
            ("fanfare /healthz", "hummingbird /tiny"), ("fanfare /healthz", "flask /tiny"),
            ("fanfare / signed in", "hummingbird /page"), ("fanfare / signed in", "flask /page"),
            ("fanfare / signed in", "node /page"),
        ]
        for (ours, theirs) in wanted {
            guard let one = result(ours), let other = result(theirs), other.perSecond > 0 else { continue }
            print("  \(ours) ÷ \(theirs) = \(HTTPCommand.decimal(one.perSecond / other.perSecond))")
        }
        // In a pipe nothing may wait in a buffer: a run takes minutes.
        _ = fflush(nil)
    }

    static func decimal(_ number: Double) -> String {
        let hundredths = Int(number * 100 + 0.5)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
