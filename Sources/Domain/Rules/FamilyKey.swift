/// The key under which copies of one release meet: title without edition words, primary artist, kind (design §6).
///
/// Two releases are one family if their keys are equal and their dates at most `dateSlackDays` apart.
public struct FamilyKey: Sendable, Hashable {
    /// The normalised title.
    public let title: String
    /// The source's id of the first artist; empty where it is missing.
    public let artist: String
    /// `album` or `single`: an EP is listed under either word, a compilation is an album.
    public let kind: String

    /// Days by which the dates of copies for several markets may differ.
    public static let dateSlackDays = 7

    /// The key of a release.
    public init(_ release: SourceRelease) {
        title = FamilyKey.normalise(release.title)
        artist = release.artists.first?.id ?? ""
        kind = release.type == .album || release.type == .compilation ? "album" : "single"
    }

    /// Words that, in brackets or behind a dash, name an edition and not another work.
    static let editionWords: Set<String> = [
        "deluxe", "expanded", "extended", "anniversary", "remaster", "remastered", "edition", "explicit", "clean",
        "bonus", "special", "complete", "reissue", "version",
    ]
    /// Words that make it another work, even beside an edition word.
    static let otherWorkWords: Set<String> = [
        "remix", "remixes", "live", "acoustic", "instrumental", "instrumentals", "karaoke", "demo", "demos", "sped",
        "slowed", "acapella", "orchestral", "taylor's", "session", "sessions",
    ]

    /// Lower case, without bracketed edition notes and without punctuation at the ends. Empty titles stay empty and never
    /// meet: see `isUsable`.
    public static func normalise(_ title: String) -> String {
        var text = title.lowercased()
        text = removingBracketedEditions(text, open: "(", close: ")")
        text = removingBracketedEditions(text, open: "[", close: "]")
        if let dash = text.lastRange(of: " - "), isEditionNote(text[dash.upperBound...]) {
            text = String(text[..<dash.lowerBound])
        }
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }
        return words.joined(separator: " ")
    }

    /// Whether the key may join releases: an empty title or artist says too little.
    public var isUsable: Bool { !title.isEmpty && !artist.isEmpty }

    private static func removingBracketedEditions(_ text: String, open: Character, close: Character) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: open), let end = rest[start...].firstIndex(of: close) {
            result += rest[..<start]
            if !isEditionNote(rest[rest.index(after: start)..<end]) { result += rest[start...end] }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func isEditionNote(_ note: Substring) -> Bool {
        let words = note.split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" }.map(String.init)
        return words.contains { editionWords.contains($0) } && !words.contains { otherWorkWords.contains($0) }
    }

    /// Whether the dates allow the two to be one family.
    public static func areClose(_ one: ReleaseDate, _ other: ReleaseDate) -> Bool {
        guard let one = one.range, let other = other.range else { return one.range == nil && other.range == nil }
        return one.lowerBound - dateSlackDays <= other.upperBound && other.lowerBound - dateSlackDays <= one.upperBound
    }
}

extension String {
    /// The last place where `needle` stands.
    fileprivate func lastRange(of needle: String) -> Range<String.Index>? {
        var found: Range<String.Index>?
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(needle) { found = index..<self.index(index, offsetBy: needle.count) }
            index = self.index(after: index)
        }
        return found
    }
}
