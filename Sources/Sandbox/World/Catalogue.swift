/// All artists and releases.
struct Catalogue: Sendable {
    private(set) var artists: [Artist] = []
    private(set) var releases: [Release] = []
    private var artistPlaces: [String: Int] = [:]
    private var releasePlaces: [String: Int] = [:]
    private var tracks: [String: (release: Int, number: Int)] = [:]
    private var releasesIndexedForTracks = 0
    /// Whether any release was ever limited to some markets: few worlds have one.
    private var hasMarkets = false
    private let seed: UInt64

    /// The artist that samplers are credited to.
    static let variousArtists = 0

    /// A catalogue of nothing.
    init(seed: UInt64) {
        self.seed = seed
        addArtist("Various Artists", isCollective: true)
    }

    /// The place of the artist with that id.
    func place(ofArtist id: String) -> Int? { artistPlaces[id] }

    /// The release with that id, unless withdrawn.
    func release(_ id: String) -> Release? {
        releasePlaces[id].map { releases[$0] }.flatMap { $0.isWithdrawn ? nil : $0 }
    }

    /// The track with that id, and its release. Tracks follow from releases, so the first question costs a walk through
    /// them, the next only through what has come since.
    mutating func track(_ id: String) -> (track: Track, release: Release)? {
        for place in releasesIndexedForTracks..<releases.count {
            for number in 1...releases[place].trackCount {
                tracks[Identifier.track(number, ofRelease: releases[place].id)] = (place, number)
            }
        }
        releasesIndexedForTracks = releases.count
        guard let (place, number) = tracks[id], !releases[place].isWithdrawn else { return nil }
        return (Track(number, of: releases[place]), releases[place])
    }

    /// Adds an artist without releases, and says where.
    @discardableResult
    mutating func addArtist(_ name: String, isCollective: Bool = false) -> Int {
        let place = artists.count
        var generator = SeededGenerator(seed, 5, UInt64(place))
        let artist = Artist(
            id: Identifier.make(.artist, seed: seed, number: place), name: name,
            searchKey: SearchQuery.key(name), isCollective: isCollective,
            followersElsewhere: generator.below(400_000), popularity: generator.below(85))
        artists.append(artist)
        artistPlaces[artist.id] = place
        return place
    }

    /// Adds a release to the lists of its artists and guests. The newest stands first among those of one date.
    @discardableResult
    mutating func publish(_ draft: ReleaseDraft) -> Release {
        let place = releases.count
        var generator = SeededGenerator(seed, 6, UInt64(place))
        let release = Release(
            id: Identifier.make(.release, seed: seed, number: place), name: draft.name,
            searchKey: SearchQuery.key(draft.name), artists: draft.artists,
            guests: draft.guests, type: draft.type, group: draft.group, date: draft.date,
            trackCount: draft.trackCount, isExplicit: draft.isExplicit,
            upc: draft.upc ?? String(190_000_000_000 + generator.below(9_999_999_999)), label: draft.label,
            markets: draft.markets)
        if draft.markets != nil { hasMarkets = true }
        releases.append(release)
        releasePlaces[release.id] = place
        for artist in release.artists { list(place, under: draft.group, of: artist) }
        for guest in release.guests { list(place, under: .appearsOn, of: guest) }
        return release
    }

    /// Takes a release out of every list; false where there is none of that id.
    mutating func withdraw(_ id: String) -> Bool {
        guard let place = releasePlaces[id], !releases[place].isWithdrawn else { return false }
        releases[place].isWithdrawn = true
        for artist in releases[place].artists + releases[place].guests {
            for group in ReleaseGroup.allCases { artists[artist].discography[group].removeAll { $0 == place } }
        }
        return true
    }

    private mutating func list(_ place: Int, under group: ReleaseGroup, of artist: Int) {
        var list = artists[artist].discography[group]
        guard !list.contains(place) else { return }
        if group == .appearsOn {
            // Spotify lists this group in no order.
            list.insert(place, at: Int(Identifier.hash(releases[place].id) % UInt64(list.count + 1)))
        } else {
            let key = releases[place].date.sortKey
            list.insert(place, at: list.firstIndex { releases[$0].date.sortKey <= key } ?? list.count)
        }
        artists[artist].discography[group] = list
    }

    /// What a market sees of an artist's releases in these groups, in Spotify's order: group by group, each newest first.
    func releases(of artist: Int, in groups: [ReleaseGroup], market: String?) -> [Appearance] {
        var found: [Appearance] = []
        for group in ReleaseGroup.allCases where groups.contains(group) {
            for release in artists[artist].discography[group]
            where market == nil || !hasMarkets || releases[release].isAvailable(in: market) {
                found.append(Appearance(release: release, group: group))
            }
        }
        return found
    }
}
