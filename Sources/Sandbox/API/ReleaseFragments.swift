/// Releases as an artist's list shows them, written once and kept: nearly all calls are for the same few pages, and a
/// release never changes.
struct ReleaseFragments: Sendable {
    /// How deep in the answer an item of a page stands: in the object, in the array.
    static let depth = 2

    /// How many are kept, at a good kilobyte each.
    let countMax: Int

    private var all: [Appearance: [UInt8]] = [:]

    /// None so far. A page of more than `countMax` is kept all the same, for as long as it is written.
    init(countMax: Int = 20_000) { self.countMax = countMax }

    /// The fragment, if it is kept.
    subscript(key: Appearance) -> [UInt8]? { all[key] }

    /// Forgets what is kept where a page of that many would be too much. Asked for before a page is written, never in
    /// the middle of one: what the page needs must stay until it is sent.
    mutating func makeRoom(for count: Int) {
        if all.count + count > countMax { all = [:] }
    }

    /// Keeps a fragment.
    mutating func keep(_ fragment: [UInt8], for key: Appearance) { all[key] = fragment }
}
