/// What a note in a title says: `(Deluxe Edition)`, `- Live at the Roxy`, `[feat. Somebody]`.
struct TitleNote: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// Nothing that is known: it belongs to the name.
        case name
        /// Who takes part.
        case credit
        /// The same music.
        case copy
        /// Another edition of the same work.
        case edition
        /// Another work.
        case work
    }

    let kind: Kind
    /// What of it belongs to the name of the work.
    let kept: [Substring]
    /// What of it names the edition.
    let edition: [Substring]
    let traits: Set<TitleTrait>
    let saysEP: Bool

    /// Reads a note by its words; `isBracketed` notes may begin with a word such as `with`.
    init(_ text: some StringProtocol, isBracketed: Bool) {
        let words = TitleText.words(of: text)
        if let first = words.first,
            TitleWords.credits.contains(String(first))
                || isBracketed && TitleWords.bracketedCredits.contains(String(first)) && words.count > 1
        {
            self.init(kind: .credit)
            return
        }
        if words == ["ep"] || words == ["the", "ep"] {
            self.init(kind: .copy, saysEP: true)
            return
        }
        self.init(words: words, reading: NoteReading(words))
    }

    private init(words: [Substring], reading: NoteReading) {
        let isCertain = reading.isStrong || reading.isExhaustive
        let isOwnVersion = TitleNote.isOwnVersion(words)
        if isCertain && !reading.traits.isEmpty || isOwnVersion {
            self.init(
                kind: .work, kept: isOwnVersion ? words.filter { $0 != "version" } : reading.kept,
                traits: reading.traits.isEmpty ? [.rerecording] : reading.traits)
        } else if isCertain, reading.hasParts, reading.hasEdition {
            self.init(kind: .edition, kept: reading.kept, edition: reading.editionWords)
        } else if isCertain, reading.hasEdition {
            self.init(kind: .edition, edition: words)
        } else if isCertain, reading.hasCopy {
            self.init(kind: .copy, kept: reading.hasParts ? reading.kept : [])
        } else {
            self.init(kind: .name, kept: reading.numbered)
        }
    }

    private init(
        kind: Kind, kept: [Substring] = [], edition: [Substring] = [], traits: Set<TitleTrait> = [],
        saysEP: Bool = false
    ) {
        self.kind = kind
        self.kept = kept
        self.edition = edition
        self.traits = traits
        self.saysEP = saysEP
    }

    /// Somebody's own version of a work, `Taylor's Version`, or one of a year that is no remaster: recorded anew.
    private static func isOwnVersion(_ words: [Substring]) -> Bool {
        guard words.last == "version" || words.first == "version" || words.last == "versión" else { return false }
        if words.count == 2, words.contains(where: { $0.count == 4 && Int($0) != nil }) { return true }
        return words.dropLast().contains { word in
            (word.hasSuffix("'s") || word.hasSuffix("s'")) && word != "collector's" && word != "director's"
                && word != "it's"
        }
    }
}
