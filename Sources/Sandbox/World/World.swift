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

    /// Publishes something dated that day by an artist somebody follows, each listener in turn. Returns its id; nil where
    /// nobody follows anybody.
    mutating func advance(on day: CalendarDay) -> String? {
        for _ in listeners.indices {
            let listener = listeners[turns % listeners.count]
            turns += 1
            guard !listener.follows.isEmpty else { continue }
            let followed = listener.follows[(turns * 7) % listener.follows.count]
            guard let artist = catalogue.place(ofArtist: followed) else { continue }
            let isAlbum = generator.happens(percent: 30)
            let draft = ReleaseDraft(
                name: TitleWords.title(&generator), artists: [artist], type: isAlbum ? .album : .single,
                group: isAlbum ? .album : .single, date: ReleaseDate(text: day.description, precision: .day),
                trackCount: isAlbum ? 8 + generator.below(7) : 1 + generator.below(2),
                label: generator.pick(TitleWords.labels))
            return catalogue.publish(draft).id
        }
        return nil
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
