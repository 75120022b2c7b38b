import Domain
import Testing

struct TitleTests {
    private func key(_ title: String, of pair: TitleSamples.Pair) -> FamilyKey {
        FamilyKey(
            SourceRelease(
                id: title, title: title, type: pair.isSingle ? .single : .album, date: .unknown,
                artists: [SourceArtist(id: "a", name: "A")]))
    }

    @Test(arguments: TitleSamples.same)
    func `copies and editions of one work have one key`(_ pair: TitleSamples.Pair) {
        #expect(key(pair.one, of: pair) == key(pair.other, of: pair))
    }

    @Test(arguments: TitleSamples.different)
    func `works that are told apart have two`(_ pair: TitleSamples.Pair) {
        #expect(key(pair.one, of: pair) != key(pair.other, of: pair))
    }

    @Test func `there are a few hundred samples, and no key depends on how a title is cased or composed`() {
        #expect(TitleSamples.same.count + TitleSamples.different.count > 350)
        for pair in TitleSamples.same + TitleSamples.different {
            for title in [pair.one, pair.other] {
                let read = ReadTitle(title)
                #expect(ReadTitle(title.uppercased()).key == ReadTitle(title.uppercased().lowercased()).key)
                #expect(ReadTitle("  \(title) ") == read)
                // What the key says is read again as the same.
                #expect(!read.key.isEmpty)
            }
        }
    }

    @Test(arguments: TitleSamples.traits.indices)
    func `a title tells what kind of recording it is`(_ index: Int) {
        let (title, traits) = TitleSamples.traits[index]
        #expect(Set(ReadTitle(title).traits.map(\.rawValue)) == traits, "\(title)")
    }

    @Test func `editions of one work are told from its copies`() {
        for (one, other, areCopies) in [
            ("Blue", "BLUE", true), ("Blue", "Blue (Clean)", true), ("Blue [Explicit]", "Blue", true),
            ("Blue", "Blue (Deluxe)", false), ("Blue (Deluxe)", "Blue (Deluxe) [Explicit]", true),
            ("Blue (Deluxe)", "Blue (Expanded Edition)", false),
            ("Blue (2011 Remaster)", "Blue (2021 Remaster)", false),
            ("Blue", "Blue (feat. Somebody)", true), ("Blue - Single", "Blue", true),
        ] {
            #expect((ReadTitle(one).edition == ReadTitle(other).edition) == areCopies, "\(one) | \(other)")
        }
        #expect(!ReadTitle("Deluxe").isEdition)
        #expect(ReadTitle("Blue (Deluxe)").isEdition)
        #expect(!ReadTitle("Blue (Explicit)").isEdition)
        #expect(ReadTitle("Blue (Explicit)").isMarkedCopy)
    }

    /// Titles that no table foresees: whatever they are, reading ends, and the same text gives the same key.
    @Test func `any text can be read`() {
        var numbers = SystemRandomNumberGenerator()
        let pieces = [
            "(", ")", "[", "]", "-", " - ", "~", ":", " ", "Deluxe", "Live", "at", "feat.", "Part", "II", "版", "ライブ",
            "é",
            "\u{301}", "🎺", "\u{200D}", "'", "\"", ",", "ep", "{", "Edition", "/", "ｶﾞ", "\0", "İ",
        ]
        for _ in 0..<3000 {
            let title = (0..<Int.random(in: 0...12, using: &numbers)).map { _ in
                pieces.randomElement(using: &numbers) ?? ""
            }.joined()
            #expect(ReadTitle(title).key == ReadTitle(title).key)
        }
    }
}
