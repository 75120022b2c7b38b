/// Artists as the list of followed ones shows them, written once and kept until anybody's follows change: with extended
/// quota an artist shows how many follow it.
struct ArtistFragments: Sendable {
    /// How deep in the answer an artist stands: in the object, in the page, in the array.
    static let depth = 3

    /// How many are kept, at less than a kilobyte each.
    private static let countMax = 20_000

    private var all: [String: [UInt8]] = [:]

    /// The fragment of the artist with that id, if it is kept.
    subscript(id: String) -> [UInt8]? { all[id] }

    /// Keeps a fragment.
    mutating func keep(_ fragment: [UInt8], for id: String) {
        if all.count >= Self.countMax { all = [:] }
        all[id] = fragment
    }
}
