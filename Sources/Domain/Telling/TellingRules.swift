/// What counts for one person: the page "What counts".
public struct TellingRules: Sendable, Hashable {
    /// Which forms are told.
    public var forms: Set<ReleaseForm>
    /// Kinds of recordings that are not.
    public var leftOut: Set<TitleTrait>
    /// Classes that are told at once; the others stand on the page and in feeds.
    public var pushed: Set<ReleaseClass>
    /// Whether releases by various artists are left out.
    public var leavesOutVariousArtists: Bool
    /// The country, as two capital letters (ISO 3166-1), in which a release must be out where the source tells; nil for
    /// any.
    public var market: String?
    /// Whether what may be somebody else's is held until somebody has looked.
    public var holdsDoubtful: Bool

    /// Rules; without arguments those of whoever has chosen nothing (design §12).
    public init(
        forms: Set<ReleaseForm> = ReleaseForm.standard, leftOut: Set<TitleTrait> = [],
        pushed: Set<ReleaseClass> = [.upcoming, .out, .late], leavesOutVariousArtists: Bool = true,
        market: String? = nil,
        holdsDoubtful: Bool = true
    ) {
        self.forms = forms
        self.leftOut = leftOut
        self.pushed = pushed
        self.leavesOutVariousArtists = leavesOutVariousArtists
        self.market = market
        self.holdsDoubtful = holdsDoubtful
    }

    /// Lists that must be checked beside the standard ones.
    public var optionalGroups: Set<ReleaseGroup> { Set(forms.compactMap(\.optionalGroup)) }

    /// As stored: `forms=album,ep left_out= pushed=out various=0 market=DE doubtful=1`.
    public var text: String {
        KeyedText([
            ("forms", KeyedText.list(forms)), ("left_out", KeyedText.list(leftOut)),
            ("pushed", KeyedText.list(pushed)), ("various", leavesOutVariousArtists ? "0" : "1"),
            ("market", market ?? ""), ("doubtful", holdsDoubtful ? "0" : "1"),
        ]).text
    }

    /// Reads what `text` wrote. What is missing is as for whoever has chosen nothing, so that a later program may add
    /// rules.
    public init(text: String) {
        let fields = KeyedText(text)
        self.init()
        if let forms: Set<ReleaseForm> = fields.set("forms") { self.forms = forms }
        if let leftOut: Set<TitleTrait> = fields.set("left_out") { self.leftOut = leftOut }
        if let pushed: Set<ReleaseClass> = fields.set("pushed") { self.pushed = pushed }
        if let various = fields["various"] { leavesOutVariousArtists = various == "0" }
        if let market = fields["market"], !market.isEmpty { self.market = market }
        if let doubtful = fields["doubtful"] { holdsDoubtful = doubtful == "0" }
    }
}
