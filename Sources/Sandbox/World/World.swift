/// Artists with the lives artists have, and listeners who follow them: the same for the same seed and day.
struct World: Sendable {
    var catalogue: Catalogue
    var listeners: [Listener]
    private var generator: SeededGenerator
    private let start: CalendarDay
    /// How often the catalogue has moved by itself; decides whose turn it is.
    private var turns = 0

    /// How many artists each listener follows, at most.
    private static let followCounts = [42, 18, 7, 1, 25]

    /// The world of that seed as it stands on that day.
    init(seed: UInt64, artistCount: Int, start: CalendarDay) {
        catalogue = Catalogue(seed: seed)
        listeners = Listener.all
        generator = SeededGenerator(seed, 1)
        self.start = start
        for number in 0..<artistCount { catalogue.addArtist(ArtistNames.name(number)) }
        // The collective stands at 0.
        for artist in 1..<(artistCount + 1) { publishLife(of: artist) }
        publishSamplers()
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
            return catalogue.publish(draft(isAlbum ? .album : .single, by: artist, on: day)).id
        }
        return nil
    }

    // MARK: Lives

    private mutating func publishLife(of artist: Int) {
        // What kind of life: steady, prolific, singles only, long silent, just begun.
        let kind = generator.below(10)
        let years = kind == 9 ? 1 : 3 + generator.below(14)
        let silence = kind == 8 ? 900 + generator.below(2500) : generator.below(70)
        let daysBetweenSingles = kind < 2 ? 45 : 80 + generator.below(90)
        let daysBetweenAlbums = kind == 6 || kind == 7 ? 0 : 420 + generator.below(500)
        var age = silence
        var daysToAlbum = 60 + generator.below(300)
        while age < years * 365 {
            let day = start.adding(days: -age).fridayBefore
            if daysBetweenAlbums > 0, daysToAlbum <= 0 {
                publishAlbum(by: artist, on: day)
                daysToAlbum = daysBetweenAlbums
            } else {
                publishSingle(by: artist, on: day)
            }
            let step = daysBetweenSingles / 2 + generator.below(daysBetweenSingles)
            age += step
            daysToAlbum -= step
        }
        // What only old artists have: a date that says no more than a month or a year, or nothing at all.
        if years > 9 {
            catalogue.publish(draft(.album, by: artist, dated: .init(text: day(-years).monthText, precision: .month)))
        }
        if years > 12 {
            catalogue.publish(draft(.album, by: artist, dated: .init(text: day(-years - 3).yearText, precision: .year)))
        }
        if artist == 7 { catalogue.publish(draft(.album, by: artist, dated: .init(text: "0000", precision: .year))) }
        if years > 8, generator.happens(percent: 40) { publishBestOf(by: artist, on: day(-1)) }
    }

    private func day(_ years: Int) -> CalendarDay { start.adding(days: years * 365) }

    private mutating func publishAlbum(by artist: Int, on day: CalendarDay) {
        var album = draft(.album, by: artist, on: day)
        if generator.happens(percent: 25) { album.guests = [other(than: artist)] }
        album.isExplicit = generator.happens(percent: 20)
        catalogue.publish(album)
        if album.isExplicit, generator.happens(percent: 60) {
            // The same record once more without the words: own id, own UPC, same name and date.
            album.isExplicit = false
            catalogue.publish(album)
        }
        let later = day.adding(days: 60 + generator.below(200))
        if generator.happens(percent: 22), later.daysSince1970 < start.daysSince1970 {
            album.name += generator.pick([
                " (Deluxe Edition)", " (Deluxe)", " (Expanded Edition)", " (Late Night Version)",
            ])
            album.date = ReleaseDate(text: later.description, precision: .day)
            album.trackCount += 4
            catalogue.publish(album)
        }
    }

    private mutating func publishSingle(by artist: Int, on day: CalendarDay) {
        var single = draft(.single, by: artist, on: day)
        switch generator.below(20) {
        case 0, 1:
            single.name += " - EP"
            single.trackCount = 4 + generator.below(3)
        case 2, 3:
            let guest = other(than: artist)
            single.name += " (feat. \(catalogue.artists[guest].name))"
            single.artists.append(guest)
        case 4: single.guests = [other(than: artist)]
        case 5: single.name += generator.pick([" (Acoustic)", " (Live at the Boathouse)", " - Radio Edit", " (Remix)"])
        case 6 where generator.happens(percent: 6): single.name = ""
        default: break
        }
        catalogue.publish(single)
    }

    private mutating func publishBestOf(by artist: Int, on day: CalendarDay) {
        var best = draft(.compilation, by: artist, on: day.fridayBefore)
        best.name =
            generator.pick(["The Best of ", "Collected: ", "A Short Guide to "]) + catalogue.artists[artist].name
        best.trackCount = 20
        catalogue.publish(best)
    }

    private mutating func publishSamplers() {
        guard catalogue.artists.count > 12 else { return }
        for number in 1...8 {
            let day = start.adding(days: -40 - 120 * number).fridayBefore
            var sampler = draft(.compilation, by: Catalogue.variousArtists, on: day)
            sampler.name =
                "\(generator.pick(["Slow Morning", "Night Bus", "Kitchen Table", "First Frost"])) Vol. \(number)"
            sampler.guests = (0..<10).map { _ in other(than: Catalogue.variousArtists) }
            sampler.trackCount = 18
            catalogue.publish(sampler)
        }
    }

    private mutating func other(than artist: Int) -> Int {
        let count = catalogue.artists.count - 1
        let other = 1 + generator.below(count)
        return other == artist && count > 1 ? other % count + 1 : other
    }

    private mutating func draft(_ type: ReleaseType, by artist: Int, on day: CalendarDay) -> ReleaseDraft {
        draft(type, by: artist, dated: ReleaseDate(text: day.description, precision: .day))
    }

    private mutating func draft(_ type: ReleaseType, by artist: Int, dated date: ReleaseDate) -> ReleaseDraft {
        ReleaseDraft(
            name: TitleWords.title(&generator), artists: [artist], type: type, group: type.usualGroup, date: date,
            trackCount: type == .single ? 1 + generator.below(2) : 8 + generator.below(7),
            label: generator.pick(TitleWords.labels))
    }

    // MARK: Follows

    private mutating func chooseFollows(of index: Int) {
        let count = catalogue.artists.count - 1
        guard count > 0 else { return }
        let wanted = min(Self.followCounts[index], count)
        while listeners[index].follows.count < wanted {
            listeners[index].follow(catalogue.artists[1 + generator.below(count)].id)
        }
    }
}
