/// A release as it was when it turned up in one artist's list: all that decisions about it rest on, the same for
/// everybody. Kept with the list, so that a decision can be replayed.
public struct Sighting: Sendable, Hashable {
    /// When it was seen first in that list.
    public var seenAt: Timestamp
    /// Whether that was the first complete check of the list: the silent baseline.
    public var isBaseline: Bool
    /// How it was dated.
    public var date: ReleaseDate
    /// How it stood to its date.
    public var releaseClass: ReleaseClass
    /// What people call it.
    public var form: ReleaseForm
    /// What its title said of the recording.
    public var traits: Set<TitleTrait>
    /// Whether the list showed the same edition of the same family before.
    public var isCopy: Bool
    /// Countries in which that edition was out before, of a copy; nil where the source did not tell.
    public var copiedMarkets: Set<String>?
    /// Whether it came into the list with another artist's, of whom the source made one with this one.
    public var isMoved: Bool
    /// Whether it is by various artists.
    public var isByVariousArtists: Bool
    /// Countries in which it was out; nil where the source does not tell.
    public var markets: Set<String>?
    /// What spoke against its being the artist's.
    public var doubts: Set<Doubt>

    /// A sighting.
    public init(
        seenAt: Timestamp, isBaseline: Bool, date: ReleaseDate, releaseClass: ReleaseClass, form: ReleaseForm,
        traits: Set<TitleTrait> = [], isCopy: Bool = false, copiedMarkets: Set<String>? = nil, isMoved: Bool = false,
        isByVariousArtists: Bool = false, markets: Set<String>? = nil, doubts: Set<Doubt> = []
    ) {
        self.seenAt = seenAt
        self.isBaseline = isBaseline
        self.date = date
        self.releaseClass = releaseClass
        self.form = form
        self.traits = traits
        self.isCopy = isCopy
        self.copiedMarkets = copiedMarkets
        self.isMoved = isMoved
        self.isByVariousArtists = isByVariousArtists
        self.markets = markets
        self.doubts = doubts
    }

    /// Whether it brings nothing that was not out before to somebody in a country; nil stands for any.
    public func isCopy(in market: String?) -> Bool {
        guard isCopy, let market, let markets, let copiedMarkets else { return isCopy }
        return !markets.contains(market) || copiedMarkets.contains(market)
    }

    /// Whether doubts weigh enough to hold it.
    public var isDoubtful: Bool { doubts.reduce(0) { $0 + $1.weight } >= Doubt.threshold }

    /// All but when it was seen and whether at the baseline, as stored.
    public var text: String {
        var fields = [
            ("date", date.text), ("class", releaseClass.rawValue), ("form", form.rawValue),
            ("traits", KeyedText.list(traits)), ("copy", isCopy ? "1" : "0"),
            ("various", isByVariousArtists ? "1" : "0"), ("doubts", doubts.map(\.word).sorted().joined(separator: ",")),
        ]
        if isMoved { fields.append(("moved", "1")) }
        if let copiedMarkets { fields.append(("copied_markets", copiedMarkets.sorted().joined(separator: ","))) }
        if let markets { fields.append(("markets", markets.sorted().joined(separator: ","))) }
        return KeyedText(fields).text
    }

    /// Reads what `text` wrote; nil for anything else.
    public init?(text: String, seenAt: Timestamp, isBaseline: Bool) {
        let fields = KeyedText(text)
        guard let releaseClass = fields["class"].flatMap(ReleaseClass.init),
            let form = fields["form"].flatMap(ReleaseForm.init)
        else { return nil }
        self.init(
            seenAt: seenAt, isBaseline: isBaseline, date: ReleaseDate(fields["date"]), releaseClass: releaseClass,
            form: form, traits: fields.set("traits") ?? [], isCopy: fields["copy"] == "1",
            copiedMarkets: fields["copied_markets"].map { Set($0.split(separator: ",").map(String.init)) },
            isMoved: fields["moved"] == "1",
            isByVariousArtists: fields["various"] == "1",
            markets: fields["markets"].map { Set($0.split(separator: ",").map(String.init)) },
            doubts: Set((fields["doubts"] ?? "").split(separator: ",").compactMap { Doubt(word: $0) }))
    }
}
