/// A catalogue, and listeners who follow its artists: the same for the same seed, however large.
struct World: Sendable {
    var catalogue: Catalogue
    var listeners: [Listener]
    private var generator: SeededGenerator
    /// How often the catalogue has moved by hand; decides whose turn it is.
    private var turns = 0

    /// How many artists each listener follows, at most.
    private static let followCounts = [42, 18, 7, 1, 25]

    /// The world of that seed as it stands on that day.
    init(seed: UInt64, artistCount: Int, start: CalendarDay) {
        catalogue = Catalogue(seed: seed, artistCount: artistCount, today: start.daysSince1970)
        listeners = Listener.all
        generator = SeededGenerator(seed, 1)
        for index in listeners.indices { chooseFollows(of: index) }
    }

    /// Publishes something dated that day by artists who are followed, so that every listener has something new: one
    /// release may serve several. Returns the ids; none where nobody follows anybody.
    mutating func advance(on day: CalendarDay) -> [String] {
        var ids: [String] = []
        var heard: Set<String> = []
        turns += 1
        for place in listeners.indices {
            // Each listener is the first to choose now and then.
            let follows = listeners[(turns + place) % listeners.count].follows
            guard !follows.isEmpty, !follows.contains(where: heard.contains) else { continue }
            let followed = follows[(turns * 7 + place) % follows.count]
            guard let artist = catalogue.place(ofArtist: followed) else { continue }
            heard.insert(followed)
            ids.append(catalogue.publish(draft(by: artist, on: day)).id)
        }
        return ids
    }

    /// Something new by an artist: mostly a single.
    private mutating func draft(by artist: Int, on day: CalendarDay) -> ReleaseDraft {
        let isAlbum = generator.happens(percent: 30)
        return ReleaseDraft(
            name: TitleWords.title(&generator), artists: [artist], type: isAlbum ? .album : .single,
            group: isAlbum ? .album : .single, date: ReleaseDate(text: day.description, precision: .day),
            trackCount: isAlbum ? 8 + generator.below(7) : 1 + generator.below(2),
            label: generator.pick(TitleWords.labels))
    }

    private mutating func chooseFollows(of index: Int) {
        let count = catalogue.bornCount
        guard count > 0 else { return }
        let wanted = min(Self.followCounts[index], count)
        while listeners[index].follows.count < wanted {
            listeners[index].follow(catalogue.code.artist(1 + generator.below(count)))
        }
    }
}
