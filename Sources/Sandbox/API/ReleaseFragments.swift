/// Releases as an artist's list shows them, written once and kept: nearly all calls are for the same few pages, and a
/// release never changes.
struct ReleaseFragments: Sendable {
    /// How deep in the answer an item of a page stands: in the object, in the array.
    static let depth = 2

    /// How many are kept, at a good kilobyte each.
    private static let countMax = 20_000

    private var all: [Appearance: [UInt8]] = [:]

    /// The fragment, if it is kept.
    subscript(key: Appearance) -> [UInt8]? { all[key] }

    /// Keeps a fragment.
    mutating func keep(_ fragment: [UInt8], for key: Appearance) {
        if all.count >= Self.countMax { all = [:] }
        all[key] = fragment
    }
}
