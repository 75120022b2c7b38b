/// The lists into which a source divides an artist's releases. One is asked for at a time (FACTS §4.4).
public enum ReleaseGroup: String, Sendable, Hashable, CaseIterable {
    case album
    case single
    case compilation
    case appearsOn = "appears_on"

    /// Those checked unless somebody asks for more (design §6).
    public static let standard: [ReleaseGroup] = [.album, .single]
}

/// What a release calls itself. Sources may invent more (FACTS §0.9: `ep`), so any word is kept.
public struct ReleaseType: Sendable, Hashable, RawRepresentable {
    /// The source's word, in lower case.
    public let rawValue: String

    /// A type by the source's word.
    public init(rawValue: String) { self.rawValue = rawValue.lowercased() }

    /// A long-playing record.
    public static let album = ReleaseType(rawValue: "album")
    /// A single, and mostly an EP too.
    public static let single = ReleaseType(rawValue: "single")
    /// A compilation.
    public static let compilation = ReleaseType(rawValue: "compilation")
}

/// How news of a release stands to its date (design §6). The date never decides whether it is news.
public enum ReleaseClass: String, Sendable, Hashable, CaseIterable {
    /// Dated later than the day it was seen.
    case upcoming
    /// Dated the day it was seen or shortly before, or not dated.
    case out
    /// Dated up to 90 days before.
    case late
    /// Dated earlier than that: an old release added now.
    case backCatalogue = "back_catalogue"
    /// A deluxe, extended or otherwise changed copy of something known.
    case newEdition = "new_edition"
}

/// A point in the life of a release that people are told about once.
public enum Stage: String, Sendable, Hashable {
    /// First seen.
    case seen
}
