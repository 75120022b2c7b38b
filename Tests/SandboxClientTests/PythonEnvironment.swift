import FoundationEssentials
import Support
import Testing

/// A Python of the tests' own with the latest clients of Spotify in it.
///
/// Where the user has a cache folder, it is kept there for the rest of the week, so that only the first run waits for
/// the package index; otherwise it is gone with the process.
enum PythonEnvironment {
    /// Why there is none.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Made once in a process, by whoever asks first.
    private static let interpreterTask = Task<String, any Error> { try await make() }
    /// Keeps the folder where there is no cache.
    private static let scratch = Result { try ScratchFolder() }

    /// The path of its interpreter.
    static func interpreter() async throws -> String { try await interpreterTask.value }

    /// Whether tests that need it are to run: where it could be made, and with `CI=true` even where not, to fail.
    static func isExpected() async -> Bool {
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        return (try? await interpreter()) != nil
    }

    /// The scripts, and the list of packages they need.
    static let scripts =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/") + "/Scripts"

    private static func make() async throws -> String {
        guard let python = ServerProcess.find("python3") else {
            throw Failure(description: "there is no python3 in PATH")
        }
        let requirements = scripts + "/requirements.txt"
        guard let wanted = FileManager.default.contents(atPath: requirements) else {
            throw Failure(description: "\(requirements) cannot be read")
        }
        let folder = try folder(for: wanted)
        let interpreter = folder + "/bin/python3"
        if FileManager.default.isExecutableFile(atPath: interpreter) { return interpreter }
        // Under another name until it is whole: other test processes look for it too.
        let draft = "\(folder).\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try await run(python, ["-m", "venv", draft])
        try await run(
            draft + "/bin/python3",
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements])
        do {
            try FileManager.default.moveItem(atPath: draft, toPath: folder)
        } catch {
            // Somebody was quicker: theirs is as good.
            guard FileManager.default.isExecutableFile(atPath: interpreter) else { throw error }
        }
        return interpreter
    }

    private static func folder(for requirements: Data) throws -> String {
        let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
        let cache = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"] ?? home + "/.cache"
        guard !home.isEmpty, FileManager.default.isWritableFile(atPath: cache) else {
            return try scratch.get().file("python")
        }
        // "The latest" must mean something: a new week is a new environment.
        let week = Int(Date().timeIntervalSince1970 / 604_800)
        let sum = requirements.reduce(5381) { ($0 &* 33 &+ Int($1)) & 0xFFFF_FFFF }
        let all = cache + "/fanfare"
        let name = "python-\(week)-\(String(sum, radix: 16))"
        try FileManager.default.createDirectory(atPath: all, withIntermediateDirectories: true)
        for old in try FileManager.default.contentsOfDirectory(atPath: all)
        where old.hasPrefix("python-") && !old.hasPrefix("python-\(week)") {
            try? FileManager.default.removeItem(atPath: "\(all)/\(old)")
        }
        return "\(all)/\(name)"
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        // The whole environment: a package index or a proxy may be set there.
        let process = try ServerProcess(program, arguments, environment: ProcessInfo.processInfo.environment)
        let code = try await process.waitForExit(within: .seconds(300))
        guard code == 0 else {
            throw Failure(
                description: "\(program) \(arguments.joined(separator: " ")) ended with \(code):\n"
                    + process.lines.suffix(30).joined(separator: "\n"))
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// The test needs clients written in Python: without them it is skipped, visibly, but with `CI=true` it runs and
    /// fails.
    static var needsPythonClients: Self {
        .enabled("There is no python3 here with venv, pip and a package index.") {
            await PythonEnvironment.isExpected()
        }
    }
}
