/// A track. Tracks are not kept: each follows from its release.
struct Track: Sendable {
    let id: String
    let name: String
    /// From 1.
    let number: Int
    let milliseconds: Int
    let isExplicit: Bool
    /// Places in the catalogue.
    let artists: [Int]

    /// The track with that number, from 1.
    init(_ number: Int, of release: Release, code: IdentifierCode) {
        var generator = SeededGenerator(Identifier.hash(release.id), UInt64(number), 77)
        id = code.track(number, of: release.key)
        self.number = number
        let isTitleTrack = release.trackCount == 1 || number == min(3, release.trackCount)
        let title = release.name.split(separator: " (").first.map(String.init) ?? release.name
        name = isTitleTrack ? title : TitleWords.title(&generator)
        milliseconds = 95_000 + generator.below(240_000)
        isExplicit = release.isExplicit && (isTitleTrack || generator.happens(percent: 30))
        artists = release.artists + (isTitleTrack ? release.guests : [])
    }
}
