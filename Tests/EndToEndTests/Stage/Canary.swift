import Domain
import FoundationEssentials
import HTTP
import Support
import Synchronization
import Testing

/// Every secret that a stage has seen, and the search for them where none may be: logs, pages, database, write-ahead
/// log, journal, copies. Each stage asks it when it closes, so that every test is the canary.
final class Canary: Sendable {
    private struct State {
        var anywhere: Set<String> = []
        var butPages: Set<String> = []
        var pages: [String] = []
    }

    private let state = Mutex(State())

    /// A secret that may stand nowhere. What is shorter than twelve letters would be found by chance.
    func note(_ secrets: some Sequence<String>) {
        state.withLock { $0.anywhere.formUnion(secrets.filter { $0.utf8.count >= 12 }) }
    }

    /// A secret that may stand on pages alone: the address of a feed.
    func noteShown(_ secrets: some Sequence<String>) {
        state.withLock { $0.butPages.formUnion(secrets.filter { $0.utf8.count >= 12 }) }
    }

    /// A page somebody has seen. The addresses in it that are secret may stand there, and nowhere else.
    func notePage(_ text: String) {
        noteShown(text.matches(of: #/\/feeds\/([A-Za-z0-9_-]+)\//#).map { String($0.output.1) })
        state.withLock { $0.pages.append(text) }
    }

    /// The values of a browser's cookies: the secret half of a session's; a flow's is sealed, and as good as a secret.
    func noteCookies(_ values: some Sequence<String>) {
        note(values.flatMap { $0.split(separator: ".").dropFirst().map(String.init) + [$0] })
    }

    /// How many pages it has been shown.
    var pageCount: Int { state.withLock { $0.pages.count } }

    /// How many secrets it knows.
    var count: Int { state.withLock { $0.anywhere.count + $0.butPages.count } }

    /// Where one of them stands that must not: the names of the files, or of the line's kind.
    func findings(log: [String], folders: [String]) async throws -> [String] {
        let (anywhere, butPages, pages) = state.withLock { ($0.anywhere, $0.butPages, $0.pages) }
        let scratch = try ScratchFolder()
        let all = scratch.file("all")
        let strict = scratch.file("strict")
        try write(anywhere.union(butPages).flatMap(Canary.forms), to: all)
        try write(anywhere.flatMap(Canary.forms), to: strict)
        try write(log, to: scratch.file("log"))
        try write(pages, to: scratch.file("pages"))
        var findings = try await grep(patterns: all, in: [scratch.file("log")] + folders.filter(Canary.isThere))
        findings += try await grep(patterns: strict, in: [scratch.file("pages")])
        return findings
    }

    /// Records an issue for every place with a secret in it.
    func check(log: [String], folders: [String]) async throws {
        for finding in try await findings(log: log, folders: folders) { Issue.record("a secret stands in \(finding)") }
    }

    /// As it is, percent-encoded, and as base64 of either alphabet wherever it begins in a group of three octets.
    static func forms(of secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        var forms: Set<String> = [secret, PercentEncoding.encode(secret)]
        for (skipped, dropped) in [(0, 0), (1, 2), (2, 3)] {
            for base64 in [Base64.standard, Base64.url] {
                let text = base64.encode(Array(repeating: 0x78, count: skipped) + bytes).filter { $0 != "=" }
                // Letters that depend on what stands before and after are left out.
                let whole = (skipped + bytes.count) * 8 / 6
                forms.insert(String(text.prefix(whole).dropFirst(dropped)))
            }
        }
        return Array(forms)
    }

    private static func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func grep(patterns: String, in places: [String]) async throws -> [String] {
        var findings: Set<String> = []
        try await waitUntil("a whole search") {
            let grep = try ServerProcess("/bin/grep", ["-r", "-a", "-F", "-o", "-f", patterns] + places)
            let code = try await grep.waitForExit()
            // The whole secret is of use to whoever mends this, and to nobody else: it is a test's.
            findings.formUnion(grep.output)
            // A file may go away between the look into its folder and the look into it.
            let isHurried = grep.errors.allSatisfy { $0.hasSuffix(": No such file or directory") }
            guard code <= 1 || isHurried else { throw WaitedInVain("grep: \(grep.errors)") }
            return code <= 1
        }
        return findings.sorted()
    }

    private func write(_ lines: some Sequence<String>, to path: String) throws {
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    }
}
