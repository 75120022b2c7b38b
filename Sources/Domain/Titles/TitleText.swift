/// Takes a folded title apart: what stands in brackets or behind a dash, and the rest.
enum TitleText {
    private static let closing: [Character: Character] = ["(": ")", "[": "]", "{": "}"]

    /// Words without the punctuation at their ends, in one spelling. A word that is nothing but punctuation stays.
    static func words(of text: some StringProtocol) -> [Substring] {
        var words: [Substring] = []
        for word in text.split(whereSeparator: isSpace) where !(word.count == 1 && word.first.map(isMark) ?? false) {
            var plain = Substring(word)
            if plain.contains(where: { $0.isLetter || $0.isNumber }) {
                while let last = plain.last, last == "." || last == ":" || last == "-" || last == "~" {
                    plain.removeLast()
                }
                while let first = plain.first, first == "-" || first == "~" || first == "." { plain.removeFirst() }
            }
            // `vol.2`, `pt.1`
            if let dot = plain.firstIndex(of: "."), let synonym = TitleWords.synonyms[String(plain[..<dot])],
                plain[plain.index(after: dot)...].allSatisfy(\.isNumber)
            {
                words += [Substring(synonym), plain[plain.index(after: dot)...]]
            } else {
                words.append(TitleWords.synonyms[String(plain)].map { Substring($0) } ?? plain)
            }
        }
        return words
    }

    private static func isSpace(_ character: Character) -> Bool {
        character == " " || character == "\t" || character == "\n" || character == "," || character == ";"
            || character == "\""
    }

    /// Alone between two spaces it parts words and says nothing.
    private static func isMark(_ character: Character) -> Bool {
        character == "-" || character == "/" || character == "|" || character == "~" || character == "·"
            || character == ":"
    }

    /// The text outside of brackets, and what stands inside each. A bracket that is never closed is a character like
    /// others.
    static func brackets(in text: String) -> (outside: String, notes: [Substring]) {
        guard text.contains(where: { closing[$0] != nil }) else { return (text, []) }
        var outside = ""
        var notes: [Substring] = []
        var index = text.startIndex
        while index < text.endIndex {
            if let end = end(ofBracketAt: index, in: text) {
                notes.append(text[text.index(after: index)..<end])
                outside.append(" ")
                index = text.index(after: end)
            } else {
                outside.append(text[index])
                index = text.index(after: index)
            }
        }
        return (outside, notes)
    }

    private static func end(ofBracketAt start: String.Index, in text: String) -> String.Index? {
        let open = text[start]
        guard let close = closing[open] else { return nil }
        var depth = 0
        for index in text[start...].indices {
            if text[index] == open { depth += 1 }
            if text[index] == close {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }

    /// What may be a note at the end, each with what stands before it: behind the last spaced dash, stroke or colon, or
    /// between dashes or waves as Japanese titles have it (`Title -Deluxe Edition-`).
    static func tails(of text: Substring) -> [(before: Substring, tail: Substring, isLoose: Bool)] {
        var tails: [(Substring, Substring, Bool)] = []
        let text = trimmed(text)
        for mark in ["-", "~"] as [Character] where text.last == mark {
            let inner = text.dropLast()
            if let start = inner.lastIndex(of: mark), start > inner.startIndex,
                text[text.index(before: start)] == " "
            {
                tails.append((text[..<start], inner[inner.index(after: start)...], false))
            }
        }
        for (separator, isLoose) in [(" - ", false), (" ~ ", false), (" / ", true), (": ", true), (" | ", true)] {
            if let range = lastRange(of: separator, in: text), range.lowerBound > text.startIndex {
                tails.append((text[..<range.lowerBound], text[range.upperBound...], isLoose))
            }
        }
        return tails
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }

    private static func lastRange(of needle: String, in text: Substring) -> Range<Substring.Index>? {
        var found: Range<Substring.Index>?
        for index in text.indices where text[index...].hasPrefix(needle) {
            found = index..<text.index(index, offsetBy: needle.count)
        }
        return found
    }
}
