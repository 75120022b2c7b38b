/// Artists as searches and the list of followed ones show them, written once and kept until anybody's follows change:
/// with extended quota an artist shows how many follow it.
struct ArtistFragments: Sendable {
    /// How deep in the answer an artist stands: in the object, in the page, in the array.
    static let depth = 3

    /// How many are kept, at less than a kilobyte each.
    let countMax: Int

    private var all: [String: [UInt8]] = [:]

    /// None so far. A page of more than `countMax` is kept all the same, for as long as it is written.
    init(countMax: Int = 20_000) { self.countMax = countMax }

    /// The fragment of the artist with that id, if it is kept.
    subscript(id: String) -> [UInt8]? { all[id] }

    /// Forgets what is kept where a page of that many would be too much. Asked for before a page is written, never in
    /// the middle of one: what the page needs must stay until it is sent.
    mutating func makeRoom(for count: Int) {
        if all.count + count > countMax { all = [:] }
    }

    /// Keeps a fragment.
    mutating func keep(_ fragment: [UInt8], for id: String) { all[id] = fragment }
}
