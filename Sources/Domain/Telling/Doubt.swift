/// What speaks against a release being by the artist in whose list it stands.
///
/// Impostors put releases on the pages of artists with plain names who have been quiet for years. One sign alone says
/// nothing: people do come back. The weights are chosen so that two signs, one of them strong, are needed.
public enum Doubt: Sendable, Hashable {
    /// Nothing by this artist for so many years.
    case silent(years: Int)
    /// A name of one word, which many may bear.
    case oneWordName
    /// The first digits of its UPC, those of its distributor, stand on no earlier release.
    case newDistributor
    /// The artist has published albums and nothing else, and this is none.
    case unusualForm
    /// Beside the artist stand two or more that never stood there before.
    case strangers(count: Int)
    /// So many people here have said that a release in this list was not the artist's.
    case denied(count: Int)

    /// What it weighs.
    public var weight: Int {
        switch self {
        case .silent(let years): years >= 5 ? 2 : years >= 3 ? 1 : 0
        case .oneWordName, .unusualForm, .strangers: 1
        case .newDistributor: 2
        case .denied(let count): min(2, count)
        }
    }

    /// From this sum of weights on a release is doubtful.
    public static let threshold = 3

    /// As stored: `silent:9`.
    var word: String {
        switch self {
        case .silent(let years): "silent:\(years)"
        case .oneWordName: "one_word_name"
        case .newDistributor: "new_distributor"
        case .unusualForm: "unusual_form"
        case .strangers(let count): "strangers:\(count)"
        case .denied(let count): "denied:\(count)"
        }
    }

    init?(word: Substring) {
        let parts = word.split(separator: ":")
        let count = parts.count > 1 ? Int(parts[1]) : nil
        switch (parts.first, count) {
        case ("silent", let years?): self = .silent(years: years)
        case ("one_word_name", _): self = .oneWordName
        case ("new_distributor", _): self = .newDistributor
        case ("unusual_form", _): self = .unusualForm
        case ("strangers", let count?): self = .strangers(count: count)
        case ("denied", let count?): self = .denied(count: count)
        default: return nil
        }
    }
}

/// What is known of an artist when a release turns up in their list.
public struct ArtistHistory: Sendable, Hashable {
    /// The name; empty if unknown.
    public var name: String
    /// How many releases stood in the list before.
    public var releases: Int
    /// The newest day among these; nil if none is known.
    public var newest: Day?
    /// Their forms.
    public var forms: Set<ReleaseForm>
    /// The ids of all who were ever credited beside the artist.
    public var companions: Set<String>
    /// UPCs of earlier releases.
    public var upcs: Set<String>
    /// How many people have said here that a release in the list was not this artist's, less those who said that one
    /// was.
    public var denials: Int

    /// A history.
    public init(
        name: String, releases: Int, newest: Day?, forms: Set<ReleaseForm>, companions: Set<String>, upcs: Set<String>,
        denials: Int
    ) {
        self.name = name
        self.releases = releases
        self.newest = newest
        self.forms = forms
        self.companions = companions
        self.upcs = upcs
        self.denials = denials
    }

    /// Releases below which a list says nothing of an artist's habits.
    public static let releasesMin = 3

    /// What speaks against a release of that form and those credits, seen on a day. Nothing, for an artist about whom
    /// too little is known, or whose distributor it comes from.
    public func doubts(
        about form: ReleaseForm, others: [String], upc: String?, seenOn day: Day
    ) -> Set<Doubt> {
        guard releases >= ArtistHistory.releasesMin, form != .appearsOn, form != .compilation else { return [] }
        var doubts: Set<Doubt> = []
        if let upc = upc.flatMap(ArtistHistory.distributor), upcs.count >= ArtistHistory.releasesMin {
            if upcs.contains(where: { ArtistHistory.distributor($0) == upc }) { return [] }
            doubts.insert(.newDistributor)
        }
        if let newest {
            let years = Int((day.number - newest.number) / 365)
            if years >= 3 { doubts.insert(.silent(years: years)) }
        }
        if !name.isEmpty, !name.contains(where: \.isWhitespace) { doubts.insert(.oneWordName) }
        if forms == [.album], form != .album { doubts.insert(.unusualForm) }
        let strangers = others.count { !companions.contains($0) }
        if strangers >= 2 { doubts.insert(.strangers(count: strangers)) }
        if denials > 0 { doubts.insert(.denied(count: denials)) }
        return doubts
    }

    /// The part of a UPC that names who had it made: a GS1 company prefix has six digits at least. Nil for what is no
    /// UPC.
    private static func distributor(_ upc: String) -> Substring? {
        guard (8...14).contains(upc.utf8.count), upc.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let padded = String(repeating: "0", count: 14 - upc.utf8.count) + upc
        return padded.prefix(8)
    }
}
