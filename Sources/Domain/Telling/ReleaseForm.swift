/// What people call a release, which is less than what sources call it: a type, or a list it stands in.
public enum ReleaseForm: String, Sendable, Hashable, CaseIterable {
    case album
    case ep
    case single
    case compilation
    /// Somebody else's release on which the artist takes part.
    case appearsOn = "appears_on"

    /// What counts unless somebody asks for more (design §6).
    public static let standard: Set<ReleaseForm> = [.album, .ep, .single]

    /// The form of a release in one of an artist's lists. EPs arrive as singles, so that four tracks tell too (FACTS
    /// §4.4).
    public init(group: ReleaseGroup, type: ReleaseType?, title: ReadTitle, trackCount: Int?) {
        switch (group, type) {
        case (.appearsOn, _): self = .appearsOn
        case (.compilation, _), (_, .compilation?): self = .compilation
        case (_, .album?): self = .album
        case (.album, nil): self = .album
        default:
            let isEP = title.saysEP || type == ReleaseType(rawValue: "ep") || (trackCount ?? 0) >= 4
            self = isEP ? .ep : .single
        }
    }

    /// The list that must be checked for it beside the standard ones; nil for what stands in these.
    public var optionalGroup: ReleaseGroup? {
        switch self {
        case .compilation: .compilation
        case .appearsOn: .appearsOn
        case .album, .ep, .single: nil
        }
    }
}
