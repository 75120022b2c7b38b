import ArgumentParser
import Glibc

/// `fanfare-bench http`: our answers beside those of other servers, in one run on one machine, as ratios.
struct HTTPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract:
            "Compares /tiny, /page, /healthz and the signed-in release page with the peers. Needs wrk in the path.")

    @Option(help: "The folder of the peers' sources.") var peers = "../shared/peers"
    @Option(help: "A built Hummingbird peer; left out unless named.") var hummingbird: String?
    @Option(help: "Seconds of each measurement.") var seconds = 4
    @Option(help: "How often each is measured; the best counts.") var rounds = 2
    @Option(help: "Connections.") var connections = 64

    func run() async throws {
        guard Shell.has("wrk") else {
            throw ValidationError("wrk is not installed; on Debian: apt-get install wrk")
        }
        let site = try await SampleSite.start()
        let target = try Target.start(ours: CommandLine.arguments[0], peers: peers, hummingbird: hummingbird)
        defer { target.stop() }
        var results: [String: Load.Result] = [:]
        let cases =
            target.addresses + [
                ("fanfare /healthz", "\(site.url)/healthz", nil), ("fanfare / signed in", "\(site.url)/", site.cookie),
            ]
        // Rounds outside, so that a slow moment of the machine hits all alike.
        for _ in 0..<rounds {
            for (name, url, cookie) in cases {
                guard let result = Load.run(url, cookie: cookie, connections: connections, seconds: seconds) else {
                    print("\(name): no answer")
                    continue
                }
                if result.perSecond > results[name]?.perSecond ?? 0 { results[name] = result }
            }
        }
        await site.stop()
        report(results)
    }

    private func report(_ results: [String: Load.Result]) {
        print("\(connections) connections, \(seconds) s, best of \(rounds):")
        for (name, result) in results.sorted(by: { $0.key < $1.key }) {
            print("  \(name): \(Int(result.perSecond)) requests/s, 99 % within \(result.p99)")
        }
        print("ratios:")
        let wanted: [(String, String)] = [
            ("peer /tiny", "c-epoll /tiny"), ("peer /tiny", "hummingbird /tiny"), ("peer /tiny", "node /tiny"),
            ("peer /page", "hummingbird /page"), ("peer /page", "node /page"), ("peer /page", "flask /page"),
            ("fanfare /healthz", "c-epoll /tiny"), ("fanfare /healthz", "hummingbird /tiny"),
            ("fanfare /healthz", "flask /tiny"),
            ("fanfare / signed in", "hummingbird /page"), ("fanfare / signed in", "flask /page"),
            ("fanfare / signed in", "node /page"),
        ]
        for (ours, theirs) in wanted {
            guard let one = results[ours], let other = results[theirs], other.perSecond > 0 else { continue }
            let hundredths = Int(one.perSecond / other.perSecond * 100 + 0.5)
            print("  \(ours) ÷ \(theirs) = \(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)")
        }
    }
}
