/// Brings titles that look alike to the same characters: Unicode's compatibility forms, case, composed letters, dashes,
/// quotes and spaces.
///
/// A table of what stands in titles, since compatibility composition (UAX #15, NFKC) is neither in the standard library
/// nor in FoundationEssentials.
enum TitleFolding {
    /// The folded title; letters are composed, lower case, and as wide as letters usually are.
    static func fold(_ title: String) -> String {
        // Most titles are nothing else, and need no more than their case.
        if title.utf8.allSatisfy({ $0 < 0x80 }) { return title.lowercased() }
        var compatible = String.UnicodeScalarView()
        for scalar in title.unicodeScalars { append(scalar, to: &compatible) }
        var folded = ""
        for character in String(compatible).lowercased() {
            folded.append(precomposed(character))
        }
        return folded
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String.UnicodeScalarView) {
        let value = scalar.value
        switch value {
        case 0x00...0x7F: text.append(scalar)
        case 0xFF01...0xFF5E: text.append(Unicode.Scalar(UInt8(value - 0xFEE0)))
        case 0xFF61...0xFF9F: text.append(halfWidth[Int(value - 0xFF61)])
        case 0x1D400...0x1D6A3:
            // Mathematical letters: thirteen alphabets of 26 capitals and 26 small letters.
            let place = (value - 0x1D400) % 52
            text.append(Unicode.Scalar(UInt8(place < 26 ? 0x61 + place : 0x61 + place - 26)))
        case 0x1D7CE...0x1D7FF: text.append(Unicode.Scalar(UInt8(0x30 + (value - 0x1D7CE) % 10)))
        case 0x2460...0x2473: text.append(contentsOf: String(value - 0x245F).unicodeScalars)
        case 0x2160...0x216B, 0x2170...0x217B: text.append(contentsOf: romans[Int(value & 0xF)].unicodeScalars)
        case 0x24B6...0x24CF: text.append(Unicode.Scalar(UInt8(0x61 + value - 0x24B6)))
        case 0x24D0...0x24E9: text.append(Unicode.Scalar(UInt8(0x61 + value - 0x24D0)))
        default:
            if let replacement = replacements[scalar] {
                text.append(contentsOf: replacement.unicodeScalars)
            } else if scalar.properties.isWhitespace {
                text.append(" ")
            } else if scalar.properties.generalCategory != .format, scalar.properties.generalCategory != .control {
                text.append(scalar)
            }
        }
    }

    private static let romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

    /// U+FF61 to U+FF9F; the two marks at the end join the letter before them.
    private static let halfWidth = Array(
        "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
            .unicodeScalars)

    private static let replacements: [Unicode.Scalar: String] = [
        "\u{2018}": "'", "\u{2019}": "'", "\u{201A}": "'", "\u{201B}": "'", "\u{2032}": "'", "\u{02BC}": "'",
        "\u{00B4}": "'",
        "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{2033}": "\"", "\u{00AB}": "\"", "\u{00BB}": "\"",
        "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-", "\u{2014}": "-", "\u{2015}": "-",
        "\u{2212}": "-", "\u{FE63}": "-", "\u{2E3A}": "-",
        "\u{301C}": "~", "\u{223C}": "~", "\u{2053}": "~",
        "\u{3008}": "(", "\u{3009}": ")", "\u{3010}": "[", "\u{3011}": "]", "\u{3014}": "[", "\u{3015}": "]",
        "\u{3016}": "[", "\u{3017}": "]",
        "\u{FB00}": "ff", "\u{FB01}": "fi", "\u{FB02}": "fl", "\u{FB03}": "ffi", "\u{FB04}": "ffl",
        "\u{00DF}": "ss", "\u{1E9E}": "ss", "\u{03C2}": "σ", "\u{0130}": "i", "\u{017F}": "s",
        "\u{00B9}": "1", "\u{00B2}": "2", "\u{00B3}": "3", "\u{2070}": "0", "\u{2074}": "4", "\u{2075}": "5",
        "\u{2076}": "6", "\u{2077}": "7", "\u{2078}": "8", "\u{2079}": "9",
        "\u{2080}": "0", "\u{2081}": "1", "\u{2082}": "2", "\u{2083}": "3", "\u{2084}": "4",
        "\u{00BD}": "1/2", "\u{00BC}": "1/4", "\u{00BE}": "3/4",
        "\u{2026}": "...", "\u{2116}": "no", "\u{2122}": "", "\u{00AE}": "", "\u{00A9}": "", "\u{2120}": "",
        "\u{2022}": "·", "\u{30FB}": "·", "\u{2027}": "·",
    ]

    /// The character as one scalar where there is one for it (UAX #15, NFC). Characters are equal if canonically
    /// equivalent, so that looking one up by the composed form finds the taken-apart one too.
    private static func precomposed(_ character: Character) -> Character {
        guard character.unicodeScalars.count > 1 else { return character }
        // What other rules of case than the Turkish make of "İ".
        if character == "i\u{307}" { return "i" }
        return composed[character] ?? hangul(character) ?? character
    }

    private static let composed: [Character: Character] = {
        let ranges: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x374...0x52F, 0x1E00...0x1FFF, 0x3041...0x30FE]
        var table: [Character: Character] = [:]
        for scalar in ranges.joined().compactMap(Unicode.Scalar.init) where scalar.properties.isAlphabetic {
            table[Character(scalar)] = Character(scalar)
        }
        return table
    }()

    /// A syllable of leading, vowel and trailing letters (The Unicode Standard §3.12).
    private static func hangul(_ character: Character) -> Character? {
        let letters = character.unicodeScalars.map(\.value)
        guard (2...3).contains(letters.count), (0x1100...0x1112).contains(letters[0]),
            (0x1161...0x1175).contains(letters[1])
        else { return nil }
        var syllable = 0xAC00 + ((letters[0] - 0x1100) * 21 + letters[1] - 0x1161) * 28
        if letters.count == 3 {
            guard (0x11A8...0x11C2).contains(letters[2]) else { return nil }
            syllable += letters[2] - 0x11A7
        }
        return Unicode.Scalar(syllable).map { Character($0) }
    }
}
