import FoundationEssentials

/// A proxy's configuration as the README shows it, with what differs in a test put in. An example from which the
/// passage is missing fails the test: the manual is what is tried.
struct ManualExample {
    private(set) var text: String

    /// The example in a language of its own, found in the package's README.
    init(_ language: String) throws {
        let readme = try String(contentsOf: URL(filePath: "README.md"), encoding: .utf8)
        guard let start = readme.firstRange(of: "\n```\(language)\n"),
            let end = readme[start.upperBound...].firstRange(of: "```\n")
        else { throw WaitedInVain("an example for \(language) in the README") }
        text = String(readme[start.upperBound..<end.lowerBound])
    }

    /// Puts other words in the place of some that stand there exactly once.
    mutating func replace(_ words: String, with others: String) throws {
        let places = text.ranges(of: words)
        guard places.count == 1 else { throw WaitedInVain("\"\(words)\" once in this example:\n\(text)") }
        text.replaceSubrange(places[0], with: others)
    }

    /// Puts lines behind a passage that stands there exactly once.
    mutating func add(_ lines: [String], behind words: String) throws {
        try replace(words, with: ([words] + lines).joined(separator: "\n"))
    }
}
