import Domain

/// Decisions in words: in a line, in a sentence, and rule by rule.
enum DecisionWords {
    /// What was decided, in a line.
    static func line(_ decision: Decision, form: ReleaseForm?, traits: Set<TitleTrait>) -> String {
        switch decision.rule {
        case .followedBefore: "Out before you followed"
        case .afterBaseline: "Out before the first check"
        case .notMoved: "Came with another artist, whom Spotify made one with this one"
        case .notACopy: "A copy of what the list had already"
        case .attribution: "Left out: you said that it is not theirs"
        case .notMuted: "Left out: the artist is muted"
        case .form: "Left out: \(form.map { plural($0) } ?? "its form") do not count"
        case .trait: "Left out: \(list(traits.map { name($0) }))"
        case .variousArtists: "Left out: various artists"
        case .market: "Left out: not out in your country"
        case .confirmed: "Unconfirmed"
        case .tier: decision.reach == .digest ? "Told, for digests" : "Told at once, as important"
        case .releaseClass: "Told on the page and in feeds"
        case .told: "Told at once"
        }
    }

    /// How far news goes.
    static func reach(_ reach: Reach) -> String {
        switch reach {
        case .push: "the page, feeds, and everything that tells you at once"
        case .digest: "the page, feeds, and the next digest"
        case .page: "the page and feeds"
        case .held: "this page alone, until you say whose it is"
        case .none: "nowhere"
        }
    }

    /// A form, as several are called.
    static func plural(_ form: ReleaseForm) -> String {
        switch form {
        case .album: "albums"
        case .ep: "EPs"
        case .single: "singles"
        case .compilation: "compilations"
        case .appearsOn: "appearances on others' releases"
        }
    }

    /// A kind of recording, as several are called.
    static func name(_ trait: TitleTrait) -> String {
        switch trait {
        case .remix: "remixes"
        case .live: "live recordings"
        case .acoustic: "acoustic, piano and orchestral versions"
        case .instrumental: "instrumentals"
        case .karaoke: "karaoke"
        case .alteredSpeed: "sped up and slowed versions"
        case .demo: "demos"
        case .commentary: "commentary"
        case .rerecording: "new recordings of old works"
        case .language: "versions in other languages"
        }
    }

    /// A class, as news of it is called.
    static func name(_ releaseClass: ReleaseClass) -> String {
        switch releaseClass {
        case .upcoming: "upcoming releases"
        case .out: "releases that are out"
        case .late: "late arrivals, up to 90 days after their date"
        case .backCatalogue: "back catalogue, older than that"
        case .newEdition: "new editions of what was known"
        }
    }

    /// How much an artist matters.
    static func name(_ tier: ArtistTier) -> String {
        switch tier {
        case .important: "Important"
        case .normal: "Normal"
        case .digestOnly: "Digest only"
        case .muted: "Muted"
        }
    }

    /// One sign that a release is somebody else's.
    static func doubt(_ doubt: Doubt) -> String {
        switch doubt {
        case .silent(let years): "nothing for \(CountWords.of(years, "year"))"
        case .oneWordName: "a name of one word, which many may bear"
        case .newDistributor: "a distributor that no earlier release had"
        case .unusualForm: "a form that the artist never used"
        case .strangers(let count): "\(CountWords.of(count, "other artist")) who never stood beside them"
        case .denied(let count):
            "\(CountWords.of(count, "person", "people")) here said of another that it was not theirs"
        }
    }

    /// All signs, the heaviest first, with what they weigh.
    static func doubts(_ doubts: Set<Doubt>) -> String {
        let sorted = doubts.sorted { ($0.weight, self.doubt($0)) > ($1.weight, self.doubt($1)) }
        let sum = doubts.reduce(0) { $0 + $1.weight }
        return
            "\(list(sorted.map { "\(self.doubt($0)) (\($0.weight))" })): \(sum) points, and \(Doubt.threshold) hold it"
    }

    /// `one, two and three`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last else { return "" }
        return words.count == 1 ? last : "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }
}
