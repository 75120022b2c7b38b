import ArgumentParser
import FoundationEssentials

/// `fanfare-bench worker`: how many checks the running program makes for a second of the processor, and what they leave
/// behind in memory, beside a spotipy loop that makes the same calls to the same stand-in.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Measures checks for a second of the processor and memory over many checks, without a quota.",
        discussion: """
            Starts `fanfare sandbox` and `fanfare serve`, signs a listener in who follows many artists, waits until each \
            of their lists has been read to its end, and measures from then on, when each check is one call for page 1. \
            Needs curl.
            """)

    @Option(help: "The program; by default the one beside this.") var program: String?
    @Option(help: "How many artists are followed, of two groups each.") var artists = 2000
    @Option(help: "Checks to measure over.") var checks = 100_000
    @Option(help: "A Python with spotipy, to run the peer.") var python: String?

    func run() async throws {
        let site = try WorkerSite(program: program ?? Shell.sibling("fanfare"), artists: artists)
        defer { site.stop() }
        while try site.unread(ofArtists: artists) > 0 { try await Task.sleep(for: .milliseconds(200)) }
        print("\(artists) artists; memory once each list has been read to its end: \(site.memory) KiB")
        let part = max(1, checks / 10)
        let began = (try site.checks(), site.processorSeconds, ContinuousClock.now)
        var next = began.0 + part
        while next <= began.0 + checks {
            while try site.checks() < next { try await Task.sleep(for: .milliseconds(200)) }
            print("  \(try site.checks() - began.0) checks, memory \(site.memory) KiB")
            next += part
        }
        let made = Double(try site.checks() - began.0)
        let ours = made / (site.processorSeconds - began.1)
        let elapsed = Double(began.2.duration(to: .now).components.seconds)
        print("fanfare: \(Int(ours)) checks for a second of the processor, \(Int(made / max(1, elapsed))) a second")
        guard let python else { return }
        guard let theirs = site.pausing({ SpotipyLoop.run(python: python, site: site) }) else {
            print("spotipy: no answer; is it installed in that Python?")
            return
        }
        print(
            "spotipy: \(Int(theirs)) calls for a second of the processor; ours is \(Decimals.two(ours / theirs)) of it")
    }
}
