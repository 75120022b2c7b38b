/// All artists and releases: those that the seed makes, worked out when somebody asks for them, and those added by
/// hand, which are kept.
struct Catalogue: Sendable {
    let seed: UInt64
    let code: IdentifierCode
    /// How many artists the seed makes. They stand at 1 and after; those added by hand follow.
    let bornCount: Int
    /// The last day of which anything is in the catalogue, in days since 1970.
    var today: Int
    private var addedNames: [String] = []
    private var releasesByHand: [Release] = []
    private var listsByHand: [Int: [Listing]] = [:]
    private var withdrawn: Set<ReleaseKey> = []
    private let lives = LifeCache()
    private let names = NameIndex()

    /// The artist that samplers are credited to.
    static let variousArtists = 0

    /// The catalogue of a seed on a day.
    init(seed: UInt64, artistCount: Int, today: Int) {
        self.seed = seed
        code = IdentifierCode(seed: seed)
        bornCount = artistCount
        self.today = today
    }

    // MARK: Artists

    /// The places of all artists but the collective.
    var places: Range<Int> { 1..<(1 + bornCount + addedNames.count) }

    /// The artist at a place.
    func artist(at place: Int) -> Artist {
        var generator = SeededGenerator(seed, 5, UInt64(place))
        return Artist(
            id: code.artist(place), name: name(ofArtist: place), isCollective: place == Self.variousArtists,
            followersElsewhere: generator.below(400_000), popularity: generator.below(85))
    }

    /// The name of the artist at a place.
    func name(ofArtist place: Int) -> String {
        if place == Self.variousArtists { return "Various Artists" }
        return place <= bornCount ? ArtistNames.name(place - 1) : addedNames[place - bornCount - 1]
    }

    /// The place of the artist with that id.
    func place(ofArtist id: String) -> Int? {
        guard case .artist(let place) = code.meaning(of: id), place < places.upperBound else { return nil }
        return place
    }

    /// Adds an artist without releases, and says where.
    @discardableResult
    mutating func addArtist(_ name: String) -> Int {
        addedNames.append(name)
        return bornCount + addedNames.count
    }

    /// The places of the artists that a search means, the best first.
    func places(matching query: SearchQuery) -> [Int] { names.places(places, matching: query, name: name(ofArtist:)) }

    // MARK: Releases

    /// The release with that id, if it is out and not withdrawn.
    func release(_ id: String) -> Release? {
        guard case .release(let key) = code.meaning(of: id) else { return nil }
        return release(key)
    }

    /// The track with that id, and its release.
    func track(_ id: String) -> (track: Track, release: Release)? {
        guard case .track(let number, let key) = code.meaning(of: id), let release = release(key),
            number <= release.trackCount
        else { return nil }
        return (Track(number, of: release, code: code), release)
    }

    /// The release of that key, if it is out and not withdrawn.
    func release(_ key: ReleaseKey) -> Release? {
        guard !withdrawn.contains(key) else { return nil }
        if key.artist == ReleaseKey.byHand {
            return releasesByHand.indices.contains(key.number) ? releasesByHand[key.number] : nil
        }
        guard let plan = plan(of: key), plan.appearance <= today else { return nil }
        return Release(plan, in: self)
    }

    private func plan(of key: ReleaseKey) -> ReleasePlan? {
        guard key.artist <= bornCount else { return nil }
        guard key.artist == Self.variousArtists else {
            let plans = life(of: key.artist).plans
            return plans.indices.contains(key.number) ? plans[key.number] : nil
        }
        let circle = Circle(number: key.number / Circle.samplersMax, artistCount: bornCount)
        let samplers = circle.samplers(seed: seed, through: today)
        let number = key.number % Circle.samplersMax
        return samplers.indices.contains(number) ? samplers[number] : nil
    }

    /// Publishes a release by hand. The newest stands first among those of one date.
    @discardableResult
    mutating func publish(_ draft: ReleaseDraft) -> Release {
        let key = ReleaseKey(artist: ReleaseKey.byHand, number: releasesByHand.count)
        let release = Release(draft, key: key, seed: seed, code: code)
        releasesByHand.append(release)
        for (artists, group) in [(release.artists, draft.group), (release.guests, .appearsOn)] {
            for artist in Set(artists) {
                let listing = Listing(
                    appearance: Appearance(release: key, group: group), sortKey: release.date.sortNumber,
                    hasMarkets: release.markets != nil)
                listsByHand[artist, default: []].append(listing)
            }
        }
        return release
    }

    /// Takes a release out of every list; false where there is none of that id.
    mutating func withdraw(_ id: String) -> Bool {
        guard let release = release(id) else { return false }
        withdrawn.insert(release.key)
        return true
    }

    // MARK: Lists

    /// What a market sees of an artist's releases in these groups, in Spotify's order: group by group, each newest
    /// first.
    func releases(of artist: Int, in groups: [ReleaseGroup], market: String?) -> [Appearance] {
        let born = life(of: artist).listings
        let byHand = listsByHand[artist] ?? []
        var found: [Appearance] = []
        found.reserveCapacity(born.count + byHand.count)
        for group in ReleaseGroup.allCases where groups.contains(group) {
            let own = byHand.reversed().filter { $0.appearance.group == group && isSeen($0, in: market) }
            let others = born.lazy.filter { $0.appearance.group == group && isSeen($0, in: market) }
            guard !own.isEmpty else {
                found.append(contentsOf: others.map(\.appearance))
                continue
            }
            let all = own + others
            found.append(contentsOf: (group == .appearsOn ? all : Self.newestFirst(all)).map(\.appearance))
        }
        return found
    }

    /// How many lines an artist's list has in all groups.
    func releaseCount(of artist: Int) -> Int {
        let isCounted = { (listing: Listing) in !withdrawn.contains(listing.appearance.release) }
        return life(of: artist).listings.count(where: isCounted) + (listsByHand[artist] ?? []).count(where: isCounted)
    }

    private func isSeen(_ listing: Listing, in market: String?) -> Bool {
        if !withdrawn.isEmpty, withdrawn.contains(listing.appearance.release) { return false }
        guard listing.hasMarkets, let market else { return true }
        return release(listing.appearance.release)?.isAvailable(in: market) == true
    }

    /// Stable: what was first among those of one date stays so.
    private static func newestFirst(_ listings: [Listing]) -> [Listing] {
        listings.enumerated().sorted { one, other in
            one.element.sortKey == other.element.sortKey
                ? one.offset < other.offset : one.element.sortKey > other.element.sortKey
        }.map(\.element)
    }

    private func life(of artist: Int) -> LifeCache.Life {
        guard artist <= bornCount else { return LifeCache.Life(plans: [], listings: []) }
        return lives.life(of: artist, on: today) { makeLife(of: artist) }
    }

    private func makeLife(of artist: Int) -> LifeCache.Life {
        guard artist != Self.variousArtists else {
            // The samplers of the first circles stand for all of them: a list of millions is of use to nobody.
            let circles = (0..<min(20, (bornCount + Circle.size - 1) / Circle.size))
            let plans = circles.flatMap {
                Circle(number: $0, artistCount: bornCount).samplers(seed: seed, through: today)
            }
            return LifeCache.Life(
                plans: [], listings: Self.newestFirst(plans.map { Listing($0, under: .compilation) }))
        }
        let circle = Circle(of: artist, artistCount: bornCount)
        let plans = ArtistLife.plans(of: artist, seed: seed, circle: circle, through: today)
        var own = plans.filter { $0.appearance <= today }.reversed().map { Listing($0, under: $0.group) }
        var guest = circle.samplers(seed: seed, through: today).map { Listing($0, under: .appearsOn) }
        for other in circle.members where other != artist {
            for plan in ArtistLife.plans(of: other, seed: seed, circle: circle, through: today)
            where plan.partner == artist && plan.appearance <= today {
                if plan.isPartnerCredited {
                    own.append(Listing(plan, under: plan.group))
                } else {
                    guest.append(Listing(plan, under: .appearsOn))
                }
            }
        }
        // Spotify lists this group in no order: here in that of the keys, which looks like none.
        guest.sort { $0.appearance.release.shuffled < $1.appearance.release.shuffled }
        return LifeCache.Life(plans: plans, listings: Self.newestFirst(own) + guest)
    }

    // MARK: Searches

    /// In how many lives a search looks for releases; further ones only by the artist's name.
    static let searchedMax = 1000

    /// What a search for releases goes through: the first artists of the world, those at the places given, and all by
    /// hand.
    func searched(and places: some Collection<Int>) -> [SearchEntry] {
        let first = lives.searched(on: today) { entries(of: self.places.prefix(Self.searchedMax)) }
        let others = entries(of: places.filter { $0 > Self.searchedMax && $0 <= bornCount })
        let byHand = releasesByHand.map(entry)
        return (first + others + byHand).filter { !withdrawn.contains($0.release.key) }
    }

    private func entries(of places: some Collection<Int>) -> [SearchEntry] {
        places.flatMap { place in
            life(of: place).plans.filter { $0.appearance <= today }.map { entry(Release($0, in: self)) }
        }
    }

    private func entry(_ release: Release) -> SearchEntry {
        SearchEntry(release, artists: release.artists.map(name))
    }
}

extension Listing {
    fileprivate init(_ plan: ReleasePlan, under group: ReleaseGroup) {
        self.init(
            appearance: Appearance(release: plan.key, group: group), sortKey: plan.sortKey, hasMarkets: plan.hasMarkets)
    }
}

extension ReleaseKey {
    /// A number that says nothing, for lists in no order.
    fileprivate var shuffled: UInt64 { SeededGenerator.mixed(UInt64(artist) << 24 | UInt64(number)) }
}
