import ArgumentParser
import FoundationEssentials
import Glibc

/// `fanfare-bench sign-in`: how many sign-ins a second are committed durably by the real program, beside how often this
/// disk can make anything durable.
struct SignInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-in",
        abstract: "Signs people in at a `fanfare serve` of its own, with the stand-in for Spotify in this process.")

    @Option(help: "How many sign-ins.") var count = 5000
    @Option(help: "How many at once.") var atOnce = 64
    @Option(help: "The program; the one beside this one unless told.") var fanfare: String?
    @Option(help: "Where the scratch folder is made: on the disk that is to be measured.") var folder = "."

    func validate() throws {
        guard count > 0, atOnce > 0 else { throw ValidationError("--count and --at-once take numbers above 0") }
    }

    func run() async throws {
        let own = CommandLine.arguments[0]
        let beside = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let scratch = "\(folder)/.sign-in-bench-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        // Before and after, since others may use the disk as well; the better one counts.
        let before = DiskPace.measure(in: scratch, for: .seconds(1))
        let site = try await SignInSite.start(fanfare ?? "\(beside)/fanfare", in: scratch)
        defer { site.stop() }
        let load = SignInLoad(site: site, atOnce: atOnce)
        _ = try await load.run(min(count, 4 * atOnce))
        let result = try await load.run(count)
        let after = DiskPace.measure(in: scratch, for: .seconds(1))
        let pace = max(before, after)
        print("\(count) sign-ins, \(atOnce) at once:")
        print(
            "  callback to session, committed: \(Int(result.callbacksPerSecond)) a second, "
                + "half within \(result.median), 99 % within \(result.p99)")
        print("  with the front page and the consent before it: \(Int(result.wholePerSecond)) a second")
        print("  this disk: \(Int(pace)) fsyncs a second, one after the other")
        let refused = result.refused
        if refused > 0 { print("  refused: \(refused)") }
    }
}

/// How often a disk makes something durable.
enum DiskPace {
    /// Writes 4 KiB and waits for them, over and over; times a second.
    static func measure(in folder: String, for duration: Duration) -> Double {
        let path = "\(folder)/pace"
        // SAFETY: the path and the octets live through the calls.
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return 0 }
        defer {
            close(file)
            _ = unsafe unlink(path)
        }
        let bytes = [UInt8](repeating: 0x2E, count: 4096)
        let clock = ContinuousClock()
        let begin = clock.now
        var count = 0
        while clock.now - begin < duration {
            _ = unsafe bytes.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, count % 256 * 4096) }
            guard fdatasync(file) == 0 else { return 0 }
            count += 1
        }
        return Double(count) / (clock.now - begin).inSeconds
    }
}

extension Duration {
    /// As a number of seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
