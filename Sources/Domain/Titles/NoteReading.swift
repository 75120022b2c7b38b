/// The words of a note, each with what it means.
struct NoteReading: Sendable {
    private(set) var traits: Set<TitleTrait> = []
    private(set) var hasEdition = false
    private(set) var hasCopy = false
    private(set) var hasParts = false
    /// Whether a word says something wherever it stands.
    private(set) var isStrong = false
    /// Whether there is nothing else in the note than known words, fillers and numbers.
    private(set) var isExhaustive = true
    /// What is left without the words of editions and copies, fillers and numbers that count nothing named here.
    private(set) var kept: [Substring] = []
    /// The words of editions, and numbers such as their year.
    private(set) var editionWords: [Substring] = []
    /// All words, numbers behind `part` and the like as digits.
    private(set) var numbered: [Substring] = []

    init(_ words: [Substring]) {
        var index = 0
        while index < words.count {
            let rest = words[index...]
            if let phrase = TitlePhrases.byFirstWord[words[index]]?.first(where: { rest.starts(with: $0.words) }) {
                note(phrase.meaning, phrase.words, isWeak: phrase.isWeak)
                index += phrase.words.count
                if phrase.meaning == .part, index < words.count, let number = NoteReading.digits(words[index]) {
                    kept.append(number)
                    numbered.append(number)
                    index += 1
                }
            } else {
                noteOther(words[index])
                index += 1
            }
        }
    }

    private mutating func note(_ meaning: PhraseMeaning, _ words: [Substring], isWeak: Bool) {
        if !isWeak { isStrong = true }
        numbered += words
        switch meaning {
        case .copy: hasCopy = true
        case .edition:
            hasEdition = true
            editionWords += words
        case .work(let trait):
            traits.insert(trait)
            kept += words.filter { $0 != "version" && $0 != "the" }
        case .part:
            hasParts = true
            kept += words
        }
    }

    private mutating func noteOther(_ word: Substring) {
        numbered.append(word)
        if let phrase = TitlePhrases.unspaced(in: word) {
            // The whole word: nothing but what the phrase is part of stands between two spaces.
            note(phrase.meaning, [word], isWeak: phrase.isWeak)
            numbered.removeLast()
            return
        }
        if TitleWords.fillers.contains(String(word)) { return }
        if NoteReading.isNumber(word) {
            editionWords.append(word)
        } else {
            kept.append(word)
            isExhaustive = false
        }
    }

    /// `2011`, `25th`, `10e`, `20º`.
    static func isNumber(_ word: Substring) -> Bool {
        let digits = word.prefix { $0.isNumber }
        return !digits.isEmpty && word.count - digits.count <= 3
    }

    private static let romans: [Substring: Substring] = [
        "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
        "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    ]

    /// A number in digits, however it is written; nil for what is none.
    static func digits(_ word: Substring) -> Substring? { romans[word] ?? (isNumber(word) ? word : nil) }
}
