/// An artist of the catalogue.
struct Artist: Sendable {
    let id: String
    let name: String
    /// Whether the artist stands for many, as on samplers: nobody follows it, and lists leave it out.
    let isCollective: Bool
    /// Followers beyond the listeners, for the fields that extended quota shows.
    let followersElsewhere: Int
    /// 0 to 100, for the fields that extended quota shows.
    let popularity: Int
    var discography = Discography()
}

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

/// Under which heading an artist's page shows a release; in the order of Spotify's list.
enum ReleaseGroup: Int, CaseIterable, Sendable {
    case album, single, compilation, appearsOn

    /// The name on the wire.
    var name: String {
        switch self {
        case .album: "album"
        case .single: "single"
        case .compilation: "compilation"
        case .appearsOn: "appears_on"
        }
    }

    /// The group of that name on the wire.
    init?(name: some StringProtocol) {
        guard let group = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = group
    }
}
