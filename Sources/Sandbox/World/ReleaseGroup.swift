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
