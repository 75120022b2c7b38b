/// A title as a listener reads it: the name of the work, and what the notes beside it say.
public struct ReadTitle: Sendable, Hashable {
    /// To be raised with every change of the words by which a title gets another key: what is stored is read again
    /// then.
    public static let version = 2

    /// The work's name in one spelling, without notes on editions and guests. Two titles of one artist with the same
    /// key name the same work.
    public let key: String
    /// The notes on the edition in one spelling; empty for the plain one. Two copies of one edition have the same.
    public let edition: String
    /// What kind of recording it says it is; empty for a plain one.
    public let traits: Set<TitleTrait>
    /// Whether it says that it is an EP: another thing than the single of that name.
    public let saysEP: Bool
    /// Whether something marks it as a copy of the same music: explicit, clean, for a market.
    public let isMarkedCopy: Bool

    /// Whether it names an edition beyond the plain one.
    public var isEdition: Bool { !edition.isEmpty }

    /// Reads a title in any of the languages of `TitleWords`. Titles without letters keep all they have.
    public init(_ title: String) {
        let folded = TitleFolding.fold(title)
        var reader = TitleReader()
        reader.read(folded)
        var words = reader.words
        if words.isEmpty {
            // "Deluxe", "(Live)": there is no name but the note.
            words = TitleText.words(of: folded)
            if words.isEmpty { words = folded.split(separator: " ") }
            reader.editions = []
            reader.isMarkedCopy = false
        }
        key = words.joined(separator: " ")
        edition = reader.editions.sorted().joined(separator: " ")
        traits = reader.traits
        saysEP = reader.saysEP
        isMarkedCopy = reader.isMarkedCopy
    }
}

/// Collects what a title's parts say.
private struct TitleReader {
    var words: [Substring] = []
    var editions: [Substring] = []
    var traits: Set<TitleTrait> = []
    var saysEP = false
    var isMarkedCopy = false

    mutating func read(_ folded: String) {
        let (outside, bracketed) = TitleText.brackets(in: folded)
        let behind = readTails(outside[...])
        readName(behind.name)
        for note in bracketed { add(TitleNote(note, isBracketed: true)) }
        for note in behind.notes.reversed() { add(note) }
    }

    private func readTails(_ text: Substring) -> (name: Substring, notes: [TitleNote]) {
        var name = text
        var notes: [TitleNote] = []
        search: while true {
            for (before, tail, isLoose) in TitleText.tails(of: name) {
                let note = TitleNote(tail, isBracketed: false)
                let isNote = isLoose ? note.kind == .edition || note.kind == .copy : note.kind != .name
                guard isNote, !TitleText.words(of: before).isEmpty else { continue }
                notes.append(note)
                name = before
                continue search
            }
            return (name, notes)
        }
    }

    private mutating func add(_ note: TitleNote) {
        words += note.kept
        editions += note.edition
        traits.formUnion(note.traits)
        if note.saysEP { saysEP = true }
        if note.kind == .copy { isMarkedCopy = true }
    }

    /// The name without brackets and tails may still end in `feat. Somebody`, `EP` or `Deluxe Edition`.
    private mutating func readName(_ name: Substring) {
        var all = TitleText.words(of: name)
        if let credit = all.dropFirst().firstIndex(where: { TitleWords.credits.contains(String($0)) }) {
            all.removeLast(all.count - credit)
        }
        if all.count > 1, all.last == "ep" {
            all.removeLast()
            saysEP = true
        }
        if let last = all.last,
            let phrase = TitlePhrases.trailing[last]?.first(where: {
                all.count > $0.count && all.suffix($0.count) == $0[...]
            })
        {
            editions += phrase
            all.removeLast(phrase.count)
            // `25th Anniversary Edition`, `2011 Remastered`.
            if all.count > 1, let last = all.last, NoteReading.isNumber(last), last.count == 4 || Int(last) == nil {
                all.removeLast()
            }
        }
        traits.formUnion(NameTraits.of(all))
        words = NoteReading(all).numbered
    }
}

/// What the name itself says, outside of any note: `Live at the Roxy`, `Song Remix`.
private enum NameTraits {
    private static let anywhere: [(words: [Substring], trait: TitleTrait)] = [
        (["live", "at"], .live), (["live", "from"], .live), (["mtv", "unplugged"], .live), (["ao", "vivo"], .live),
        (["en", "vivo"], .live), (["en", "directo"], .live), (["dal", "vivo"], .live), (["in", "concert"], .live),
        (["en", "concert"], .live), (["karaoke"], .karaoke), (["sped", "up"], .alteredSpeed),
        (["nightcore"], .alteredSpeed), (["slowed"], .alteredSpeed),
    ]
    private static let atEnd: [[Substring]: TitleTrait] = [
        ["remix"]: .remix, ["remixes"]: .remix, ["remixed"]: .remix, ["megamix"]: .remix,
        ["instrumentals"]: .instrumental,
        ["instrumental"]: .instrumental, ["unplugged"]: .live, ["demos"]: .demo, ["acoustic"]: .acoustic,
        ["ремикс"]: .remix, ["리믹스"]: .remix, ["リミックス"]: .remix,
    ]

    static func of(_ words: [Substring]) -> Set<TitleTrait> {
        var traits: Set<TitleTrait> = []
        for (phrase, trait) in anywhere where words.count >= phrase.count && words.contains(phrase[0]) {
            let places = 0...(words.count - phrase.count)
            if places.contains(where: { words[$0..<($0 + phrase.count)].elementsEqual(phrase) }) {
                traits.insert(trait)
            }
        }
        // A name that is nothing but the word is a name.
        if words.count > 1, let last = words.last, let trait = atEnd[[last]] { traits.insert(trait) }
        return traits
    }
}
