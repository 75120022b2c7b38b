import FoundationEssentials
import Glibc

/// A program started by a test: its lines of output, its end. Dies with its last reference, and with the test process.
public final class ServerProcess: Sendable {
    /// Its process id.
    public let processID: Int32
    private let state: ProcessState

    /// Starts an executable. The environment is what is given, and `PATH` and `HOME`, nothing else; the working
    /// directory is the test's own unless given.
    public init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], folder: String? = nil
    ) throws {
        var variables = environment
        for name in ["PATH", "HOME"] where variables[name] == nil {
            variables[name] = ProcessInfo.processInfo.environment[name]
        }
        let child = try Spawn(executable, arguments, environment: variables, folder: folder)
        processID = child.processID
        state = ProcessState(processID: child.processID)
        ProcessesToEnd.add(processID)
        state.watch(output: child.output, errors: child.errors)
    }

    deinit {
        state.signal(SIGKILL)
    }

    /// The path of an executable product of this package: it lies beside the test bundle, which is an executable too.
    public static func product(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return "\(path)/\(name)"
    }

    /// The first file of that name that can be run in one of the folders of `PATH`.
    public static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The lines it has written so far, to standard output and standard error, in the order they were read.
    public var lines: [String] { state.lines(of: nil) }
    /// The lines on standard output.
    public var output: [String] { state.lines(of: .output) }
    /// The lines on standard error.
    public var errors: [String] { state.lines(of: .errors) }

    /// How it ended: its exit code, or 128 and the number of the signal; nil while it runs.
    public var exitCode: Int32? { state.exitCode }

    /// Waits for a line that contains the text, on either stream, and returns the first such line. Throws when the
    /// process ends without one, or the time is over; the error shows what was written instead.
    @discardableResult
    public func waitForLine(containing text: String, within limit: Duration = .seconds(60)) async throws -> String {
        var found: String?
        do {
            try await waitUntil("a line", within: limit) {
                // Asked in this order: what was written before the end has been read once the end is known.
                let hasEnded = state.hasEnded
                found = lines.first { $0.contains(text) }
                return found != nil || hasEnded
            }
        } catch is WaitedInVain {}
        guard let found else {
            let end = exitCode.map { "it ended with \($0)" } ?? "it runs"
            throw WaitedInVain("\"\(text)\"; \(end) and wrote:\n\(lines.suffix(50).joined(separator: "\n"))")
        }
        return found
    }

    /// Waits for its end.
    @discardableResult
    public func waitForExit(within limit: Duration = .seconds(60)) async throws -> Int32 {
        try await waitUntil("the end of process \(processID)", within: limit) { state.hasEnded }
        return exitCode ?? -1
    }

    /// Asks it to end (SIGTERM), and waits until it has.
    @discardableResult
    public func terminate(within limit: Duration = .seconds(60)) async throws -> Int32 {
        state.signal(SIGTERM)
        return try await waitForExit(within: limit)
    }

    /// Ends it at once (SIGKILL), as a power failure would, and waits until it is gone.
    public func kill() async throws {
        state.signal(SIGKILL)
        try await waitForExit()
    }

    /// Sends it a signal.
    public func signal(_ number: Int32) { state.signal(number) }
}
