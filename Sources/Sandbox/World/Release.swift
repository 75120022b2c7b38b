/// One release as one catalogue entry: another edition or market copy is another entry with its own id.
struct Release: Sendable {
    let key: ReleaseKey
    let id: String
    let name: String
    /// Places of the credited artists in the catalogue.
    let artists: [Int]
    /// Places of artists who only take part: the release stands in their lists as `appears_on`.
    let guests: [Int]
    let type: ReleaseType
    let date: ReleaseDate
    let trackCount: Int
    let isExplicit: Bool
    let upc: String
    let label: String
    /// Where it can be played; nil is everywhere.
    let markets: [String]?

    /// Whether somebody in that market sees it; nil is nobody in particular, who sees everything.
    func isAvailable(in market: String?) -> Bool {
        guard let markets, let market else { return true }
        return markets.contains(market)
    }

    /// What was published by hand.
    init(_ draft: ReleaseDraft, key: ReleaseKey, seed: UInt64, code: IdentifierCode) {
        self.key = key
        id = code.release(key)
        name = draft.name
        artists = draft.artists
        guests = draft.guests
        type = draft.type
        date = draft.date
        trackCount = draft.trackCount
        isExplicit = draft.isExplicit
        upc = draft.upc ?? Self.upc(of: key, seed: seed)
        label = draft.label
        markets = draft.markets
    }

    /// What a life has planned, with the names and numbers that follow from it.
    init(_ plan: ReleasePlan, in catalogue: Catalogue) {
        key = plan.key
        id = catalogue.code.release(plan.key)
        // Editions and copies of one album draw the same, and so have its name.
        var generator = SeededGenerator(catalogue.seed, 33, UInt64(plan.key.artist), UInt64(plan.base))
        let title = TitleWords.title(&generator)
        label = generator.pick(TitleWords.labels)
        let albumTracks = 8 + generator.below(7)
        let circle = Circle(of: max(1, plan.key.artist), artistCount: catalogue.bornCount)
        var all = [plan.key.artist]
        var others = plan.partner > 0 ? [plan.partner] : []
        switch plan.kind {
        case .album, .cleanCopy, .marketCopy:
            name = title
            trackCount = albumTracks
        case .deluxe:
            name =
                title
                + generator.pick([" (Deluxe Edition)", " (Deluxe)", " (Expanded Edition)", " (Late Night Version)"])
            trackCount = albumTracks + 4
        case .ep:
            name = title + " - EP"
            trackCount = 4 + generator.below(3)
        case .single:
            let suffix =
                generator.happens(percent: 8)
                ? generator.pick([" (Acoustic)", " (Live at the Boathouse)", " - Radio Edit", " (Remix)"]) : ""
            trackCount = 1 + generator.below(2)
            // A few have lost their names.
            if plan.key.number == 5, plan.key.artist % 12 == 4 {
                name = ""
            } else if plan.isPartnerCredited, plan.partner > 0 {
                name = "\(title) (feat. \(catalogue.name(ofArtist: plan.partner)))"
            } else {
                name = title + suffix
            }
        case .bestOf:
            name =
                generator.pick(["The Best of ", "Collected: ", "A Short Guide to "])
                + catalogue.name(ofArtist: plan.key.artist)
            trackCount = 20
        case .sampler:
            let number = plan.key.number % Circle.samplersMax
            name = "\(generator.pick(["Slow Morning", "Night Bus", "Kitchen Table", "First Frost"])) Vol. \(number + 1)"
            trackCount = 18
            all = [Catalogue.variousArtists]
            others = Array(
                Circle(number: plan.key.number / Circle.samplersMax, artistCount: catalogue.bornCount).members)
        }
        if plan.isPartnerCredited, circle.members.contains(plan.partner) {
            all.append(plan.partner)
            others = []
        }
        artists = all
        guests = others
        type =
            switch plan.group {
            case .album: .album
            case .single: .single
            case .compilation, .appearsOn: .compilation
            }
        date = plan.date
        isExplicit = plan.isExplicit
        upc = Self.upc(of: plan.key, seed: catalogue.seed)
        markets = plan.hasMarkets ? (plan.kind == .marketCopy ? Markets.elsewhere : Markets.northAmerica) : nil
    }

    private static func upc(of key: ReleaseKey, seed: UInt64) -> String {
        var generator = SeededGenerator(seed, 6, UInt64(key.artist), UInt64(key.number))
        return String(190_000_000_000 + generator.below(9_999_999_999))
    }
}
