/// What a phrase in a title's note means.
enum PhraseMeaning: Sendable, Hashable {
    case copy
    case edition
    case work(TitleTrait)
    case part
}

/// The phrases of `TitleWords`, made ready for looking up.
enum TitlePhrases {
    struct Phrase: Sendable {
        let words: [Substring]
        let meaning: PhraseMeaning
        let isWeak: Bool
    }

    /// By their first word, longest first.
    static let byFirstWord: [Substring: [Phrase]] = {
        var table: [Substring: [Phrase]] = [:]
        for (text, meaning) in all where !isUnspaced(text) {
            let phrase = Phrase(
                words: TitleText.words(of: text), meaning: meaning, isWeak: TitleWords.weak.contains(text))
            guard let first = phrase.words.first else { continue }
            // A word of two lists means what the first list says.
            if table[first]?.contains(where: { $0.words == phrase.words }) == true { continue }
            table[first, default: []].append(phrase)
        }
        return table.mapValues { phrases in phrases.sorted { $0.words.count > $1.words.count } }
    }()

    /// The longest phrase of a script without spaces that stands anywhere in a word.
    static func unspaced(in word: Substring) -> Phrase? {
        // Most words are of other scripts.
        guard word.utf8.contains(where: { $0 >= 0xE0 }) else { return nil }
        var longest: (phrase: Phrase, length: Int)?
        for index in word.indices {
            for (text, phrase) in unspacedByFirst[word[index], default: []]
            where text.count > longest?.length ?? 0 && word[index...].hasPrefix(text) {
                longest = (phrase, text.count)
            }
        }
        return longest?.phrase
    }

    private static let unspacedByFirst: [Character: [(String, Phrase)]] = {
        var table: [Character: [(String, Phrase)]] = [:]
        for (text, meaning) in all where isUnspaced(text) {
            let phrase = Phrase(words: [text[...]], meaning: meaning, isWeak: TitleWords.weak.contains(text))
            if let first = text.first { table[first, default: []].append((text, phrase)) }
        }
        return table
    }()

    /// Phrases that mean an edition without brackets or a dash too, at a title's end: by their last word, longest
    /// first.
    static let trailing: [Substring: [[Substring]]] = {
        let phrases = all.filter { text, meaning in
            guard meaning == .edition || meaning == .copy, !isUnspaced(text) else { return false }
            let words = TitleText.words(of: text)
            return words.count > 1 && words.contains { trailingHeads.contains($0) } || trailingWords.contains(text)
        }
        return Dictionary(grouping: phrases.map { TitleText.words(of: $0.text) }) { $0.last ?? "" }
            .mapValues { $0.sorted { $0.count > $1.count } }
    }()

    private static let trailingHeads: Set<Substring> = [
        "edition", "version", "édition", "edición", "edição", "edizione", "editie", "edycja", "издание", "remaster",
        "deluxe",
    ]
    private static let trailingWords: Set<String> = [
        "deluxe", "remastered", "sonderedition", "jubiläumsedition", "reissue", "repackage",
    ]

    /// Works first: what is live stays so in any edition.
    private static let all: [(text: String, meaning: PhraseMeaning)] = {
        var all: [(String, PhraseMeaning)] = []
        for trait in TitleTrait.allCases {
            for text in TitleWords.works[trait, default: [:]].values { all += split(text).map { ($0, .work(trait)) } }
        }
        for text in TitleWords.copies.values { all += split(text).map { ($0, .copy) } }
        for text in TitleWords.editions.values { all += split(text).map { ($0, .edition) } }
        for text in TitleWords.parts.values { all += split(text).map { ($0, .part) } }
        return all
    }()

    private static func split(_ list: String) -> [String] {
        list.split { $0 == "," || $0 == "\n" }.map { TitleFolding.fold(String($0.drop { $0 == " " })) }
            .filter { !$0.isEmpty }
    }

    /// Whether a phrase is of a script that puts no spaces between words: kana, Han, Hangul, Thai.
    static func isUnspaced(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x0E00...0x0E7F, 0x3040...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7A3: true
            default: false
            }
        }
    }
}
