/// The releases of one artist, by group, each group in the order Spotify lists it.
struct Discography: Sendable {
    private var lists: [[Int]] = Array(repeating: [], count: ReleaseGroup.allCases.count)

    /// Places in the catalogue.
    subscript(group: ReleaseGroup) -> [Int] {
        get { lists[group.rawValue] }
        set { lists[group.rawValue] = newValue }
    }

    /// How many releases there are in all groups.
    var count: Int { lists.reduce(0) { $0 + $1.count } }
}
