/// The key under which copies of one release meet: the work's name, its primary artist, its kind (design §6).
///
/// Two releases are one family if their keys are equal and their dates at most `dateSlackDays` apart.
public struct FamilyKey: Sendable, Hashable {
    /// The work's name in one spelling.
    public let title: String
    /// The source's id of the first artist; empty where it is missing.
    public let artist: String
    /// `album`, `ep` or `single`.
    public let kind: String

    /// Days by which the dates of copies for several markets may differ.
    public static let dateSlackDays = 7

    /// The key of a release; `title` is its own, read before.
    public init(_ release: SourceRelease, title: ReadTitle) {
        self.title = title.key
        artist = release.artists.first?.id ?? ""
        kind = FamilyKey.kind(release.type, title)
    }

    /// The key of a release.
    public init(_ release: SourceRelease) { self.init(release, title: ReadTitle(release.title)) }

    /// A compilation is an album. The source lists an EP under either word, so that only the title's own word tells it
    /// from the single of that name (FACTS §4.4).
    public static func kind(_ type: ReleaseType?, _ title: ReadTitle) -> String {
        if type == .album || type == .compilation { return "album" }
        return title.saysEP ? "ep" : "single"
    }

    /// Whether the key may join releases: an empty title or artist says too little.
    public var isUsable: Bool { !title.isEmpty && !artist.isEmpty }

    /// Whether the dates allow the two to be one family.
    public static func areClose(_ one: ReleaseDate, _ other: ReleaseDate) -> Bool {
        guard let one = one.range, let other = other.range else { return one.range == nil && other.range == nil }
        return one.lowerBound - dateSlackDays <= other.upperBound && other.lowerBound - dateSlackDays <= one.upperBound
    }
}
